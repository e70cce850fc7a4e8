namespace HcsGrid.Profiling.Tables;

/// <summary>
/// How a table is joined with a list that says more about its rows.
/// </summary>
public sealed record TableJoinOptions
{
    /// <summary>The columns that must agree: the table's name, the list's name. At least one.</summary>
    public required IReadOnlyList<(string Left, string Right)> On { get; init; }

    /// <summary>Whether rows of the table that the list does not know are kept, with missing values; default
    /// true.</summary>
    public bool KeepsUnmatchedRows { get; init; } = true;

    /// <summary>Whether of several rows of the list with the same key the first is taken; by default (false) they are
    /// an error, unless they agree in every column that is taken.</summary>
    public bool TakesFirstOfMany { get; init; }

    /// <summary>The columns to take from the list; default: all but its key columns.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What is put before the name of a column from the list that does not begin with it; default
    /// <c>Metadata_</c>, which names that begin with <c>Image_Metadata_</c> do without.</summary>
    public string Prefix { get; init; } = CsvTable.MetadataPrefix;

    /// <exception cref="ArgumentException">There are no key columns.</exception>
    public void Validate()
    {
        if (On.Count == 0)
            throw new ArgumentException("On has 0 pairs of columns, expected at least 1.", nameof(On));
    }
}
