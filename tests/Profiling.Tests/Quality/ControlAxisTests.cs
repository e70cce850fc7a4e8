using HcsGrid.Profiling.Quality;

namespace HcsGrid.Profiling.Tests.Quality;

public class ControlAxisTests
{
    private static readonly int[] Negative = [0, 1, 2, 3, 4, 5];
    private static readonly int[] Positive = [6, 7, 8, 9, 10];

    [Fact]
    public void An_example_by_hand()
    {
        // One feature: the axis is the feature itself, scaled so that the other controls' means are 0 and 1.
        var table = MadeUpTables.Of([0, 1, 2, 10, 11, 12, 6]);
        var projection = ControlAxis.Project(table, [0, 1, 2], [3, 4, 5]);
        Assert.Equal(0.5, projection.Scores[6], 1e-15);
        Assert.Equal((0 - 1.5) / (11 - 1.5), projection.Scores[0], 1e-15);
        Assert.Equal((12 - 1.0) / (10.5 - 1), projection.Scores[5], 1e-15);
        Assert.Equal(1, projection.FeatureCount);
        var (p, n) = (projection.Scores[3..6], projection.Scores[..3]);
        Assert.Equal(PlateQuality.ZPrime(p, n), projection.ZPrime);
        Assert.Equal(PlateQuality.RobustZPrime(p, n), projection.RobustZPrime);
        Assert.Equal(PlateQuality.Ssmd(p, n), projection.Ssmd);
        Assert.NotNull(projection.ZPrime);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void The_axis_is_the_discriminant_with_shrunken_correlations(int featureCount)
    {
        // The definition, computed plainly: all correlations, their variances, a dense system.
        var table = MadeUpTables.Random(20, featureCount, seed: 6);
        int[] negative = [.. Enumerable.Range(0, 7)];
        int[] positive = [.. Enumerable.Range(7, 8)];
        var (weights, middle, length) = PlainAxis(table, negative, positive);
        var scores = ControlAxis.Project(table, negative, positive).Scores;
        for (var row = 15; row < 20; row++)
        {
            var plain = Enumerable.Range(0, featureCount).Sum(f => weights[f] * (table[row, f] - middle[f])) / length;
            Assert.Equal(plain, scores[row], 1e-9);
        }
    }

    [Fact]
    public void The_unit_of_a_feature_does_not_matter()
    {
        var table = Plate(seed: 7);
        var values = table.ColumnMajorValues.ToArray();
        for (var row = 0; row < table.RowCount; row++)
            values[row] = (1e6 * values[row]) - 5;
        var scores = ControlAxis.Project(table, Negative, Positive).Scores;
        var scaled = ControlAxis.Project(table.WithFeatures(values), Negative, Positive).Scores;
        Assert.All(scores.Zip(scaled), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void A_control_s_own_values_have_no_part_in_its_axis()
    {
        // Score = (w·x − offset)/length is affine in x while the axis does not see x: three points on a line to the
        // bit of rounding.
        var table = Plate(seed: 1);
        foreach (var row in new[] { 2, 8 })
        {
            var score = Score(table, row, 0);
            var slope = Score(table, row, 1) - score;
            Assert.NotEqual(0, slope);
            foreach (var move in new[] { -1e3, 1e6, 1e12 })
                Assert.Equal(score + (move * slope), Score(table, row, move), 1e-9 * Math.Abs(move * slope));
        }
    }

    [Fact]
    public void A_control_s_score_is_that_of_a_plain_well_with_its_values_where_it_is_no_control()
    {
        var table = Plate(seed: 2);
        var projection = ControlAxis.Project(table, Negative, Positive);
        foreach (var row in Negative.Concat(Positive))
        {
            var without = ControlAxis.Project(
                table, [.. Negative.Where(r => r != row)], [.. Positive.Where(r => r != row)]);
            Assert.Equal(without.Scores[row], projection.Scores[row]);
        }
    }

    [Fact]
    public void The_projection_of_pure_noise_does_not_tell_the_controls_apart()
    {
        // Scored with the axis fitted on themselves, noise in 500 features looks like a good assay.
        var table = MadeUpTables.Random(24, 500, seed: 3);
        var projection = ControlAxis.Project(table, [.. Enumerable.Range(0, 12)], [.. Enumerable.Range(12, 12)]);
        Assert.True(projection.ZPrime < 0, $"Z' is {projection.ZPrime}");
        Assert.True(Math.Abs(projection.Ssmd!.Value) < 1, $"SSMD is {projection.Ssmd}");
    }

    [Fact]
    public void Features_that_a_control_lacks_or_that_do_not_vary_are_left_out_and_counted()
    {
        double[] good = [0, 1, 2, 10, 11, 12, 6];
        var table = MadeUpTables.Of(
            good, [0, 1, 2, double.NaN, 11, 12, 6], [double.PositiveInfinity, .. good[1..]], [3, 3, 3, 3, 3, 3, 9]);
        var projection = ControlAxis.Project(table, [0, 1, 2], [3, 4, 5]);
        Assert.Equal((1, 3), (projection.FeatureCount, projection.LeftOutFeatureCount));
        Assert.Equal(0.5, projection.Scores[6], 1e-15);
    }

    [Fact]
    public void A_well_that_lacks_values_is_scored_without_them_and_changes_no_other()
    {
        var table = Plate(seed: 8);
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < 15; f++)
            values[(f * table.RowCount) + 11] = f % 2 == 0 ? double.NaN : double.PositiveInfinity;
        var whole = ControlAxis.Project(table, Negative, Positive);
        var gaps = ControlAxis.Project(table.WithFeatures(values), Negative, Positive);
        Assert.Equal(whole.Scores[..11], gaps.Scores[..11]);
        Assert.Equal((whole.ZPrime, whole.Ssmd), (gaps.ZPrime, gaps.Ssmd));
        Assert.Equal((40, 0), (gaps.FeatureCount, gaps.LeftOutFeatureCount));
        var without = ControlAxis.Project(
            table.SelectFeatures([.. Enumerable.Range(15, 25)]), Negative, Positive);
        Assert.Equal(without.Scores[11], gaps.Scores[11]);
        Assert.NotEqual(whole.Scores[11], gaps.Scores[11]);
    }

    [Fact]
    public void A_row_without_any_value_takes_part_in_nothing()
    {
        var table = Plate(seed: 9);
        var values = table.ColumnMajorValues.ToArray();
        foreach (var row in (int[])[2, 6, 11])
        {
            for (var f = 0; f < table.FeatureCount; f++)
                values[(f * table.RowCount) + row] = double.NaN;
        }

        var gaps = ControlAxis.Project(table.WithFeatures(values), Negative, Positive);
        var without = ControlAxis.Project(table, [0, 1, 3, 4, 5], [7, 8, 9, 10]);
        foreach (var row in (int[])[0, 1, 3, 4, 5, 7, 8, 9, 10])
            Assert.Equal(without.Scores[row], gaps.Scores[row]);
        Assert.Equal([double.NaN, double.NaN, double.NaN], [gaps.Scores[2], gaps.Scores[6], gaps.Scores[11]]);
        Assert.Equal((without.ZPrime, without.RobustZPrime), (gaps.ZPrime, gaps.RobustZPrime));
    }

    [Fact]
    public void Too_few_controls_and_controls_that_do_not_differ_are_undefined()
    {
        var table = Plate(seed: 4);
        var two = ControlAxis.Project(table, [0, 1], Positive);
        Assert.Equal([double.NaN, double.NaN], two.Scores[..2]);
        Assert.True(double.IsFinite(two.Scores[11]) && double.IsFinite(two.Scores[6]));
        Assert.Null(two.ZPrime);
        var one = ControlAxis.Project(table, [0], Positive);
        Assert.All(one.Scores, score => Assert.Equal(double.NaN, score));
        Assert.Null(one.Ssmd);
        Assert.All(ControlAxis.Project(table, [], []).Scores, score => Assert.Equal(double.NaN, score));
        var same = ControlAxis.Project(MadeUpTables.Of([1, 1, 1, 1, 1, 1]), [0, 1, 2], [3, 4, 5]);
        Assert.Equal((0, null), (same.FeatureCount, same.ZPrime));
    }

    [Fact]
    public void A_row_counts_once()
    {
        var table = Plate(seed: 5);
        Assert.Throws<ArgumentException>(() => ControlAxis.Project(table, [0, 1, 1], Positive));
        Assert.Throws<ArgumentException>(() => ControlAxis.Project(table, [0, 1, 6], Positive));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlAxis.Project(table, [0, 1, 99], Positive));
    }

    private static double Score(ProfileTable table, int row, double move)
    {
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < table.FeatureCount; f++)
            values[(f * table.RowCount) + row] += move * (f + 1);
        return ControlAxis.Project(table.WithFeatures(values), Negative, Positive).Scores[row];
    }

    /// <summary>Six negative and five positive controls that differ in every other feature, one treated
    /// well.</summary>
    private static ProfileTable Plate(int seed)
    {
        var noise = MadeUpTables.Random(12, 40, seed);
        var values = noise.ColumnMajorValues.ToArray();
        for (var f = 0; f < noise.FeatureCount; f += 2)
        {
            foreach (var row in Positive)
                values[(f * noise.RowCount) + row] += 1;
        }

        return noise.WithFeatures(values);
    }

    private static (double[] Weights, double[] MeanOfNegatives, double Length) PlainAxis(
        ProfileTable table, int[] negative, int[] positive)
    {
        var (p, n) = (table.FeatureCount, negative.Length + positive.Length);
        double MeanOf(int[] rows, int f) => rows.Average(r => table[r, f]);
        var (meanN, meanP) = (new double[p], new double[p]);
        var deviation = new double[p];
        var z = new double[n, p];
        for (var f = 0; f < p; f++)
        {
            (meanN[f], meanP[f]) = (MeanOf(negative, f), MeanOf(positive, f));
            for (var i = 0; i < n; i++)
                z[i, f] = i < negative.Length ? table[negative[i],
                    f] - meanN[f] : table[positive[i - negative.Length], f] - meanP[f];
            deviation[f] = Math.Sqrt(Enumerable.Range(0, n).Sum(i => z[i, f] * z[i, f]) / (n - 2));
            for (var i = 0; i < n; i++)
                z[i, f] /= deviation[f];
        }

        var (variances, squares) = (0.0, 0.0);
        var correlation = new double[p, p];
        for (var f = 0; f < p; f++)
        {
            for (var g = 0; g < p; g++)
            {
                var products = Enumerable.Range(0, n).Select(i => z[i, f] * z[i, g]).ToArray();
                correlation[f, g] = products.Sum() / (n - 2);
                if (f == g)
                    continue;
                variances += n / Math.Pow(n - 1, 3) * products.Sum(w => Math.Pow(w - products.Average(), 2));
                squares += Math.Pow(products.Sum() / (n - 1), 2);
            }
        }

        var shrinkage = Math.Clamp(variances / squares, 0.01, 1);
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
            p, p, (f, g) => ((1 - shrinkage) * correlation[f, g]) + (f == g ? shrinkage : 0));
        var difference = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(p, f =>
            (meanP[f] - meanN[f]) / deviation[f]);
        var solved = matrix.Solve(difference);
        var weights = Enumerable.Range(0, p).Select(f => solved[f] / deviation[f]).ToArray();
        return (weights, meanN, Enumerable.Range(0, p).Sum(f => weights[f] * (meanP[f] - meanN[f])));
    }
}
