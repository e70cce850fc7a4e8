namespace HcsGrid.Profiling.Response;

/// <summary>
/// The plates of a table with their negative controls.
/// </summary>
internal sealed class ControlPlates
{
    /// <summary>The fewest controls of a plate that can be compared with.</summary>
    public const int MinControlCount = 3;

    private readonly int[] _plateOfRow;
    private readonly int[] _foundCounts;

    public ControlPlates(ProfileTable table, IReadOnlyList<int> controlRows, string? plateColumn)
    {
        _plateOfRow = new int[table.RowCount];
        var names = new List<string>();
        if (plateColumn is null)
        {
            names.Add("");
        }
        else
        {
            var indices = new Dictionary<string, int>(StringComparer.Ordinal);
            var column = table.Metadata(plateColumn);
            for (var row = 0; row < table.RowCount; row++)
            {
                if (indices.TryAdd(column[row], names.Count))
                    names.Add(column[row]);
                _plateOfRow[row] = indices[column[row]];
            }
        }

        Names = names;
        var found = names.Select(_ => new List<int>()).ToArray();
        foreach (var row in controlRows.Order())
            found[_plateOfRow[row]].Add(row);
        _foundCounts = Array.ConvertAll(found, rows => rows.Count);
        Controls = Array.ConvertAll(found, rows => rows.Count >= MinControlCount ? rows.ToArray() : []);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count => Names.Count;

    /// <summary>The control rows of each plate, in order; none where there are fewer than three.</summary>
    public int[][] Controls { get; }

    public int PlateOf(int row) => _plateOfRow[row];

    public bool IsUsable(int plate) => Controls[plate].Length > 0;

    /// <summary>Controls of a plate, in words.</summary>
    public string Tell(int plate)
    {
        var name = Names[plate].Length > 0 ? $"plate {Names[plate]}" : "the plate";
        return _foundCounts[plate] switch
        {
            0 => $"{name} has no negative control",
            1 => $"{name} has 1 negative control",
            var count => $"{name} has {count} negative controls",
        };
    }
}
