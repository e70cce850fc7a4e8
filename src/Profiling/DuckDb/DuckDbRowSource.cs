using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// Lets queries of a connection read tables that are made one after the other while the query runs.
/// </summary>
/// <remarks>
/// <para>In SQL it is a table function without arguments, <see cref="Name"/>, whose columns <c>c0</c>, <c>c1</c>, … are
/// the metadata as VARCHAR (missing is NULL) and then the features as DOUBLE. It can be read once. An exception of the
/// enumeration ends the query with an error and stands in <see cref="Error"/>.</para>
/// <para>It must live as long as its connection is used.</para>
/// </remarks>
internal sealed unsafe class DuckDbRowSource : IDisposable
{
    public const string Name = "hcsgrid_rows";

    private readonly int _metadataCount;
    private readonly int _featureCount;
    private readonly IEnumerator<ProfileTable> _tables;
    private readonly int _chunkRowCount = (int)NativeMethods.VectorSize();
    private GCHandle _handle;
    private ProfileTable? _table;
    private IReadOnlyList<string>[] _metadata = [];
    private int _nextRow;
    private byte[] _utf8 = new byte[256];

    public DuckDbRowSource(
        DuckDbConnection connection, int metadataCount, int featureCount, IEnumerable<ProfileTable> tables)
    {
        (_metadataCount, _featureCount) = (metadataCount, featureCount);
        _tables = tables.GetEnumerator();
        _handle = GCHandle.Alloc(this);
        var function = NativeTableFunction.Create();
        NativeTableFunction.SetName(function, Name);
        NativeTableFunction.SetExtraInfo(function, GCHandle.ToIntPtr(_handle), 0);
        NativeTableFunction.SetBind(function, &Bind);
        NativeTableFunction.SetInit(function, &Init);
        NativeTableFunction.SetFunction(function, &Next);
        var state = NativeTableFunction.Register(connection.Handle, function);
        NativeTableFunction.Destroy(ref function);
        if (state != 0)
            throw new DuckDbException("DuckDB refuses a table function.");
    }

    /// <summary>What ended the enumeration, if it was not its end.</summary>
    public Exception? Error { get; private set; }

    public void Dispose()
    {
        _tables.Dispose();
        if (_handle.IsAllocated)
            _handle.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var source = Of(NativeTableFunction.BindExtraInfo(info));
        var text = NativeMethods.CreateLogicalType(DuckDbType.Varchar);
        var number = NativeMethods.CreateLogicalType(DuckDbType.Double);
        for (var column = 0; column < source._metadataCount + source._featureCount; column++)
        {
            NativeTableFunction.AddResultColumn(
                info, $"c{column}", column < source._metadataCount ? text : number);
        }

        NativeMethods.DestroyLogicalType(ref text);
        NativeMethods.DestroyLogicalType(ref number);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) => NativeTableFunction.SetMaxThreads(info, 1);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Next(nint info, nint chunk)
    {
        var source = Of(NativeTableFunction.FunctionExtraInfo(info));
#pragma warning disable CA1031 // No exception may cross native frames: it is kept and thrown on this side of them.
        try
        {
            source.Fill(chunk);
        }
        catch (Exception error)
        {
            source.Error = error;
            NativeTableFunction.SetError(info, error.Message);
        }
#pragma warning restore CA1031
    }

    private static DuckDbRowSource Of(nint handle) => (DuckDbRowSource)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>Fills in the next rows; none is the end.</summary>
    private void Fill(nint chunk)
    {
        while (_table is null || _nextRow == _table.RowCount)
        {
            if (!_tables.MoveNext())
            {
                NativeMethods.SetDataChunkSize(chunk, 0);
                return;
            }

            (_table, _nextRow) = (_tables.Current, 0);
            _metadata = [.. _table.MetadataNames.Select(_table.Metadata)];
        }

        var count = Math.Min(_chunkRowCount, _table.RowCount - _nextRow);
        for (var m = 0; m < _metadataCount; m++)
            CopyTexts(NativeMethods.GetVector(chunk, (ulong)m), _metadata[m], count);
        for (var f = 0; f < _featureCount; f++)
        {
            var vector = NativeMethods.GetVector(chunk, (ulong)(_metadataCount + f));
            _table.Feature(f).Slice(_nextRow, count)
                .CopyTo(new Span<double>(NativeMethods.GetVectorData(vector), count));
        }

        NativeMethods.SetDataChunkSize(chunk, (ulong)count);
        _nextRow += count;
    }

    private void CopyTexts(nint vector, IReadOnlyList<string> column, int count)
    {
        NativeMethods.EnsureValidityWritable(vector);
        var validity = NativeMethods.GetVectorValidity(vector);
        for (var row = 0; row < count; row++)
        {
            var text = column[_nextRow + row];
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
}
