namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Lays profiles out on a plane so that neighbours stay neighbours: uniform manifold approximation and projection.
/// </summary>
/// <remarks>
/// <para>Source: McInnes, Healy and Melville 2018, in the form of umap-learn 0.5: exact neighbours, the fuzzy neighbour
/// graph, then stochastic gradient descent with negative samples from a start on the first two principal components of
/// the (for cosine and correlation: normalized) rows, each axis stretched to 10. Our own random numbers: the layout is
/// of umap-learn's kind, not its numbers.</para>
/// <para>The same rows and seed give the same bytes, on any machine and number of threads and in any order of the rows:
/// they are laid out in the order of their values (<see cref="ComparableRows.InOrderOfValues"/>; rows alike to the bit
/// may change places). Distances on the map say little, neighbourhoods do; see <see cref="Trustworthiness"/>.</para>
/// <para>The map's mean is at the origin. No rows give an empty map, one row lies at the origin; up to
/// <see cref="NeighbourLists.MaxRowCount"/> rows.</para>
/// </remarks>
public static class Umap
{
    /// <summary>The map of a table's rows.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds, or there are too many rows.</exception>
    public static ProfileMap Place(ProfileTable table, UmapOptions options)
    {
        options.Validate();
        var rows = ComparableRows.Of(table, options.Metric).InOrderOfValues();
        var (x, y) = Place(rows, options);
        return new ProfileMap(
            rows.ToTable(x, double.NaN), rows.ToTable(y, double.NaN), rows.SetAsideRows, rows.UsedFeatures);
    }

    private static (double[] X, double[] Y) Place(ComparableRows rows, UmapOptions options)
    {
        if (rows.Count < 2)
            return (new double[rows.Count], new double[rows.Count]);
        var lists = NeighbourLists.Of(rows, options.NeighbourCount - 1, maxThreads: options.MaxThreads);
        var graph = FuzzyNeighbourGraph.Of(lists);
        var chance = new SeededChance(options.Seed);
        var (x, y) = LeadingPlane.Of(rows);
        StretchToTen(x, chance);
        StretchToTen(y, chance);
        new UmapLayout(graph, x, y, options, chance).Run();
        Centre(x);
        Centre(y);
        return (x, y);
    }

    // A little noise parts rows that are alike; where the axis has no extent, the noise is the start.
    private static void StretchToTen(double[] values, SeededChance chance)
    {
        var extent = values.Max(Math.Abs);
        for (var i = 0; i < values.Length; i++)
            values[i] = (extent > 0 ? values[i] / extent : 0) + (1e-5 * (chance.Share() - 0.5));
        var (least, largest) = (values.Min(), values.Max());
        for (var i = 0; i < values.Length; i++)
            values[i] = 10 * (values[i] - least) / (largest - least);
    }

    private static void Centre(double[] values)
    {
        var mean = OrderStatistics.Mean(values);
        for (var i = 0; i < values.Length; i++)
            values[i] -= mean;
    }
}
