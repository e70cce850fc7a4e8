using System.Globalization;
using System.Text;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// The groups of a table that is read chunk by chunk: found in one pass over the columns grouped by.
/// </summary>
/// <remarks>Groups have the numbers that <see cref="RowGroups"/> gives them. Its memory grows with the groups, not with
/// the rows.</remarks>
internal sealed class StreamedGroups
{
    private readonly IReadOnlyList<string> _groupBy;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string[]> _keys = [];
    private readonly List<long> _rowCounts = [];
    private readonly List<long> _referenceCounts = [];

    private StreamedGroups(IReadOnlyList<string> groupBy) => _groupBy = groupBy;

    public int Count => _keys.Count;

    /// <summary>Each group's values of the columns grouped by.</summary>
    public IReadOnlyList<string[]> Keys => _keys;

    public IReadOnlyList<long> RowCounts => _rowCounts;

    /// <summary>Rows of each group that a condition holds for.</summary>
    public IReadOnlyList<long> ReferenceCounts => _referenceCounts;

    public long RowCount { get; private set; }

    /// <summary>Whether the rows of each group stand together in the file.</summary>
    public bool IsContiguous { get; private set; } = true;

    /// <summary>Whether groups also come in the order of their numbers.</summary>
    public bool IsInOrder { get; private set; } = true;

    /// <summary>Finds the groups.</summary>
    /// <param name="chunks">The table, with the columns grouped by and those that the condition needs.</param>
    /// <param name="referenceOf">The rows of a chunk that are reference rows, in order.</param>
    public static StreamedGroups Scan(
        IEnumerable<ProfileTable> chunks,
        IReadOnlyList<string> groupBy,
        Func<ProfileTable, IReadOnlyList<int>> referenceOf,
        Action<long> progress)
    {
        var groups = new StreamedGroups(groupBy);
        var last = -1;
        foreach (var chunk in chunks)
        {
            var numbers = groups.NumbersOf(chunk, mayBeNew: true);
            foreach (var number in numbers)
            {
                // A group that comes again after another one lies scattered.
                groups.IsContiguous &= number == last || groups._rowCounts[number] == 0;
                groups._rowCounts[number]++;
                last = number;
            }

            foreach (var row in referenceOf(chunk))
                groups._referenceCounts[numbers[row]]++;
            groups.RowCount += chunk.RowCount;
            progress(groups.RowCount);
        }

        groups.Sort();
        return groups;
    }

    /// <summary>The group of each row of a chunk that has the columns grouped by.</summary>
    public int[] NumbersOf(ProfileTable chunk) => NumbersOf(chunk, mayBeNew: false);

    private int[] NumbersOf(ProfileTable chunk, bool mayBeNew)
    {
        var columns = _groupBy.Select(chunk.Metadata).ToArray();
        var numbers = new int[chunk.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = row > 0 && Array.TrueForAll(columns, column => column[row] == column[row - 1])
                ? numbers[row - 1]
                : NumberOf(Array.ConvertAll(columns, column => column[row]), mayBeNew);
        }

        return numbers;
    }

    private int NumberOf(string[] key, bool mayBeNew)
    {
        var text = TextOf(key);
        if (_numbers.TryGetValue(text, out var number))
            return number;
        if (!mayBeNew)
            throw new InvalidOperationException("The file has a group that it had not before: it changed meanwhile.");
        _numbers.Add(text, Count);
        _keys.Add(key);
        _rowCounts.Add(0);
        _referenceCounts.Add(0);
        return Count - 1;
    }

    /// <summary>Gives groups the numbers of their keys' order.</summary>
    private void Sort()
    {
        var order = Enumerable.Range(0, Count).ToArray();
        Array.Sort(order, (a, b) => RowGroups.CompareKeys(_keys[a], _keys[b]));
        IsInOrder = order.Index().All(entry => entry.Index == entry.Item);
        string[][] keys = [.. order.Select(number => _keys[number])];
        long[] rowCounts = [.. order.Select(number => _rowCounts[number])];
        long[] referenceCounts = [.. order.Select(number => _referenceCounts[number])];
        for (var number = 0; number < keys.Length; number++)
        {
            (_keys[number], _rowCounts[number]) = (keys[number], rowCounts[number]);
            _referenceCounts[number] = referenceCounts[number];
            _numbers[TextOf(keys[number])] = number;
        }
    }

    /// <summary>One text for several values that no other values have.</summary>
    private static string TextOf(string[] key)
    {
        if (key.Length == 1)
            return key[0];
        var text = new StringBuilder();
        foreach (var value in key)
            text.Append(value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);
        return text.ToString();
    }
}
