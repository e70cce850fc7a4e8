using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace HcsGrid.Tests;

/// <summary>
/// A proxy of HTTP before a server of this machine, which lets chosen requests fail.
/// </summary>
/// <remarks>
/// Which fault a request meets depends on the seed and the request's number alone. Bodies are those of a length that
/// the head tells; nothing else is sent by the stores under test.
/// </remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly int _seed;
    private readonly int _every;
    private readonly Fault[] _faults;
    private readonly Task _accepting;
    private int _requestCount;
    private int _faultCount;

    /// <summary>Lets one request in so many meet one of the faults.</summary>
    public FaultProxy(int target, int seed, int every, params Fault[] faults)
    {
        (_target, _seed, _every, _faults) = (target, seed, every, faults);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What a request may meet.</summary>
    public enum Fault
    {
        /// <summary>It is answered 503 and never reaches the server.</summary>
        Busy,

        /// <summary>The connection is cut before the server sees the request.</summary>
        DropBefore,

        /// <summary>The server carries it out, and the connection is cut before its answer.</summary>
        DropAfter,

        /// <summary>The connection is reset in the middle of the answer.</summary>
        Reset,

        /// <summary>The answer ends in the middle, as if it were whole.</summary>
        Truncate,

        /// <summary>The server carries it out, and its answer never comes.</summary>
        Silence,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int RequestCount => _requestCount;

    public int FaultCount => _faultCount;

    /// <summary>Asked before a request is passed on, with its method and path; may hold it back.</summary>
    public Func<string, Task>? Gate { get; set; }

    /// <summary>Told once the server has answered a request, by its first line.</summary>
    public Action<string>? Answered { get; set; }

    /// <summary>Decides faults instead of the seed, by method, path and number (from 1); null lets pass.</summary>
    public Func<string, int, Fault?>? Choose { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            client.NoDelay = true;
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            try
            {
                var (ask, answer) = (new HttpMessages(client), new HttpMessages(server));
                while (await ask.ReadAsync(hasBody: _ => true, _stop.Token) is { } request)
                {
                    var line = Encoding.ASCII.GetString(request.AsSpan(0, request.AsSpan().IndexOf((byte)'\r')));
                    if (!await PassAsync(line, request, client, server, answer))
                        break;
                }
            }
            catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
            {
                // Either side went away: the other is cut off too.
            }
        }
    }

    private async Task<bool> PassAsync(
        string line, byte[] request, Socket client, Socket server, HttpMessages answers)
    {
        if (Gate is { } gate)
            await gate(line);
        var fault = FaultOf(line, Interlocked.Increment(ref _requestCount));
        if (fault is not null)
            Interlocked.Increment(ref _faultCount);
        if (fault == Fault.DropBefore)
            return false;
        if (fault == Fault.Busy)
        {
            await client.SendAsync(
                "HTTP/1.1 503 Server Busy\r\nx-ms-error-code: ServerBusy\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
                _stop.Token);
            return true;
        }

        if (!server.Connected)
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        await SendAllAsync(server, request);
        var isHead = line.StartsWith("HEAD ", StringComparison.Ordinal);
        if (await answers.ReadAsync(head => !isHead && HttpMessages.MayHaveBody(head), _stop.Token) is not { } answer)
            return false;
        Answered?.Invoke(line);
        if (fault == Fault.DropAfter)
            return false;
        if (fault == Fault.Silence)
        {
            // Until the client gives up and closes.
            await client.ReceiveAsync(new byte[1], _stop.Token);
            return false;
        }

        if (fault is not null)
        {
            await SendAllAsync(client, answer.AsMemory(0, answer.Length / 2));
            if (fault == Fault.Reset)
                client.LingerState = new LingerOption(true, 0);
            return false;
        }

        await SendAllAsync(client, answer);
        return true;
    }

    private Fault? FaultOf(string line, int number)
    {
        if (Choose is { } choose)
            return choose(line, number);
        if (_faults.Length == 0)
            return null;
        var seed = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(seed, _seed);
        BinaryPrimitives.WriteInt32LittleEndian(seed.AsSpan(4), number);
        var draw = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(seed));
        return draw % (ulong)_every == 0 ? _faults[(int)(draw / (ulong)_every % (ulong)_faults.Length)] : null;
    }

    private async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, _stop.Token)..];
    }
}
