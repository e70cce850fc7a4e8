namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// A normalization with its centres and scales, ready for any table of the same features.
/// </summary>
public sealed class FittedNormalizer
{
    private readonly double[] _centres;
    private readonly double[] _scales;

    internal FittedNormalizer(
        NormalizerOptions options,
        IReadOnlyList<string> featureNames,
        double[] centres,
        double[] scales,
        IReadOnlyList<string> degenerateFeatures)
    {
        Options = options;
        FeatureNames = featureNames;
        _centres = centres;
        _scales = scales;
        DegenerateFeatures = degenerateFeatures;
    }

    /// <summary>What was asked for.</summary>
    public NormalizerOptions Options { get; }

    /// <summary>The features that it was fitted on, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What is subtracted, one a feature: mean or median.</summary>
    public IReadOnlyList<double> Centres => _centres;

    /// <summary>What is divided by, one a feature; NaN makes the feature NaN.</summary>
    public IReadOnlyList<double> Scales => _scales;

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

        var normalized = new double[table.ColumnMajorValues.Length];
        for (var f = 0; f < _centres.Length; f++)
        {
            var (centre, scale) = (_centres[f], _scales[f]);
            var column = table.Feature(f);
            var target = normalized.AsSpan(f * table.RowCount, table.RowCount);
            for (var row = 0; row < column.Length; row++)
                target[row] = (column[row] - centre) / scale;
        }

        return table.WithFeatures(normalized);
    }
}
