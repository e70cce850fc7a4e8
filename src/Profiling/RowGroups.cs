namespace HcsGrid.Profiling;

/// <summary>
/// The rows of a table that share the values of some metadata columns, group by group in the order of the values.
/// </summary>
/// <remarks>
/// Values order by code point (ordinally), the missing value last, column after column; rows within a group keep the
/// table's order. A missing value is a value of its own: rows without it form a group, as pandas has it with
/// dropna=False.
/// </remarks>
internal sealed class RowGroups
{
    private readonly int[] _rows;
    private readonly int[] _starts;

    private RowGroups(int[] rows, int[] starts)
    {
        _rows = rows;
        _starts = starts;
    }

    /// <summary>The number of groups.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Rows of the largest group.</summary>
    public int LargestLength => Enumerable.Range(0, Count).Select(group => this[group].Length).Append(0).Max();

    /// <summary>The rows of a group, in the table's order.</summary>
    public ReadOnlySpan<int> this[int group] => _rows.AsSpan(_starts[group].._starts[group + 1]);

    /// <summary>The same, to be kept.</summary>
    public ReadOnlyMemory<int> Rows(int group) => _rows.AsMemory(_starts[group].._starts[group + 1]);

    /// <summary>The rows of some groups, one after the other.</summary>
    public ReadOnlySpan<int> RowsOf(Range groups)
    {
        var (first, count) = groups.GetOffsetAndLength(Count);
        return _rows.AsSpan(_starts[first].._starts[first + count]);
    }

    public static RowGroups Of(ProfileTable table, IReadOnlyList<string> groupBy)
    {
        if (groupBy.Count == 0)
            throw new ArgumentException("Name at least one metadata column to group by.", nameof(groupBy));
        var keys = groupBy.Select(table.Metadata).ToArray();
        var rows = new int[table.RowCount];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = row;
        Array.Sort(rows, (a, b) => Compare(keys, a, b) is var order && order != 0 ? order : a.CompareTo(b));
        var starts = new List<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (i == 0 || Compare(keys, rows[i - 1], rows[i]) != 0)
                starts.Add(i);
        }

        starts.Add(rows.Length);
        return new RowGroups(rows, [.. starts]);
    }

    /// <summary>All rows as one group; a table without rows has none.</summary>
    public static RowGroups Whole(ProfileTable table)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        return new RowGroups(rows, rows.Length == 0 ? [0] : [0, rows.Length]);
    }

    /// <summary>The groups none of whose values is missing.</summary>
    public RowGroups WithoutMissing(ProfileTable table, IReadOnlyList<string> groupBy)
    {
        var keys = groupBy.Select(table.Metadata).ToArray();
        var (rows, starts) = (new List<int>(_rows.Length), new List<int>());
        for (var group = 0; group < Count; group++)
        {
            var first = this[group][0];
            if (keys.Any(key => key[first].Length == 0))
                continue;
            starts.Add(rows.Count);
            rows.AddRange(this[group]);
        }

        return new RowGroups([.. rows], [.. starts, rows.Count]);
    }

    /// <summary>Orders two groups by their values of the columns grouped by.</summary>
    internal static int CompareKeys(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (CompareValues(a[i], b[i]) is var order && order != 0)
                return order;
        }

        return 0;
    }

    private static int Compare(IReadOnlyList<string>[] keys, int a, int b)
    {
        foreach (var key in keys)
        {
            if (CompareValues(key[a], key[b]) is var order && order != 0)
                return order;
        }

        return 0;
    }

    private static int CompareValues(string a, string b) => (a.Length, b.Length) switch
    {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => -1,
        _ => CompareCodePoints(a, b),
    };

    /// <summary>Orders by code point: UTF-16 units would put characters beyond the basic plane before U+E000 to
    /// U+FFFF.</summary>
    internal static int CompareCodePoints(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] == b[i])
                continue;
            var surrogates = char.IsSurrogate(a[i]).CompareTo(char.IsSurrogate(b[i]));
            return surrogates != 0 && a[i] >= 0xD800 && b[i] >= 0xD800 ? surrogates : a[i].CompareTo(b[i]);
        }

        return a.Length.CompareTo(b.Length);
    }
}
