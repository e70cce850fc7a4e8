namespace HcsGrid.Client.Tests;

/// <summary>
/// A table read by the test's own hand, not by the program's reader. Fields with commas are not read.
/// </summary>
internal sealed class Csv
{
    private readonly string[][] _rows;

    public Csv(string path)
    {
        var lines = File.ReadAllLines(path);
        Assert.DoesNotContain(lines, l => l.Contains('"'));
        Columns = lines[0].Split(',');
        _rows = [.. lines.Skip(1).Select(l => l.Split(','))];
        Assert.All(_rows, r => Assert.Equal(Columns.Count, r.Length));
    }

    public IReadOnlyList<string> Columns { get; }

    public int Count => _rows.Length;

    public string this[int row, string column] => _rows[row][IndexOf(column)];

    public IReadOnlyList<string> Column(string name) => [.. _rows.Select(r => r[IndexOf(name)])];

    private int IndexOf(string column)
    {
        var index = Columns.ToList().IndexOf(column);
        Assert.True(index >= 0, $"there is no column {column}");
        return index;
    }
}
