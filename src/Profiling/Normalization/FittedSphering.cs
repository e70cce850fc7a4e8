using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// A sphering transform, ready for any table of the same features.
/// </summary>
public sealed class FittedSphering
{
    private readonly double[] _means;
    private readonly double[]? _deviations;
    private readonly double[] _weights;
    private readonly string[] _outputNames;

    internal FittedSphering(
        SpheringOptions options,
        IReadOnlyList<string> featureNames,
        string[] outputNames,
        double[] means,
        double[]? deviations,
        double[] weights,
        double[] singularValues)
    {
        Options = options;
        FeatureNames = featureNames;
        _outputNames = outputNames;
        _means = means;
        _deviations = deviations;
        _weights = weights;
        SingularValues = singularValues;
    }

    /// <summary>What was asked for.</summary>
    public SpheringOptions Options { get; }

    /// <summary>The features that it was fitted on, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features of what comes out, as many: <c>PC1</c>, … or the same names.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    /// <summary>What is subtracted, one a feature.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>What is then divided by, one a feature; empty for the methods that do not scale.</summary>
    public IReadOnlyList<double> Deviations => _deviations ?? [];

    /// <summary>The singular values of the centred (and scaled) reference rows before ε, largest first; as many as the
    /// rank.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>The weights of one output, one a feature: a column of W.</summary>
    public ReadOnlySpan<double> WeightsOf(int outputIndex) =>
        _weights.AsSpan(outputIndex * FeatureNames.Count, FeatureNames.Count);

    /// <summary>Transforms every row; metadata stay.</summary>
    /// <exception cref="ArgumentException">The table's features are not those of the fit, or a value is not finite: it
    /// is named.</exception>
    public ProfileTable Apply(ProfileTable table)
    {
        if (!table.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The table's {table.FeatureCount} features are not the {FeatureNames.Count} that the sphering was "
                + "fitted on.",
                nameof(table));
        }

        var centred = CentredRows.Of(table, CentredRows.All(table), _means, _deviations);
        var count = FeatureNames.Count;
        return table.WithFeatures(
            _outputNames, MatrixProduct.Times(_weights, centred, count, table.RowCount, count));
    }
}
