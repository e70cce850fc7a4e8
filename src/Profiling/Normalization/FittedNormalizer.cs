namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// A normalization with its centres and scales, ready for any table of the same features.
/// </summary>
public sealed class FittedNormalizer
{
    private readonly FeatureScale[] _scales;

    internal FittedNormalizer(NormalizerOptions options, IReadOnlyList<string> featureNames, FeatureScale[] scales)
    {
        Options = options;
        FeatureNames = featureNames;
        _scales = scales;
        Centres = Array.ConvertAll(scales, scale => scale.Centre);
        Scales = Array.ConvertAll(scales, scale => scale.Scale);
        DegenerateFeatures = [.. featureNames.Where((_, f) => scales[f].IsDegenerate)];
    }

    /// <summary>What was asked for.</summary>
    public NormalizerOptions Options { get; }

    /// <summary>The features that it was fitted on, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What is subtracted, one a feature: mean or median.</summary>
    public IReadOnlyList<double> Centres { get; }

    /// <summary>What is divided by, one a feature; NaN makes the feature NaN.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>The features that do not vary among the reference rows, in the table's order.</summary>
    public IReadOnlyList<string> DegenerateFeatures { get; }

    /// <summary>Centres and scales every row; NaN stays NaN, metadata stay.</summary>
    /// <exception cref="ArgumentException">The table's features are not those of the fit.</exception>
    public ProfileTable Apply(ProfileTable table)
    {
        if (!table.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The table's {table.FeatureCount} features are not the {FeatureNames.Count} that the normalization "
                + "was fitted on.",
                nameof(table));
        }

        var normalized = LargeArrays.Uninitialized(table.ColumnMajorValues.Length);
        FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, 0, (f, _) => _scales[f].Apply(
            table.Feature(f), normalized.AsSpan(f * table.RowCount, table.RowCount)));
        return table.WithFeatures(normalized);
    }
}
