namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Profiles without their typical variation.
/// </summary>
/// <param name="Table">The same rows and metadata; features are <c>PC1</c>, <c>PC2</c>, ….</param>
/// <param name="UnalignedBatches">The acquisition batches with fewer than two controls, in ordinal order: they have no
/// covariance and were left as they are.</param>
public sealed record TypicalVariationResult(ProfileTable Table, IReadOnlyList<string> UnalignedBatches);
