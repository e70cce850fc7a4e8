using HcsGrid.Profiling.Quality;

namespace HcsGrid.Profiling.Tests.Quality;

public class PlateQualityTests
{
    [Fact]
    public void Typed_in_examples_have_the_reference_s_numbers()
    {
        var input = Golden.Read("assay_stats_input");
        var expected = Golden.Read("assay_stats_expected");
        var cases = expected.Metadata("case");
        Assert.NotEmpty(cases);
        for (var row = 0; row < expected.RowCount; row++)
        {
            var (p, n) = (Values(input, cases[row], "positive"), Values(input, cases[row], "negative"));
            Check("z_prime_ddof1", PlateQuality.ZPrime(p, n));
            Check("robust_z_prime", PlateQuality.RobustZPrime(p, n));
            Check("ssmd_ddof1", PlateQuality.Ssmd(p, n));

            void Check(string name, double? actual)
            {
                var value = expected[row, expected.FeatureIndexOf(name)];
                if (double.IsFinite(value))
                    Golden.Equal(value, actual ?? double.NaN, 1e-12, $"{cases[row]}, {name}");
                else
                    Assert.Null(actual);
            }
        }
    }

    [Fact]
    public void An_example_by_hand()
    {
        // Means 10 and 2, sd 1 and 2: 1 − 3·(1 + 2)/8; (10 − 2)/√5. Medians 10 and 2, MAD 1 and 2.
        double[] positive = [9, 10, 11];
        double[] negative = [0, 2, 4];
        Assert.Equal(-0.125, PlateQuality.ZPrime(positive, negative)!.Value, 1e-15);
        Assert.Equal(1 - (3 * 1.4826 * 3 / 8), PlateQuality.RobustZPrime(positive, negative)!.Value, 1e-15);
        Assert.Equal(8 / Math.Sqrt(5), PlateQuality.Ssmd(positive, negative)!.Value, 1e-15);
        Assert.Equal(-8 / Math.Sqrt(5), PlateQuality.Ssmd(negative, positive)!.Value, 1e-15);
        Assert.Equal(-0.125, PlateQuality.ZPrime([9, double.NaN, 10, 11], negative)!.Value, 1e-15);
    }

    [Fact]
    public void What_cannot_be_told_is_undefined()
    {
        Undefined([1], [1, 2]);
        Undefined([1, 2], []);
        Undefined([1, double.NaN], [1, 2]);
        Undefined([1, double.PositiveInfinity], [1, 2]);
        Undefined([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]);
        // The same values in another order: their means differ by rounding only.
        Assert.Null(PlateQuality.ZPrime([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]));
        Assert.Null(PlateQuality.Ssmd([0.1, 0.1, 0.1], [0.3, 0.3, 0.3]));
        Assert.Equal(1, PlateQuality.ZPrime([0.1, 0.1, 0.1], [0.3, 0.3, 0.3]));

        static void Undefined(double[] positive, double[] negative)
        {
            Assert.Null(PlateQuality.ZPrime(positive, negative));
            Assert.Null(PlateQuality.RobustZPrime(positive, negative));
            Assert.Null(PlateQuality.Ssmd(positive, negative));
        }
    }

    private static double[] Values(ProfileTable input, string name, string group)
    {
        var (cases, groups) = (input.Metadata("case"), input.Metadata("group"));
        var value = input.FeatureIndexOf("value");
        return [.. Enumerable.Range(0, input.RowCount)
            .Where(row => cases[row] == name && groups[row] == group).Select(row => input[row, value])];
    }
}
