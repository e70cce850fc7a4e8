using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Brings the rows of each group together on disk: rows go to files of some groups each, which are read back one by
/// one.
/// </summary>
/// <remarks>
/// <para>Every row is written once and read once, and keeps its order within its group. Groups come back in the order
/// of their numbers. A file holds as many groups as fit into the bytes given; a group that does not fit has a file of
/// its own, which is read in chunks. There are at most <see cref="MaxFileCount"/> files, so beyond that many times the
/// bytes given a file holds more.</para>
/// <para>Stored are doubles in the machine's own order: a row's group, then its features.</para>
/// </remarks>
internal sealed class GroupPartitions : IDisposable
{
    public const int MaxFileCount = 512;

    private const int ChunkRowCount = 2048;

    private readonly string _folder;
    private readonly string[] _features;
    private readonly IReadOnlyList<long> _rowCounts;

    /// <summary>The file of each group.</summary>
    private readonly int[] _fileOf;
    private readonly FileStream?[] _files;
    private readonly double[][] _buffers;
    private readonly int[] _filled;

    /// <summary>Doubles of the largest file that is read back whole.</summary>
    private readonly long _largest;
    private double[] _rows = [];
    private double[] _values = [];

    /// <param name="folder">A folder of its own.</param>
    /// <param name="rowCounts">Rows of each group that will come.</param>
    /// <param name="bytes">Bytes of a file that is read back whole.</param>
    public GroupPartitions(string folder, IReadOnlyList<long> rowCounts, string[] features, long bytes)
    {
        (_folder, _rowCounts, _features) = (folder, rowCounts, features);
        var rowBytes = 8L * (features.Length + 1);
        var total = rowCounts.Sum() * rowBytes;
        var most = Math.Min(Math.Max(bytes, total / (MaxFileCount / 2)), 8L * ProfileTable.MaxValueCount);
        _fileOf = new int[rowCounts.Count];
        var (file, inFile) = (0, 0L);
        for (var group = 0; group < _fileOf.Length; group++)
        {
            var size = rowCounts[group] * rowBytes;
            if (inFile > 0 && inFile + size > most)
                (file, inFile) = (file + 1, 0);
            _fileOf[group] = file;
            inFile += size;
        }

        _largest = Enumerable.Range(0, _fileOf.Length).GroupBy(group => _fileOf[group])
            .Where(groups => groups.Skip(1).Any())
            .Select(groups => groups.Sum(group => rowCounts[group]) * (features.Length + 1))
            .Append(0)
            .Max();
        _files = new FileStream?[file + 1];
        _filled = new int[_files.Length];
        var bufferRowCount = (int)Math.Clamp(bytes / 2 / _files.Length / rowBytes, 1, ChunkRowCount);
        _buffers = Array.ConvertAll(_filled, _ => new double[bufferRowCount * (features.Length + 1)]);
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
        for (var file = 0; file < _files.Length; file++)
        {
            Flush(file);
            _buffers[file] = [];
            if (_files[file] is not { } stream)
                continue;
            stream.Position = 0;
            var rowCount = stream.Length / (8L * (_features.Length + 1));
            var group = Array.IndexOf(_fileOf, file);
            var isAlone = group == Array.LastIndexOf(_fileOf, file);
            foreach (var run in isAlone ? Chunks(stream, group, rowCount) : Groups(stream, (int)rowCount))
                yield return run;
            stream.Dispose();
            File.Delete(stream.Name);
            _files[file] = null;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<GroupRun> Chunks(FileStream stream, int group, long rowCount)
    {
        for (var first = 0L; first < rowCount; first += ChunkRowCount)
        {
            var count = (int)Math.Min(ChunkRowCount, rowCount - first);
            var rows = ReadRows(stream, count);
            yield return Run(group, rows, [.. Enumerable.Range(0, count)]);
        }
    }

    private IEnumerable<GroupRun> Groups(FileStream stream, int rowCount)
    {
        var rows = ReadRows(stream, rowCount);
        var width = _features.Length + 1;
        var byGroup = new SortedDictionary<int, List<int>>();
        for (var row = 0; row < rowCount; row++)
        {
            var group = (int)rows[row * width];
            if (!byGroup.TryGetValue(group, out var own))
                byGroup.Add(group, own = new List<int>((int)_rowCounts[group]));
            own.Add(row);
        }

        foreach (var (group, own) in byGroup)
            yield return Run(group, rows, [.. own]);
    }

    private GroupRun Run(int group, double[] rows, int[] own)
    {
        var length = ProfileTable.ValueCount(own.Length, _features.Length);
        if (_values.Length != length)
            _values = GC.AllocateUninitializedArray<double>(length);
        for (var i = 0; i < own.Length; i++)
        {
            var first = (own[i] * (_features.Length + 1)) + 1;
            for (var f = 0; f < _features.Length; f++)
                _values[(f * own.Length) + i] = rows[first + f];
        }

        var table = new ProfileTable([], _features, [], _values, own.Length);
        return new GroupRun(group, table, [.. Enumerable.Range(0, own.Length)]);
    }

    private double[] ReadRows(FileStream stream, int rowCount)
    {
        var length = rowCount * (_features.Length + 1);
        if (_rows.Length < length)
            _rows = GC.AllocateUninitializedArray<double>(Math.Max(length, (int)Math.Min(_largest, Array.MaxLength)));
        stream.ReadExactly(MemoryMarshal.AsBytes(_rows.AsSpan(0, length)));
        return _rows;
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
