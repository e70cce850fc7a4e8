namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Measures how often a compound's nearest neighbour has its mechanism of action.
/// </summary>
public static class MoaAccuracy
{
    /// <summary>The accuracy by nearest neighbour among other compounds (NSC, the convention of BBBC021).</summary>
    /// <remarks>
    /// A row is a treatment: a compound at one dose. Queries and candidates are the rows that have a compound and a
    /// mechanism; the neighbour is the row of another compound with the largest cosine, the first of equal ones.
    /// Mechanisms are compared as whole texts: <c>a|b</c> is a mechanism of its own. A query without any neighbour
    /// counts as wrong.
    /// </remarks>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static MoaAccuracyResult NearestNeighbour(ProfileTable table, string compoundColumn, string moaColumn)
    {
        var (compoundOf, moaOf) = (table.Metadata(compoundColumn), table.Metadata(moaColumn));
        var treatments = table.SelectRows(row => compoundOf[row].Length > 0 && moaOf[row].Length > 0);
        var moas = treatments.Metadata(moaColumn);
        var neighbours = NearestNeighbours.Find(treatments, compoundColumn);
        var correct = 0;
        for (var row = 0; row < neighbours.Count; row++)
        {
            if (neighbours[row].Exists && moas[neighbours[row].RowIndex] == moas[row])
                correct++;
        }

        return new MoaAccuracyResult(correct, neighbours.Count);
    }
}
