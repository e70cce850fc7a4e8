namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How intensities become numbers for the model: 0 at the dark end, 1 at the bright end.
/// </summary>
public sealed record ScalingOptions
{
    public ScalingMethod Method { get; init; } = ScalingMethod.Percentiles;

    /// <summary>The dark end: a percentile (default 0.1), or an intensity.</summary>
    public double Low { get; init; } = 0.1;

    /// <summary>The bright end: a percentile (default 99.9), or an intensity.</summary>
    public double High { get; init; } = 99.9;

    /// <summary>Sites of a plate that percentiles are taken from, spread evenly over its wells. Default 24.</summary>
    public int SampleSiteCount { get; init; } = 24;

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate()
    {
        JobCheck.That(
            High > Low && double.IsFinite(Low) && double.IsFinite(High), "scaling",
            $"goes from {Low} to {High}, expected high above low");
        JobCheck.That(
            Method != ScalingMethod.Percentiles || (Low >= 0 && High <= 100), "scaling",
            $"goes from {Low} to {High}, expected percentiles from 0 to 100");
        JobCheck.That(
            SampleSiteCount is > 0 and <= 10_000, "scaling.sampleSiteCount",
                $"is {SampleSiteCount}, expected 1 to 10,000");
    }
}
