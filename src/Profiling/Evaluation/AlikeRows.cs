namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Counts rows that cannot be told apart, such as wells read twice: among equal distances, average precision takes the
/// positives first, as copairs does, so such rows can look like perfect replicates.
/// </summary>
public static class AlikeRows
{
    /// <summary>The rows that equal another row in every feature; a missing value equals a missing one.</summary>
    /// <remarks>A table without features has none. Time is rows times features, memory 32 bytes a row.</remarks>
    public static int CountIn(ProfileTable table)
    {
        if (table.FeatureCount == 0)
            return 0;
        var codes = new HashCode[table.RowCount];
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var values = table.Feature(f);
            for (var row = 0; row < codes.Length; row++)
                codes[row].Add(values[row]);
        }

        return Enumerable.Range(0, codes.Length)
            .GroupBy(row => codes[row].ToHashCode())
            .Where(rows => rows.Skip(1).Any())
            .Sum(rows => CountAmong(table, [.. rows]));
    }

    /// <summary>Rows of one code are nearly always alike; those that are not are told apart here.</summary>
    private static int CountAmong(ProfileTable table, int[] rows) =>
        rows.Count(row => rows.Any(other => other != row && AreAlike(table, row, other)));

    private static bool AreAlike(ProfileTable table, int row, int other)
    {
        for (var f = 0; f < table.FeatureCount; f++)
        {
            if (!table.Feature(f)[row].Equals(table.Feature(f)[other]))
                return false;
        }

        return true;
    }
}
