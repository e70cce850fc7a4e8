using HcsGrid.Profiling.Response;

namespace HcsGrid.Profiling.Tests.Response;

public class DoseResponseTests
{
    private static readonly DoseResponseOptions Defaults = new();

    private static readonly double[] RisingDoses = [0.1, 0.1, 0.3, 0.3, 1, 1, 3, 3, 10, 10];
    private static readonly double[] Rising = [0.02, -0.05, 0.11, 0.16, 0.42, 0.49, 0.83, 0.77, 0.98, 1.04];
    private static readonly double[] FallingDoses = [0, 0, 0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
    private static readonly double[] Falling = [101.2, 97.5, 103.1, 99.0, 96.4, 88.1, 61.7, 33.9, 18.2, 14.8];
    private static readonly double[] NoisyDoses = [0.5, 0.5, 0.5, 1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 16];

    private static readonly double[] Noisy =
        [2.1, 1.2, 3.3, 2.8, 1.9, 4.0, 4.4, 2.7, 5.6, 6.1, 8.2, 5.0, 9.4, 7.7, 10.8, 9.9, 11.6, 8.5];

    [Fact]
    public void Parameters_equal_those_of_scipy()
    {
        // scipy 1.10.1, optimize.curve_fit (Levenberg-Marquardt, tolerances 1e-15, best of 15 starts); p from
        // stats.f.sf; the profile's ends by optimize.brentq over optimize.minimize_scalar; band at dose 2 by hand
        // from s²·(JᵀJ)⁻¹ and stats.t.ppf.
        Check(
            DoseResponse.Fit(RisingDoses, Rising, Defaults), -0.0894241634, 1.118453002, 1.184452651, 1.091260688,
            0.993466213, 6.0866199e-07, 0.04049142928, (0.814454256, 1.97374984), (0.6825899726, 0.0617399977));
        Check(
            DoseResponse.Fit(FallingDoses, Falling, Defaults), 100.4373697, 13.21117104, 0.3751679057, 1.267544791,
            0.9980709751, 1.5690875e-08, 1.945601962, (0.312296666, 0.457672728), (22.54841776, 3.01867609));

        // The third's profile stays below its limit as far as a hundredfold of the doses: nothing bounds its EC50.
        Check(
            DoseResponse.Fit(NoisyDoses, Noisy, Defaults), 2.143669633, 10.63356272, 3.729898326, 1.904890747,
            0.8699241355, 1.8635603e-06, 1.314324456, (0, double.PositiveInfinity), (4.128279511, 1.35903242));
    }

    [Fact]
    public void A_curve_without_noise_is_found_again()
    {
        double[] doses = [0, 0.01, 0.1, 1, 10, 100];
        foreach (var (bottom, top, ec50, hill) in new[]
        {
            (0.0, 1.0, 1.0, 1.0), (5.0, -3.0, 0.05, 0.5), (-2e6, 7e6, 30, 3), (1e-9, 2e-9, 0.5, 2.0),
        })
        {
            var fit = DoseResponse.Fit(doses, Curve(doses, bottom, top, ec50, hill), Defaults);
            Assert.True(fit.IsFit, fit.Reason);
            var size = Math.Abs(top - bottom);
            Assert.Equal(bottom, fit.Bottom, 1e-6 * size);
            Assert.Equal(top, fit.Top, 1e-6 * size);
            Assert.Equal(1, fit.Ec50 / ec50, 1e-6);
            Assert.Equal(1, fit.Hill / hill, 1e-6);
            Assert.InRange(ec50, fit.Ec50Low * (1 - 1e-4), fit.Ec50High * (1 + 1e-4));
            Assert.Equal(1, fit.RSquared, 1e-12);
            Assert.Equal(bottom, fit.ValueAt(0), 1e-6 * size);
            Assert.Equal((bottom + top) / 2, fit.ValueAt(ec50), 1e-6 * size);
        }
    }

    [Fact]
    public void Another_unit_of_dose_moves_the_ec50_alone()
    {
        var fit = DoseResponse.Fit(RisingDoses, Rising, Defaults);
        var scaled = DoseResponse.Fit(Array.ConvertAll(RisingDoses, d => 1e6 * d), Rising, Defaults);
        Near(1e6 * fit.Ec50, scaled.Ec50);
        Near(1e6 * fit.Ec50Low, scaled.Ec50Low);
        Near(1e6 * fit.Ec50High, scaled.Ec50High);
        Near(fit.Hill, scaled.Hill);
        Near(fit.Bottom, scaled.Bottom);
        Near(fit.Top, scaled.Top);
        Near(fit.RSquared, scaled.RSquared);
        Near(fit.BandAt(0.7).Low, scaled.BandAt(0.7e6).Low);
    }

    [Fact]
    public void Another_unit_and_offset_of_the_response_move_bottom_and_top_alone()
    {
        var fit = DoseResponse.Fit(FallingDoses, Falling, Defaults);
        var moved = DoseResponse.Fit(FallingDoses, Array.ConvertAll(Falling, y => 40 - (3 * y)), Defaults);
        Near(fit.Ec50, moved.Ec50);
        Near(fit.Ec50Low, moved.Ec50Low);
        Near(fit.Hill, moved.Hill);
        Near(fit.RSquared, moved.RSquared);
        Near(fit.FlatPValue, moved.FlatPValue);
        Near(40 - (3 * fit.Bottom), moved.Bottom);
        Near(40 - (3 * fit.Top), moved.Top);
        Near(3 * fit.ResidualDeviation, moved.ResidualDeviation);
        Near(40 - (3 * fit.BandAt(0.5).High), moved.BandAt(0.5).Low);
    }

    [Fact]
    public void The_order_of_the_points_does_not_matter_to_the_bit()
    {
        var fit = DoseResponse.Fit(NoisyDoses, Noisy, Defaults);
        for (var seed = 0; seed < 10; seed++)
        {
            int[] order = [.. Enumerable.Range(0, Noisy.Length)];
            new Random(seed).Shuffle(order);
            var other = DoseResponse.Fit(
                Array.ConvertAll(order, i => NoisyDoses[i]), Array.ConvertAll(order, i => Noisy[i]), Defaults);
            Assert.Equal((fit.Ec50, fit.Hill, fit.Bottom, fit.Top, fit.Ec50High, fit.BandAt(3)),
                (other.Ec50, other.Hill, other.Bottom, other.Top, other.Ec50High, other.BandAt(3)));
        }
    }

    [Fact]
    public void What_has_no_curve_says_why()
    {
        No(DoseResponseOutcome.TooFewDoses, "fewer than 4 doses", [], []);
        No(DoseResponseOutcome.TooFewDoses, "fewer than 4 doses", [1, 1, 10, 10, 10], [0, 0.1, 1, 1.1, 0.9]);
        No(DoseResponseOutcome.TooFewDoses, "fewer than 4 doses", [0, 0, 0, 1, 2, 3], [0, 0, 0, 1, 2, 3]);
        No(DoseResponseOutcome.TooFewPoints, "4 points: no more than the curve has parameters",
            [1, 2, 3, 4], [0, 0, 1, 1]);
        No(DoseResponseOutcome.NoResponse, "no response: all are equal", [1, 2, 3, 4, 5, 6], [7, 7, 7, 7, 7, 7]);
        No(DoseResponseOutcome.NoResponse, "no response: all are equal", [1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]);
        No(DoseResponseOutcome.NoResponse, "no response beyond noise",
            [1, 1, 2, 2, 4, 4, 8, 8], [0.3, -0.2, -0.4, 0.5, 0.1, -0.3, 0.2, -0.1]);
        double[] doses = [1, 1, 2, 2, 4, 4, 8, 8];
        No(DoseResponseOutcome.AboveHighestDose, "EC50 >highest dose", doses, Curve(doses, 0, 1, 40, 2));
        No(DoseResponseOutcome.BelowLowestDose, "EC50 <lowest dose", [0, 0, .. doses],
            Curve([0, 0, .. doses], 0, 1, 0.2, 1));
        var hasty = DoseResponse.Fit(NoisyDoses, Noisy, Defaults with { MaxIterationCount = 1 });
        Assert.Equal((DoseResponseOutcome.NotConverged, "not converged within 1 steps"),
            (hasty.Outcome, hasty.Reason));
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out_and_counted()
    {
        var fit = DoseResponse.Fit(RisingDoses, Rising, Defaults);
        var more = DoseResponse.Fit(
            [double.NaN, .. RisingDoses, 5, 5, double.PositiveInfinity],
            [1, .. Rising, double.NaN, double.NegativeInfinity, 1], Defaults);
        Assert.Equal((fit.Ec50, fit.Top, 10, 5), (more.Ec50, more.Top, more.PointCount, more.DoseCount));
        No(DoseResponseOutcome.TooFewDoses, "fewer than 4 doses",
            [1, 2, 3, 4, 5], [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]);
    }

    [Fact]
    public void Wrong_use_is_told()
    {
        Assert.Throws<ArgumentException>(() => DoseResponse.Fit([1, 2], [1], Defaults));
        Assert.Throws<ArgumentException>(() => DoseResponse.Fit([-1, 2], [1, 1], Defaults));
        Assert.Throws<ArgumentOutOfRangeException>(() => DoseResponse.Fit(RisingDoses, Rising, Defaults).ValueAt(-1));
        foreach (var wrong in new[]
        {
            Defaults with { MinDoseCount = 2 }, Defaults with { Alpha = 0 }, Defaults with { Confidence = 1 },
            Defaults with { MinHill = 1 }, Defaults with { MaxHill = double.NaN },
            Defaults with { MaxIterationCount = 0 },
        })
        {
            Assert.Throws<ArgumentException>(wrong.Validate);
        }
    }

    [Theory]
    [InlineData(0.1, 1.0)]
    [InlineData(0.25, 2.0)]
    public void Intervals_hold_the_truth_as_often_as_they_say(double noise, double hill)
    {
        // 1,000 seeded runs of 8 doses in triplicate. Binomial: 950 ± 3 · 6.9 of 1,000.
        double[] doses = [.. Enumerable.Range(0, 24).Select(i => Math.Pow(10, ((i / 3) - 4) / 2.0))];
        var (held, fitted, bands) = (0, 0, 0);
        for (var seed = 0; seed < 1000; seed++)
        {
            var normals = new Normals(seed);
            var responses = Curve(doses, 0, 1, 0.5, hill).Select(y => y + (noise * normals.Next())).ToArray();
            var fit = DoseResponse.Fit(doses, responses, Defaults with { Alpha = 1 });
            if (!fit.IsFit)
                continue;
            fitted++;
            held += fit.Ec50Low <= 0.5 && fit.Ec50High >= 0.5 ? 1 : 0;
            var (low, high) = fit.BandAt(2);
            var truth = Curve([2], 0, 1, 0.5, hill)[0];
            bands += low <= truth && truth <= high ? 1 : 0;
        }

        Assert.InRange(fitted, 980, 1000);
        Assert.InRange((double)held / fitted, 0.93, 0.97);
        Assert.InRange((double)bands / fitted, 0.93, 0.97);
    }

    [Fact]
    public void Noise_alone_is_seldom_called_a_response()
    {
        double[] doses = [.. Enumerable.Range(0, 18).Select(i => Math.Pow(3, i / 3))];
        var calls = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var fit = DoseResponse.Fit(doses, new Normals(seed).Next(doses.Length), Defaults);
            calls += fit.Outcome == DoseResponseOutcome.NoResponse ? 0 : 1;
        }

        // At most the 50 that a level of 0.05 allows: the F-test of a curve as bendable as this is on the safe side.
        Assert.InRange(calls, 5, 50);
    }

    private static void No(DoseResponseOutcome outcome, string reason, double[] doses, double[] responses)
    {
        var fit = DoseResponse.Fit(doses, responses, Defaults);
        Assert.Equal((outcome, reason, false), (fit.Outcome, fit.Reason, fit.IsFit));
        Assert.All(
            new[] { fit.Ec50, fit.Ec50Low, fit.Ec50High, fit.Hill, fit.Bottom, fit.Top, fit.RSquared, fit.ValueAt(1) },
            value => Assert.Equal(double.NaN, value));
        Assert.Equal((double.NaN, double.NaN), fit.BandAt(1));
    }

    private static double[] Curve(double[] doses, double bottom, double top, double ec50, double hill) =>
        Array.ConvertAll(doses, dose => bottom + ((top - bottom) / (1 + Math.Pow(ec50 / dose, hill))));

    private static void Check(
        DoseResponseFit fit, double bottom, double top, double ec50, double hill, double rSquared, double p,
        double deviation, (double Low, double High) interval, (double Value, double Half) band)
    {
        Assert.True(fit.IsFit, fit.Reason);
        Near(bottom, fit.Bottom);
        Near(top, fit.Top);
        Near(ec50, fit.Ec50);
        Near(hill, fit.Hill);
        Near(rSquared, fit.RSquared);
        Near(p, fit.FlatPValue);
        Near(deviation, fit.ResidualDeviation);
        Near(interval.Low, fit.Ec50Low);
        Near(interval.High, fit.Ec50High);
        Near(band.Value, fit.ValueAt(2));
        Near(band.Value - band.Half, fit.BandAt(2).Low);
        Near(band.Value + band.Half, fit.BandAt(2).High);
    }

    private static void Near(double expected, double actual)
    {
        if (double.IsInfinity(expected))
            Assert.Equal(expected, actual);
        else
            Assert.Equal(expected, actual, 1e-6 * Math.Abs(expected));
    }
}
