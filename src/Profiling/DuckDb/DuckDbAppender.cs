using System.Runtime.InteropServices;
using System.Text;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// Appends a profile table's rows to a table of DuckDB's, in chunks of its vector size.
/// </summary>
/// <remarks>The target has the metadata columns as VARCHAR first, then the features as DOUBLE. Missing metadata are
/// NULL.</remarks>
internal sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly ProfileTable _table;
    private readonly IReadOnlyList<string>[] _metadata;
    private readonly int _chunkRowCount;
    private byte[] _utf8 = new byte[256];
    private nint _appender;
    private nint _chunk;

    public DuckDbAppender(DuckDbConnection connection, string targetName, ProfileTable table)
    {
        _table = table;
        _metadata = table.MetadataNames.Select(table.Metadata).ToArray();
        _chunkRowCount = (int)NativeMethods.VectorSize();
        if (NativeMethods.CreateAppender(connection.Handle, null, targetName, out _appender) != 0)
            throw Error();
        _chunk = CreateChunk(_metadata.Length, table.FeatureCount);
    }

    public void AppendAll()
    {
        for (var firstRow = 0; firstRow < _table.RowCount; firstRow += _chunkRowCount)
        {
            var count = Math.Min(_chunkRowCount, _table.RowCount - firstRow);
            NativeMethods.ResetDataChunk(_chunk);
            for (var m = 0; m < _metadata.Length; m++)
                CopyTexts(NativeMethods.GetVector(_chunk, (ulong)m), _metadata[m], firstRow, count);
            for (var f = 0; f < _table.FeatureCount; f++)
            {
                var vector = NativeMethods.GetVector(_chunk, (ulong)(_metadata.Length + f));
                _table.Feature(f).Slice(firstRow, count)
                    .CopyTo(new Span<double>(NativeMethods.GetVectorData(vector), count));
            }

            NativeMethods.SetDataChunkSize(_chunk, (ulong)count);
            if (NativeMethods.AppendDataChunk(_appender, _chunk) != 0)
                throw Error();
        }

        if (NativeMethods.CloseAppender(_appender) != 0)
            throw Error();
    }

    public void Dispose()
    {
        if (_chunk != 0)
            NativeMethods.DestroyDataChunk(ref _chunk);
        if (_appender != 0)
            _ = NativeMethods.DestroyAppender(ref _appender);
    }

    private static nint CreateChunk(int textCount, int numberCount)
    {
        var text = NativeMethods.CreateLogicalType(DuckDbType.Varchar);
        var number = NativeMethods.CreateLogicalType(DuckDbType.Double);
        var types = new nint[textCount + numberCount];
        types.AsSpan(0, textCount).Fill(text);
        types.AsSpan(textCount).Fill(number);
        try
        {
            fixed (nint* pointer = types)
                return NativeMethods.CreateDataChunk(pointer, (ulong)types.Length);
        }
        finally
        {
            NativeMethods.DestroyLogicalType(ref text);
            NativeMethods.DestroyLogicalType(ref number);
        }
    }

    private void CopyTexts(nint vector, IReadOnlyList<string> column, int firstRow, int count)
    {
        NativeMethods.EnsureValidityWritable(vector);
        var validity = NativeMethods.GetVectorValidity(vector);
        for (var row = 0; row < count; row++)
        {
            var text = column[firstRow + row];
            if (text.Length == 0)
            {
                validity[row >> 6] &= ~(1UL << (row & 63));
                continue;
            }

            var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_utf8.Length < needed)
                _utf8 = new byte[needed];
            var length = Encoding.UTF8.GetBytes(text, _utf8);
            fixed (byte* pointer = _utf8)
                NativeMethods.AssignString(vector, (ulong)row, pointer, (ulong)length);
        }
    }

    private DuckDbException Error() =>
        new(Marshal.PtrToStringUTF8(NativeMethods.AppenderError(_appender)) ?? "DuckDB's appender gives no reason.");
}
