namespace HcsGrid.Profiling.Tables;

/// <summary>
/// One row of a delimited text, with its line.
/// </summary>
/// <param name="LineNumber">The line on which the row ends, from 1.</param>
/// <param name="Fields">The fields in the order of the header, as many as it has.</param>
public sealed record DelimitedRow(int LineNumber, IReadOnlyList<string> Fields)
{
    /// <summary>A field by its column's index.</summary>
    public string this[int column] => Fields[column];
}
