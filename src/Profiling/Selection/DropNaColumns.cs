namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out features with too large a share of missing values.
/// </summary>
/// <remarks>Source: pycytominer 1.2.4, <c>drop_na_columns</c>: out if share &gt; cutoff.</remarks>
public sealed record DropNaColumns : IFeatureOperation
{
    /// <summary>The largest share of NaN that stays; default 0.05.</summary>
    public double NaCutoff { get; init; } = 0.05;

    /// <inheritdoc/>
    public string Name => "drop_na_columns";

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features)
    {
        SelectionBounds.RequireShare(nameof(NaCutoff), NaCutoff);
        return FeatureJudge.Each(table, features, (name, column, buffer) =>
        {
            var share = (column.Length - OrderStatistics.Compact(column, buffer)) / (double)column.Length;
            return share > NaCutoff ? new(name, Name, "na_share", share, NaCutoff) : null;
        });
    }
}
