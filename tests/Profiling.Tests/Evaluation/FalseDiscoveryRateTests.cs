using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class FalseDiscoveryRateTests
{
    private static readonly Arbitrary<double[]> PValues =
        Gen.Choose(0, 1000).Select(n => n / 1000.0).ArrayOf().ToArbitrary();

    [Fact]
    public void Corrected_p_values_are_those_of_the_published_example()
    {
        // Benjamini and Hochberg 1995, table 1: fifteen p-values, the first four are discoveries at 0.05.
        double[] p =
        [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1,
        ];
        var q = FalseDiscoveryRate.BenjaminiHochberg(p);
        Assert.Equal(4, q.Count(value => value <= 0.05));
        Assert.Equal(0.0015, q[0], 1e-15);
        Assert.Equal(0.035625, q[3], 1e-15);
        Assert.Equal(1, q[14]);
    }

    [Theory]
    [InlineData("a_copairs_replicability_map")]
    [InlineData("a_copairs_moa_wells_map")]
    [InlineData("a_copairs_moa_wells_any_map")]
    [InlineData("a_copairs_moa_consensus_map")]
    [InlineData("a_copairs_replicability_map_by_solvent")]
    public void Corrected_p_values_are_those_of_the_reference(string name)
    {
        var expected = Golden.Read(name);
        var q = FalseDiscoveryRate.BenjaminiHochberg(expected.Feature(expected.FeatureIndexOf("p_value")));
        var corrected = expected.Feature(expected.FeatureIndexOf("corrected_p_value"));
        Assert.NotEmpty(q);
        for (var row = 0; row < q.Length; row++)
            Golden.Equal(corrected[row], q[row], 1e-12, $"{name}, row {row}");
    }

    [Fact]
    public void Corrected_p_values_follow_their_p_values_and_keep_their_order() =>
        Prop.ForAll(PValues, p =>
        {
            var q = FalseDiscoveryRate.BenjaminiHochberg(p);
            var reversed = FalseDiscoveryRate.BenjaminiHochberg(p.Reverse().ToArray());
            var pairs = p.Zip(q).OrderBy(pair => pair.First).ToArray();
            return q.SequenceEqual(reversed.Reverse())
                && pairs.All(pair => pair.Second >= pair.First - 1e-15 && pair.Second <= 1)
                && pairs.Zip(pairs.Skip(1)).All(two => two.First.Second <= two.Second.Second);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_test_that_was_not_made_stays_so_and_does_not_count()
    {
        var q = FalseDiscoveryRate.BenjaminiHochberg([0.02, double.NaN, 0.01]);
        Assert.Equal([0.02, double.NaN, 0.02], q);
        Assert.Empty(FalseDiscoveryRate.BenjaminiHochberg([]));
        Assert.Equal([0.3], FalseDiscoveryRate.BenjaminiHochberg([0.3]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_p_value_is_refused_with_its_index(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => FalseDiscoveryRate.BenjaminiHochberg([0.5, value]));
        Assert.Contains("p-value 1", error.Message);
    }
}
