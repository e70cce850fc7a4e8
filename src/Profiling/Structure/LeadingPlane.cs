namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Finds a plane close to that of the first two principal components, whatever the numbers of rows and features.
/// </summary>
/// <remarks>
/// Thirty rounds of subspace iteration from a fixed start, each two products with the centred rows: a start for a
/// layout, not a decomposition (that is <see cref="PrincipalComponents"/>). Beyond the rank, coordinates are 0.
/// </remarks>
internal static class LeadingPlane
{
    private const int RoundCount = 30;

    public static (double[] X, double[] Y) Of(ComparableRows rows)
    {
        var width = rows.UsedFeatures.Count;
        var mean = new double[width];
        for (var row = 0; row < rows.Count; row++)
            AddTo(mean, rows[row], 1.0 / rows.Count);
        var chance = new SeededChance(1);
        var (first, second) = (new double[width], new double[width]);
        for (var f = 0; f < width; f++)
            (first[f], second[f]) = (chance.Share() - 0.5, chance.Share() - 0.5);
        var (x, y) = (new double[rows.Count], new double[rows.Count]);
        for (var round = 0; round <= RoundCount; round++)
        {
            RowVectors.TryNormalize(first);
            AddTo(second, first, -RowVectors.Dot(first, second));
            RowVectors.TryNormalize(second);
            Project(rows, mean, first, x);
            Project(rows, mean, second, y);
            if (round == RoundCount)
                break;
            Array.Clear(first);
            Array.Clear(second);
            for (var row = 0; row < rows.Count; row++)
            {
                AddTo(first, rows[row], x[row]);
                AddTo(second, rows[row], y[row]);
            }
        }

        return (x, y);
    }

    // Projections onto centred rows have mean 0 (to rounding), so the rows need no centring on the way back.
    private static void Project(ComparableRows rows, double[] mean, double[] direction, double[] coordinates)
    {
        var offset = RowVectors.Dot(mean, direction);
        for (var row = 0; row < coordinates.Length; row++)
            coordinates[row] = RowVectors.Dot(rows[row], direction) - offset;
    }

    private static void AddTo(double[] sum, ReadOnlySpan<double> values, double factor)
    {
        for (var f = 0; f < sum.Length; f++)
            sum[f] += factor * values[f];
    }
}
