namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out features with a value of too large a magnitude.
/// </summary>
/// <remarks>
/// Source: pycytominer 1.2.4, <c>drop_outlier_features</c>: out if |max| or |min| &gt; cutoff. NaN is left out; a
/// feature of NaN alone stays.
/// </remarks>
public sealed record DropOutliers : IFeatureOperation
{
    /// <summary>The largest magnitude that stays; default 500.</summary>
    public double OutlierCutoff { get; init; } = 500;

    /// <inheritdoc/>
    public string Name => "drop_outliers";

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features)
    {
        SelectionBounds.RequirePositive(nameof(OutlierCutoff), OutlierCutoff);
        return FeatureJudge.Each(table, features, (name, column, _) =>
        {
            var farthest = 0.0;
            foreach (var value in column)
                farthest = Math.Abs(value) > Math.Abs(farthest) ? value : farthest;
            return Math.Abs(farthest) > OutlierCutoff
                ? new(name, Name, "farthest_value", farthest, OutlierCutoff)
                : null;
        });
    }
}
