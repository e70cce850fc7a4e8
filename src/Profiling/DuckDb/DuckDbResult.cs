using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// The rows of a query, chunk by chunk.
/// </summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private NativeMethods.Result _result;
    private nint _chunk;

    public DuckDbResult(NativeMethods.Result result)
    {
        _result = result;
        fixed (NativeMethods.Result* pointer = &_result)
            ColumnCount = checked((int)NativeMethods.ColumnCount(pointer));
    }

    public int ColumnCount { get; }

    /// <summary>Rows of the current chunk.</summary>
    public int ChunkRowCount { get; private set; }

    public string ColumnName(int column)
    {
        fixed (NativeMethods.Result* pointer = &_result)
            return Marshal.PtrToStringUTF8(NativeMethods.ColumnName(pointer, (ulong)column)) ?? "";
    }

    public DuckDbType ColumnType(int column)
    {
        fixed (NativeMethods.Result* pointer = &_result)
            return NativeMethods.ColumnType(pointer, (ulong)column);
    }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    public bool MoveNextChunk()
    {
        DestroyChunk();
        _chunk = NativeMethods.FetchChunk(_result);
        if (_chunk == 0)
        {
            ThrowIfFailed();
            return false;
        }

        ChunkRowCount = (int)NativeMethods.GetDataChunkSize(_chunk);
        return true;
    }

    /// <summary>Copies a column of doubles of the current chunk; NULL becomes NaN.</summary>
    public void CopyDoubles(int column, Span<double> target)
    {
        Require(column, DuckDbType.Double);
        var vector = NativeMethods.GetVector(_chunk, (ulong)column);
        new ReadOnlySpan<double>(NativeMethods.GetVectorData(vector), ChunkRowCount).CopyTo(target);
        var validity = NativeMethods.GetVectorValidity(vector);
        if (validity is null)
            return;
        for (var row = 0; row < ChunkRowCount; row++)
        {
            if (!IsValid(validity, row))
                target[row] = double.NaN;
        }
    }

    /// <summary>Copies a column of text of the current chunk; NULL becomes the empty string.</summary>
    public void CopyTexts(int column, Span<string> target)
    {
        Require(column, DuckDbType.Varchar);
        var vector = NativeMethods.GetVector(_chunk, (ulong)column);
        var entries = (byte*)NativeMethods.GetVectorData(vector);
        var validity = NativeMethods.GetVectorValidity(vector);
        var last = "";
        for (var row = 0; row < ChunkRowCount; row++)
        {
            if (validity is not null && !IsValid(validity, row))
            {
                target[row] = "";
                continue;
            }

            var value = System.Text.Encoding.UTF8.GetString(TextOf(entries, row));
            // Metadata repeat from row to row: one string then serves them all.
            target[row] = last = value == last ? last : value;
        }
    }

    /// <summary>Copies a column of text of the current chunk as numbers; NULL becomes NaN.</summary>
    /// <param name="column">The column.</param>
    /// <param name="target">A number a row.</param>
    /// <param name="tryParse">Reads a text in UTF-8; false where it is none that may stand there.</param>
    /// <exception cref="DuckDbException">A text is no number.</exception>
    public void CopyNumbers(int column, Span<double> target, TryParseNumber tryParse)
    {
        Require(column, DuckDbType.Varchar);
        var vector = NativeMethods.GetVector(_chunk, (ulong)column);
        var entries = (byte*)NativeMethods.GetVectorData(vector);
        var validity = NativeMethods.GetVectorValidity(vector);
        for (var row = 0; row < ChunkRowCount; row++)
        {
            if (validity is not null && !IsValid(validity, row))
            {
                target[row] = double.NaN;
                continue;
            }

            var text = TextOf(entries, row);
            if (!tryParse(text, out target[row]))
                throw new DuckDbException($"'{System.Text.Encoding.UTF8.GetString(text)}' is no number");
        }
    }

    public void Dispose()
    {
        DestroyChunk();
        fixed (NativeMethods.Result* pointer = &_result)
            NativeMethods.DestroyResult(pointer);
    }

    /// <summary>A query that is computed while it is read may fail then.</summary>
    private void ThrowIfFailed()
    {
        fixed (NativeMethods.Result* pointer = &_result)
        {
            if (Marshal.PtrToStringUTF8(NativeMethods.ResultError(pointer)) is { Length: > 0 } message)
                throw new DuckDbException(message);
        }
    }

    /// <summary>A text of at most 12 bytes stands in the entry itself, a longer one where the entry's pointer
    /// says.</summary>
    private static ReadOnlySpan<byte> TextOf(byte* entries, int row)
    {
        var entry = entries + (16 * row);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    private static bool IsValid(ulong* validity, int row) => ((validity[row >> 6] >> (row & 63)) & 1) != 0;

    private void Require(int column, DuckDbType type)
    {
        if (ColumnType(column) != type)
            throw new InvalidOperationException($"Column {column} is {ColumnType(column)}, not {type}.");
    }

    private void DestroyChunk()
    {
        if (_chunk != 0)
            NativeMethods.DestroyDataChunk(ref _chunk);
    }
}
