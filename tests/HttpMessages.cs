using System.Net.Sockets;
using System.Text;

namespace HcsGrid.Tests;

/// <summary>
/// Cuts what comes over a connection into HTTP messages, each whole with its head.
/// </summary>
internal sealed class HttpMessages(Socket socket)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _count;

    /// <summary>Whether an answer of that status may have a body.</summary>
    public static bool MayHaveBody(string head) =>
        !head.StartsWith("HTTP/1.1 204", StringComparison.Ordinal) &&
        !head.StartsWith("HTTP/1.1 304", StringComparison.Ordinal);

    /// <summary>Reads the next message; null where the other side is done.</summary>
    public async Task<byte[]?> ReadAsync(Func<string, bool> hasBody, CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _count).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
                return null;
        }

        end += 4;
        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        if (head.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
        {
            Take(end);
            return await ReadAsync(hasBody, cancellationToken);
        }

        if (!hasBody(head))
            return Take(end);
        if (HeaderOf(head, "transfer-encoding") is "chunked")
            return Take(await EndOfChunksAsync(end, cancellationToken));
        var length = end + int.Parse(HeaderOf(head, "content-length") ?? "0", null);
        await NeedAsync(length, cancellationToken);
        return Take(length);
    }

    private async Task<int> EndOfChunksAsync(int at, CancellationToken cancellationToken)
    {
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _count - at).IndexOf("\r\n"u8)) < 0)
                await NeedAsync(_count + 1, cancellationToken);
            var size = Convert.ToInt32(Encoding.ASCII.GetString(_buffer, at, line).Split(';')[0], 16);
            at += line + 2 + size + 2;
            await NeedAsync(at, cancellationToken);
            if (size == 0)
                return at;
        }
    }

    private static string? HeaderOf(string head, string name) => head.Split("\r\n").Skip(1)
        .FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private async Task NeedAsync(int count, CancellationToken cancellationToken)
    {
        while (_count < count)
        {
            if (!await FillAsync(cancellationToken))
                throw new IOException("The connection ended within a message.");
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_count == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_count), cancellationToken);
        _count += received;
        return received > 0;
    }

    private byte[] Take(int length)
    {
        var message = _buffer.AsSpan(0, length).ToArray();
        _buffer.AsSpan(length, _count - length).CopyTo(_buffer);
        _count -= length;
        return message;
    }
}
