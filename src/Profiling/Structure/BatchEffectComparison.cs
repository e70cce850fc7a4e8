namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The batch effect in the same profiles before and after a normalization or correction.
/// </summary>
/// <param name="Before">Before.</param>
/// <param name="After">After; null where only one table was given.</param>
public sealed record BatchEffectComparison(BatchEffectResult Before, BatchEffectResult? After)
{
    /// <summary>How much of the accuracy above chance is gone: 1 all, 0 none, below 0 where it grew; null without two
    /// tables or where the first was not above chance.</summary>
    public double? Removed
    {
        get
        {
            var above = Before.Accuracy - Before.ChanceAccuracy;
            return After is not null && above > 0 && double.IsFinite(After.Accuracy - After.ChanceAccuracy)
                ? 1 - ((After.Accuracy - After.ChanceAccuracy) / above)
                : null;
        }
    }
}
