using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Runs;

/// <summary>
/// Measures how well the plate of a well can be told from the wells nearest to it, before and after normalization.
/// </summary>
internal static class ScreenPlateEffect
{
    private static readonly BatchEffectOptions Options = new();

    /// <summary>The effect among the wells as measured; null where it cannot be asked.</summary>
    /// <remarks>Every feature is centred and scaled over all wells of the screen together: features in different units
    /// count alike, and what tells plates apart stays. One that does not vary has no part.</remarks>
    /// <param name="folder">The run folder.</param>
    /// <param name="plates">The screen's plates, all finished.</param>
    /// <param name="wellCount">Their wells: above <see cref="ScreenStructure.MaxMappedWellCount"/> nothing is
    /// read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<BatchEffectResult?> BeforeAsync(
        RunFolder folder, IReadOnlyList<PlateId> plates, int wellCount, CancellationToken cancellationToken)
    {
        if (wellCount > ScreenStructure.MaxMappedWellCount || plates.Count < 2)
            return null;
        var tables = new List<ProfileTable>();
        foreach (var plate in plates)
        {
            if (await folder.ReadTableAsync(RunFolder.PlateKey(plate, "profiles"), cancellationToken)
                .ConfigureAwait(false) is { RowCount: > 0 } table)
                tables.Add(table);
        }

        return tables.Count < 2 ? null : Of(Scaled(ProfileTable.Concat(tables)));
    }

    /// <summary>The effect among the wells of a table; null where it cannot be asked.</summary>
    public static BatchEffectResult? Of(ProfileTable wells)
    {
        if (wells.RowCount > ScreenStructure.MaxMappedWellCount || wells.FeatureCount == 0)
            return null;
        var effect = BatchEffect.Measure(wells, "Metadata_Plate", Options);
        return double.IsFinite(effect.Accuracy) && double.IsFinite(effect.ChanceAccuracy) ? effect : null;
    }

    private static ProfileTable Scaled(ProfileTable wells)
    {
        var options = new NormalizerOptions
        {
            Method = NormalizationMethod.Standardize,
            OnDegenerate = DegenerateFeatureHandling.SetNaN,
        };
        return Normalizer.Fit(wells, [.. Enumerable.Range(0, wells.RowCount)], options).Apply(wells);
    }
}
