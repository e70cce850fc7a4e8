using System.Numerics;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// What one feature is centred by and divided by.
/// </summary>
/// <remarks>The formulas and their sources are told at <see cref="Normalizer"/>. A NaN scale makes the feature
/// NaN.</remarks>
internal readonly record struct FeatureScale(double Centre, double Scale, bool IsDegenerate)
{
    private const double SmallestRange = 10 * 2.220446049250313e-16;

    /// <summary>Whether infinite values among those that it was fitted on leave it without centre or
    /// spread.</summary>
    public bool IsInfinite { get; init; }

    /// <summary>Fits on values without NaN, which are overwritten.</summary>
    public static FeatureScale Fit(Span<double> values, NormalizerOptions options)
    {
        return Handle(
            options.Method switch
            {
                NormalizationMethod.Standardize => MeanAndDeviation(values),
                NormalizationMethod.Robustize => MedianAndRange(values),
                NormalizationMethod.Center => MeanOnly(values),
                _ => MedianAndDeviation(values, options.MadEpsilon),
            },
            options);
    }

    /// <summary>What mad_robustize makes of a median and a median absolute deviation.</summary>
    public static FeatureScale OfMedian(double median, double deviation, NormalizerOptions options) =>
        Handle(MedianAndDeviation(median, deviation, options.MadEpsilon), options);

    /// <summary>(x − centre) / scale for each value; NaN stays NaN.</summary>
    public void Apply(ReadOnlySpan<double> values, Span<double> target)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(values);
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var centres = new Vector<double>(Centre);
        var scales = new Vector<double>(Scale);
        for (var i = 0; i < from.Length; i++)
            to[i] = (from[i] - centres) / scales;
        for (var i = from.Length * Vector<double>.Count; i < values.Length; i++)
            target[i] = (values[i] - Centre) / Scale;
    }

    private static FeatureScale MeanAndDeviation(ReadOnlySpan<double> values)
    {
        var mean = OrderStatistics.Mean(values);
        var variance = OrderStatistics.Variance(values, mean, ddof: 0);
        if (!double.IsFinite(mean) || !double.IsFinite(variance))
            return Unfitted(values);
        return OrderStatistics.IsConstant(variance, mean, values.Length)
            ? new(mean, 1, true)
            : new(mean, Math.Sqrt(variance), false);
    }

    private static FeatureScale MeanOnly(ReadOnlySpan<double> values)
    {
        var mean = OrderStatistics.Mean(values);
        return double.IsFinite(mean) ? new(mean, 1, false) : Unfitted(values);
    }

    private static FeatureScale MedianAndRange(Span<double> values)
    {
        var median = OrderStatistics.Median(values);
        var range = OrderStatistics.Quantile(values, 0.75) - OrderStatistics.Quantile(values, 0.25);
        if (!double.IsFinite(median) || !double.IsFinite(range))
            return Unfitted(values);
        return range < SmallestRange ? new(median, 1, true) : new(median, range, false);
    }

    private static FeatureScale MedianAndDeviation(Span<double> values, double epsilon)
    {
        var median = OrderStatistics.Median(values);
        var deviation = OrderStatistics.MedianAbsoluteDeviation(values, median);
        var scale = MedianAndDeviation(median, deviation, epsilon);
        return double.IsNaN(scale.Centre) ? Unfitted(values) : scale;
    }

    private static FeatureScale MedianAndDeviation(double median, double deviation, double epsilon)
    {
        if (!double.IsFinite(median) || !double.IsFinite(deviation))
            return new(double.NaN, double.NaN, true);
        return new(median, (OrderStatistics.MadToStandardDeviation * deviation) + epsilon, deviation == 0);
    }

    /// <summary>The scale of a feature without a centre or spread; values are those of the fit, or their distances
    /// from an infinite or missing median.</summary>
    private static FeatureScale Unfitted(ReadOnlySpan<double> values) =>
        new(double.NaN, double.NaN, true) { IsInfinite = !RowVectors.AllFinite(values) };

    private static FeatureScale Handle(FeatureScale scale, NormalizerOptions options) =>
        scale.IsDegenerate && options.OnDegenerate == DegenerateFeatureHandling.SetNaN
            ? scale with { Scale = double.NaN }
            : scale;
}
