using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace HcsGrid.Profiling.Response;

/// <summary>
/// Fits the four-parameter logistic to doses and responses, or says why there is no curve.
/// </summary>
/// <remarks>
/// <para>y = bottom + (top − bottom)/(1 + (EC50/x)^hill) by least squares, hill above 0. Levenberg and Marquardt's
/// method in (ln EC50, ln hill), bottom and top solved for at each step, from up to four starts of a fixed grid; ln
/// EC50 is kept within a factor of 100 of the doses, hill within <see cref="DoseResponseOptions.MinHill"/> and <see
/// cref="DoseResponseOptions.MaxHill"/>.</para>
/// <para>Confidence: the EC50's interval is that of the profile likelihood, all EC50 with SS(EC50) ≤ SS·(1 + t²/(n −
/// 4)), t the two-sided quantile of Student's distribution with n − 4 degrees of freedom (Bates and Watts 1988,
/// chapter 6); an end that the points do not set is 0 or infinite. The curve's is the delta method with the same t
/// (Seber and Wild 1989, chapter 5). Response: F-test of the curve against its mean, 3 and n − 4 degrees of freedom
/// (Hafner et al. 2016, GRmetrics).</para>
/// <para>Doses of 0 (vehicle) count as response without compound, not as a dose. Points whose dose or response is not
/// finite are left out. Order does not matter, to the bit; another unit of dose changes the EC50 alone, another unit or
/// offset of the response bottom, top and residuals alone (to rounding).</para>
/// </remarks>
public static class DoseResponse
{
    private const int PlaceStartCount = 13;
    private const int SlopeStartCount = 6;
    private const int MaxStartCount = 4;
    private const double MaxDistance = 4.605170185988092;

    /// <summary>Fits the points (dose, response).</summary>
    /// <exception cref="ArgumentException">There are not as many responses as doses, or a dose is below 0.</exception>
    public static DoseResponseFit Fit(
        ReadOnlySpan<double> doses, ReadOnlySpan<double> responses, DoseResponseOptions options)
    {
        options.Validate();
        var points = PointsOf(doses, responses);
        var positive = points.Where(p => p.Dose > 0).Select(p => p.Dose).ToArray();
        var empty = new DoseResponseFit
        {
            Outcome = DoseResponseOutcome.TooFewDoses,
            Reason = "",
            DoseCount = positive.Distinct().Count(),
            PointCount = points.Length,
            LowestDose = positive.Length > 0 ? positive[0] : double.NaN,
            HighestDose = positive.Length > 0 ? positive[^1] : double.NaN,
        };
        if (empty.DoseCount < options.MinDoseCount)
            return No(empty, DoseResponseOutcome.TooFewDoses, $"fewer than {options.MinDoseCount} doses");
        if (points.Length <= 4)
            return No(empty, DoseResponseOutcome.TooFewPoints, "4 points: no more than the curve has parameters");

        // Centred logarithms and responses of deviation 1: the unit of either has no part in the search.
        var centre = positive.Average(Math.Log);
        var largest = points.Max(p => Math.Abs(p.Response));
        var raw = Array.ConvertAll(points, p => largest > 0 ? p.Response / largest : 0);
        var mean = OrderStatistics.Mean(raw);
        var variance = OrderStatistics.Variance(raw, mean, ddof: 0);
        if (OrderStatistics.IsConstant(variance, mean, raw.Length))
            return No(empty with { FlatPValue = 1 }, DoseResponseOutcome.NoResponse, "no response: all are equal");
        var deviation = Math.Sqrt(variance);
        var problem = new LogisticProblem(
            Array.ConvertAll(points, p => Math.Log(p.Dose) - centre),
            Array.ConvertAll(raw, value => (value - mean) / deviation),
            options.MaxIterationCount)
        {
            Place = (Math.Log(positive[0]) - centre - MaxDistance, Math.Log(positive[^1]) - centre + MaxDistance),
            Slope = (Math.Log(options.MinHill), Math.Log(options.MaxHill)),
        };
        var (best, rests) = Search(problem);
        return Judge(empty, problem, best, rests, options, new Units(centre, mean * largest, deviation * largest));
    }

    private static DoseResponseFit Judge(
        DoseResponseFit empty, LogisticProblem problem, LogisticPoint best, bool rests, DoseResponseOptions options,
        Units units)
    {
        var n = empty.PointCount;
        var freedom = n - 4;
        // The responses have variance 1 with ddof 0: their sum of squares is n.
        var share = Math.Min(best.SumOfSquares / n, 1);
        // F = ((1 − share)/3)/(share/freedom); its upper tail by the incomplete beta function.
        var p = SpecialFunctions.BetaRegularized(freedom / 2.0, 1.5, share);
        var told = empty with { FlatPValue = p };
        if (p > options.Alpha)
            return No(told, DoseResponseOutcome.NoResponse, "no response beyond noise");
        if (!rests)
        {
            return No(
                told, DoseResponseOutcome.NotConverged, $"not converged within {options.MaxIterationCount} steps");
        }

        var ec50 = Math.Exp(best.Place + units.LogDose);
        if (ec50 < empty.LowestDose)
            return No(told, DoseResponseOutcome.BelowLowestDose, "EC50 <lowest dose");
        if (ec50 > empty.HighestDose)
            return No(told, DoseResponseOutcome.AboveHighestDose, "EC50 >highest dose");

        var t = StudentT.InvCDF(0, 1, freedom, (1 + options.Confidence) / 2);
        var covariance = CovarianceOf(problem, best, best.SumOfSquares / freedom);
        var limit = best.SumOfSquares * (1 + (t * t / freedom));
        var step = Math.Clamp(Math.Sqrt(covariance[10]), 0.02, 0.5);
        var low = ProfileEnd(problem, best, limit, -step);
        var high = ProfileEnd(problem, best, limit, step);
        double[] scales = [units.Response, units.Response, 1, 1];
        for (var i = 0; i < 16; i++)
            covariance[i] *= scales[i / 4] * scales[i % 4];
        return told with
        {
            Outcome = DoseResponseOutcome.Fit,
            Ec50 = ec50,
            Ec50Low = double.IsFinite(low) ? Math.Exp(low + units.LogDose) : 0,
            Ec50High = double.IsFinite(high) ? Math.Exp(high + units.LogDose) : double.PositiveInfinity,
            Hill = Math.Exp(best.Slope),
            Bottom = units.Offset + (units.Response * best.Bottom),
            Top = units.Offset + (units.Response * best.Top),
            RSquared = 1 - share,
            ResidualDeviation = units.Response * Math.Sqrt(best.SumOfSquares / freedom),
            Covariance = covariance,
            BandQuantile = t,
        };
    }

    private static DoseResponseFit No(DoseResponseFit empty, DoseResponseOutcome outcome, string reason) =>
        empty with { Outcome = outcome, Reason = reason };

    /// <summary>The finite points by dose, then response: sums do not depend on the order given.</summary>
    private static (double Dose, double Response)[] PointsOf(
        ReadOnlySpan<double> doses, ReadOnlySpan<double> responses)
    {
        if (doses.Length != responses.Length)
        {
            throw new ArgumentException(
                $"There are {doses.Length} doses and {responses.Length} responses.", nameof(responses));
        }

        var points = new List<(double Dose, double Response)>(doses.Length);
        for (var i = 0; i < doses.Length; i++)
        {
            if (doses[i] < 0)
                throw new ArgumentException($"Dose {i + 1} is {doses[i]}; it must be at least 0.", nameof(doses));
            if (double.IsFinite(doses[i]) && double.IsFinite(responses[i]))
                points.Add((doses[i], responses[i]));
        }

        points.Sort();
        return [.. points];
    }

    /// <summary>Starts at the lowest points of a grid, each lower than its neighbours in ln EC50.</summary>
    private static (LogisticPoint Best, bool Rests) Search(LogisticProblem problem)
    {
        var (low, high) = (problem.Place.Low + (MaxDistance / 2), problem.Place.High - (MaxDistance / 2));
        var starts = new LogisticPoint[PlaceStartCount];
        for (var i = 0; i < PlaceStartCount; i++)
        {
            starts[i] = new LogisticPoint(0, 0, 0, 0, double.PositiveInfinity);
            for (var j = 0; j < SlopeStartCount; j++)
            {
                var point = problem.At(
                    low + ((high - low) * i / (PlaceStartCount - 1)),
                    problem.Slope.Low + ((problem.Slope.High - problem.Slope.Low) * (j + 0.5) / SlopeStartCount));
                if (point.SumOfSquares < starts[i].SumOfSquares)
                    starts[i] = point;
            }
        }

        var chosen = Enumerable.Range(0, PlaceStartCount)
            .Where(i => (i == 0 || starts[i].SumOfSquares <= starts[i - 1].SumOfSquares)
                && (i == PlaceStartCount - 1 || starts[i].SumOfSquares <= starts[i + 1].SumOfSquares))
            .OrderBy(i => starts[i].SumOfSquares).ThenBy(i => i).Take(MaxStartCount);
        var (best, rests) = (default(LogisticPoint), false);
        foreach (var i in chosen)
        {
            var (point, isAtRest) = problem.Descend(starts[i].Place, starts[i].Slope, isPlaceFixed: false);
            if (best == default || point.SumOfSquares < best.SumOfSquares)
                (best, rests) = (point, isAtRest);
        }

        return (best, rests);
    }

    /// <summary>The ln EC50 at which the profile reaches a limit, going one way; infinite where it does not within the
    /// bounds.</summary>
    private static double ProfileEnd(LogisticProblem problem, LogisticPoint best, double limit, double step)
    {
        var bound = step < 0 ? problem.Place.Low : problem.Place.High;
        var inside = best;
        double outside;
        while (true)
        {
            var place = inside.Place + step;
            place = step < 0 ? Math.Max(place, bound) : Math.Min(place, bound);
            var point = problem.BestAt(place, inside.Slope);
            if (point.SumOfSquares > limit)
            {
                outside = place;
                break;
            }

            if (place == bound)
                return step < 0 ? double.NegativeInfinity : double.PositiveInfinity;
            inside = point;
            step *= 1.5;
        }

        for (var i = 0; i < 60 && Math.Abs(outside - inside.Place) > 1e-12; i++)
        {
            var point = problem.BestAt((inside.Place + outside) / 2, inside.Slope);
            if (point.SumOfSquares > limit)
                outside = point.Place;
            else
                inside = point;
        }

        return inside.Place;
    }

    /// <summary>s²·(JᵀJ)⁻¹ of the parameters that are not at a bound, 0 for the others.</summary>
    private static double[] CovarianceOf(LogisticProblem problem, LogisticPoint point, double variance)
    {
        var columns = problem.Jacobian(point);
        var free = point.Slope > problem.Slope.Low && point.Slope < problem.Slope.High ? 4 : 3;
        for (; free >= 2; free--)
        {
            var gram = Matrix<double>.Build.Dense(free, free, (i, j) => RowVectors.Dot(columns[i], columns[j]));
            var inverse = gram.Inverse();
            var result = new double[16];
            for (var i = 0; i < free; i++)
            {
                for (var j = 0; j < free; j++)
                    result[(4 * i) + j] = variance * inverse[i, j];
            }

            if (result.All(double.IsFinite) && Enumerable.Range(0, free).All(i => result[5 * i] >= 0))
                return result;
        }

        return new double[16];
    }

    private readonly record struct Units(double LogDose, double Offset, double Response);
}
