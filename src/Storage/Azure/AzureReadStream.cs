using System.Buffers;
using Azure;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Reads one content of a blob from start to end, range by range.
/// </summary>
/// <remarks>A blob that is replaced meanwhile ends it with a <see cref="BlobReplacedException"/>.</remarks>
internal sealed class AzureReadStream : Stream
{
    private readonly AzureReader _reader;
    private readonly BlobKey _key;
    private readonly string _name;
    private int _rangeBytes;
    private byte[] _buffer = [];
    private ETag _tag;
    private long _length;
    private long _position;
    private long _bufferStart;
    private int _bufferCount;

    private AzureReadStream(AzureReader reader, BlobKey key, string name)
    {
        (_reader, _key, _name) = (reader, key, name);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public static async Task<AzureReadStream> OpenAsync(
        AzureReader reader, BlobKey key, string name, int rangeBytes, CancellationToken cancellationToken)
    {
        var stream = new AzureReadStream(reader, key, name);
        try
        {
            var range = await reader.ReadPartAsync(key, name, null, 0, length =>
            {
                stream._rangeBytes = (int)Math.Min(length, rangeBytes);
                stream._buffer = ArrayPool<byte>.Shared.Rent(stream._rangeBytes);
                return stream._buffer.AsMemory(0, stream._rangeBytes);
            }, cancellationToken).ConfigureAwait(false);
            (stream._tag, stream._length, stream._bufferCount) = (range.Tag, range.Length, range.Destination.Length);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.Length == 0 || _position >= _length)
            return 0;
        if (_position >= _bufferStart + _bufferCount)
        {
            var range = await _reader.ReadPartAsync(
                _key, _name, _tag, _position, _ => _buffer.AsMemory(0, _rangeBytes), cancellationToken)
                .ConfigureAwait(false);
            (_bufferStart, _bufferCount) = (_position, range.Destination.Length);
        }

        var from = (int)(_position - _bufferStart);
        var count = Math.Min(buffer.Length, _bufferCount - from);
        _buffer.AsMemory(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _buffer, []) is { Length: > 0 } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose(disposing);
    }
}
