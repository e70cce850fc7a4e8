namespace HcsGrid.Profiling.Response;

/// <summary>
/// The curve of a dose response with its confidence, or why there is none.
/// </summary>
/// <remarks>
/// y = bottom + (top − bottom)/(1 + (EC50/x)^hill) with hill above 0: <see cref="Bottom"/> is the response without
/// compound, <see cref="Top"/> that at the largest dose, whichever is higher. Without a fit all numbers of the curve
/// are NaN; <see cref="FlatPValue"/> is there whenever a curve was tried.
/// </remarks>
public sealed record DoseResponseFit
{
    /// <summary>Whether there is a curve, or why not.</summary>
    public required DoseResponseOutcome Outcome { get; init; }

    /// <summary>Whether there is a curve.</summary>
    public bool IsFit => Outcome == DoseResponseOutcome.Fit;

    /// <summary>Why there is no curve, in words; empty where there is one.</summary>
    public required string Reason { get; init; }

    /// <summary>The dose of half the effect, in the unit of the doses.</summary>
    public double Ec50 { get; init; } = double.NaN;

    /// <summary>The lower end of the EC50's interval; 0 where the data set none.</summary>
    public double Ec50Low { get; init; } = double.NaN;

    /// <summary>The upper end of the EC50's interval; infinite where the data set none.</summary>
    public double Ec50High { get; init; } = double.NaN;

    /// <summary>The slope; always above 0.</summary>
    public double Hill { get; init; } = double.NaN;

    /// <summary>The response without compound.</summary>
    public double Bottom { get; init; } = double.NaN;

    /// <summary>The response at the largest dose.</summary>
    public double Top { get; init; } = double.NaN;

    /// <summary>The share of the responses' variance that the curve explains.</summary>
    public double RSquared { get; init; } = double.NaN;

    /// <summary>The p-value of the F-test of the curve against a flat line.</summary>
    public double FlatPValue { get; init; } = double.NaN;

    /// <summary>Standard deviation of the responses around the curve, with n − 4 degrees of freedom.</summary>
    public double ResidualDeviation { get; init; } = double.NaN;

    /// <summary>Different doses above 0 among the points used.</summary>
    public int DoseCount { get; init; }

    /// <summary>Points used: those whose dose and response are finite.</summary>
    public int PointCount { get; init; }

    /// <summary>The lowest dose above 0; NaN where there is none.</summary>
    public double LowestDose { get; init; } = double.NaN;

    /// <summary>The highest dose; NaN where there is none above 0.</summary>
    public double HighestDose { get; init; } = double.NaN;

    /// <summary>The covariance of (bottom, top, ln EC50, ln hill), row by row; a parameter at its bound has
    /// 0.</summary>
    internal double[] Covariance { get; init; } = [];

    internal double BandQuantile { get; init; } = double.NaN;

    /// <summary>The curve at a dose of 0 or more; NaN without a fit.</summary>
    public double ValueAt(double dose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dose);
        return IsFit ? Bottom + ((Top - Bottom) * ShareAt(dose)) : double.NaN;
    }

    /// <summary>The curve's confidence interval at a dose (pointwise, delta method); NaN without a fit.</summary>
    public (double Low, double High) BandAt(double dose)
    {
        var value = ValueAt(dose);
        if (!IsFit)
            return (double.NaN, double.NaN);
        var share = ShareAt(dose);
        var steepness = (Top - Bottom) * share * (1 - share);
        var logRatio = dose > 0 ? Math.Log(dose / Ec50) : 0;
        double[] gradient = [1 - share, share, -Hill * steepness, Hill * logRatio * steepness];
        var variance = 0.0;
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
                variance += gradient[i] * Covariance[(4 * i) + j] * gradient[j];
        }

        var half = BandQuantile * Math.Sqrt(Math.Max(variance, 0));
        return (value - half, value + half);
    }

    private double ShareAt(double dose) => dose > 0 ? 1 / (1 + Math.Pow(Ec50 / dose, Hill)) : 0;
}
