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

    /// <summary>Fits on values without NaN, which are overwritten.</summary>
    public static FeatureScale Fit(Span<double> values, NormalizerOptions options)
    {
        var scale = options.Method switch
        {
            NormalizationMethod.Standardize => MeanAndDeviation(values),
            NormalizationMethod.Robustize => MedianAndRange(values),
            NormalizationMethod.Center => MeanOnly(values),
            _ => MedianAndDeviation(values, options.MadEpsilon),
        };
        return scale.IsDegenerate && options.OnDegenerate == DegenerateFeatureHandling.SetNaN
            ? scale with { Scale = double.NaN }
            : scale;
    }

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
            return new(double.NaN, double.NaN, true);
        return OrderStatistics.IsConstant(variance, mean, values.Length)
            ? new(mean, 1, true)
            : new(mean, Math.Sqrt(variance), false);
    }

    private static FeatureScale MeanOnly(ReadOnlySpan<double> values)
    {
        var mean = OrderStatistics.Mean(values);
        return double.IsFinite(mean) ? new(mean, 1, false) : new(double.NaN, double.NaN, true);
    }

    private static FeatureScale MedianAndRange(Span<double> values)
    {
        var median = OrderStatistics.Median(values);
        var range = OrderStatistics.Quantile(values, 0.75) - OrderStatistics.Quantile(values, 0.25);
        if (!double.IsFinite(median) || !double.IsFinite(range))
            return new(double.NaN, double.NaN, true);
        return range < SmallestRange ? new(median, 1, true) : new(median, range, false);
    }

    private static FeatureScale MedianAndDeviation(Span<double> values, double epsilon)
    {
        var median = OrderStatistics.Median(values);
        var deviation = OrderStatistics.MedianAbsoluteDeviation(values, median);
        if (!double.IsFinite(median) || !double.IsFinite(deviation))
            return new(double.NaN, double.NaN, true);
        return new(median, (OrderStatistics.MadToStandardDeviation * deviation) + epsilon, deviation == 0);
    }
}
