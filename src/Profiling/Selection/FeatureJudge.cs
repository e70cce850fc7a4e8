namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Judges features one by one, on all cores.
/// </summary>
internal static class FeatureJudge
{
    /// <summary>A feature's judgement, null to keep it; the buffer has the table's row count and may be
    /// overwritten.</summary>
    public delegate DroppedFeature? Rule(string name, ReadOnlySpan<double> column, double[] buffer);

    public static IReadOnlyList<DroppedFeature> Each(ProfileTable table, IReadOnlyList<int> features, Rule rule)
    {
        var judgements = new DroppedFeature?[features.Count];
        FeatureBlocks.ForEach(features.Count, table.RowCount, table.RowCount, (i, buffer) =>
            judgements[i] = rule(table.FeatureNames[features[i]], table.Feature(features[i]), buffer));
        return [.. judgements.OfType<DroppedFeature>()];
    }
}
