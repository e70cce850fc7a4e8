using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Brings the rows of each group together on disk: rows go to files of some groups each, which are read back one by
/// one.
/// </summary>
/// <remarks>
/// <para>Every row is written once and keeps its order within its group. Groups come back in the order of their
/// numbers, their rows in runs of at most 2,048.</para>
/// <para>A file holds as many groups as fit into the bytes given, and is read once. There are at most
/// <see cref="MaxFileCount"/> files: beyond that many times the bytes a file holds more, and is read once for each part
/// of its groups that fits, so that memory stays the same. A group that does not fit is read in chunks.</para>
/// <para>Stored are doubles in the machine's own order: a row's group, then its features.</para>
/// </remarks>
internal sealed class GroupPartitions : IDisposable
{
    public const int MaxFileCount = 512;

    private const int ChunkRowCount = 2048;

    private readonly string _folder;
    private readonly string[] _features;

    /// <summary>Doubles of a row: its group and its features.</summary>
    private readonly int _width;
    private readonly IReadOnlyList<long> _rowCounts;

    /// <summary>Rows that are held at once, unless they are of one group.</summary>
    private readonly long _heldRowCount;

    /// <summary>The file of each group.</summary>
    private readonly int[] _fileOf;
    private readonly FileStream?[] _files;
    private readonly double[][] _buffers;
    private readonly int[] _filled;
    private readonly double[] _chunk;
    private readonly double[] _values;
    private NativeDoubles? _rows;

    /// <param name="folder">A folder of its own.</param>
    /// <param name="rowCounts">Rows of each group that will come.</param>
    /// <param name="bytes">Bytes of rows that are held when they are read back; half as many while they come.</param>
    /// <param name="maxFileCount">The most files.</param>
    public GroupPartitions(
        string folder, IReadOnlyList<long> rowCounts, string[] features, long bytes, int maxFileCount = MaxFileCount)
    {
        (_folder, _rowCounts, _features, _width) = (folder, rowCounts, features, features.Length + 1);
        _heldRowCount = bytes / (8L * _width);
        var mostRows = Math.Max(_heldRowCount, rowCounts.Sum() / Math.Max(1, maxFileCount / 2));
        _fileOf = new int[rowCounts.Count];
        var (file, inFile) = (0, 0L);
        for (var group = 0; group < _fileOf.Length; group++)
        {
            if (inFile > 0 && inFile + rowCounts[group] > mostRows)
                (file, inFile) = (file + 1, 0);
            _fileOf[group] = file;
            inFile += rowCounts[group];
        }

        _files = new FileStream?[file + 1];
        _filled = new int[_files.Length];
        var bufferRowCount = (int)Math.Clamp(_heldRowCount / 2 / _files.Length, 1, ChunkRowCount);
        _buffers = Array.ConvertAll(_filled, _ => new double[bufferRowCount * _width]);
        _chunk = new double[ChunkRowCount * _width];
        _values = new double[ChunkRowCount * features.Length];
        Directory.CreateDirectory(folder);
    }

    /// <summary>Adds rows of one group; the chunk's first features are those to keep.</summary>
    public void Add(GroupRun run)
    {
        var file = _fileOf[run.Group];
        var buffer = _buffers[file];
        var values = run.Chunk.ColumnMajorValues;
        foreach (var row in run.Rows)
        {
            if (_filled[file] == buffer.Length)
                Flush(file);
            buffer[_filled[file]++] = run.Group;
            for (var f = 0; f < _features.Length; f++)
                buffer[_filled[file]++] = values[(f * run.Chunk.RowCount) + row];
        }
    }

    /// <summary>The rows of group after group; it can be done once. A run is valid until the next one is asked
    /// for.</summary>
    public IEnumerable<GroupRun> Read()
    {
        for (var (first, end) = (0, 0); first < _fileOf.Length; first = end)
        {
            var file = _fileOf[first];
            Flush(file);
            end = EndOfHeld(first);
            if (_files[file] is not { } stream)
                continue;
            stream.Position = 0;
            foreach (var run in end == first + 1 ? OneGroup(stream, first) : Groups(stream, first, end))
                yield return run;
            if (end < _fileOf.Length && _fileOf[end] == file)
                continue;
            stream.Dispose();
            File.Delete(stream.Name);
            (_files[file], _buffers[file]) = (null, []);
        }
    }

    public void Dispose()
    {
        _rows?.Dispose();
        foreach (var file in _files)
            file?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The end of the groups of a file from one on whose rows are held together.</summary>
    private int EndOfHeld(int first)
    {
        var (end, rowCount) = (first + 1, _rowCounts[first]);
        while (end < _fileOf.Length && _fileOf[end] == _fileOf[first] && rowCount + _rowCounts[end] <= _heldRowCount)
            rowCount += _rowCounts[end++];
        return end;
    }

    private IEnumerable<GroupRun> OneGroup(FileStream stream, int group)
    {
        for (var count = ReadChunk(stream); count > 0; count = ReadChunk(stream))
        {
            var own = 0;
            for (var row = 0; row < count; row++)
            {
                if ((int)_chunk[row * _width] == group)
                    Take(_chunk.AsSpan(row * _width, _width), own++);
            }

            if (own > 0)
                yield return Run(group, own);
        }
    }

    private IEnumerable<GroupRun> Groups(FileStream stream, int first, int end)
    {
        // Each group has its place, so that its rows land in their order.
        var ends = new long[end - first];
        var held = 0L;
        for (var group = first; group < end; group++)
        {
            ends[group - first] = held;
            held += _rowCounts[group];
        }

        _rows ??= new NativeDoubles(_heldRowCount * _width);
        for (var count = ReadChunk(stream); count > 0; count = ReadChunk(stream))
        {
            for (var row = 0; row < count; row++)
            {
                var group = (int)_chunk[row * _width];
                if (group >= first && group < end)
                    _chunk.AsSpan(row * _width, _width).CopyTo(_rows.Of(ends[group - first]++ * _width, _width));
            }
        }

        for (var group = first; group < end; group++)
        {
            for (var row = ends[group - first] - _rowCounts[group]; row < ends[group - first];)
            {
                var count = (int)Math.Min(ChunkRowCount, ends[group - first] - row);
                for (var own = 0; own < count; own++)
                    Take(_rows.Of(row++ * _width, _width), own);
                yield return Run(group, count);
            }
        }
    }

    /// <summary>Puts a row's features beside those of the run's other rows.</summary>
    private void Take(ReadOnlySpan<double> row, int own)
    {
        for (var f = 0; f < _features.Length; f++)
            _values[(f * ChunkRowCount) + own] = row[f + 1];
    }

    private GroupRun Run(int group, int rowCount)
    {
        // Columns move together where there are fewer rows than their room; each goes to the left, so in order.
        for (var f = 1; f < _features.Length && rowCount < ChunkRowCount; f++)
            Array.Copy(_values, f * ChunkRowCount, _values, f * rowCount, rowCount);
        var table = new ProfileTable([], _features, [], _values, rowCount);
        return new GroupRun(group, table, [.. Enumerable.Range(0, rowCount)]);
    }

    private int ReadChunk(FileStream stream)
    {
        var left = (stream.Length - stream.Position) / (8L * _width);
        var count = (int)Math.Min(ChunkRowCount, left);
        stream.ReadExactly(MemoryMarshal.AsBytes(_chunk.AsSpan(0, count * _width)));
        return count;
    }

    private void Flush(int file)
    {
        if (_filled[file] == 0)
            return;
        _files[file] ??= new FileStream(
            Path.Combine(_folder, $"{file}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        _files[file]!.Write(MemoryMarshal.AsBytes(_buffers[file].AsSpan(0, _filled[file])));
        _filled[file] = 0;
    }
}
