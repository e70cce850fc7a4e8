using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class NullDistributionsTests
{
    private static readonly AveragePrecisionOptions Options = new() { NullSize = 60_000 };

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    [InlineData(5, 5)]
    [InlineData(2, 64)]
    [InlineData(62, 64)]
    public void Every_placement_is_equally_likely(int positives, int total)
    {
        // All subsets of places have the same chance: each average precision comes as often as subsets have it.
        var counts = new Dictionary<float, int>();
        foreach (var places in Subsets(positives, total))
        {
            var precision = 0.0;
            for (var j = 0; j < places.Length; j++)
                precision += (j + 1.0) / (places[j] + 1);
            var value = (float)(precision / positives);
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        double subsets = counts.Values.Sum();
        var drawn = NullDistributions.Drawn(Options)[new PairConfiguration(positives, total)].ToArray()
            .GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count());
        Assert.Subset(counts.Keys.ToHashSet(), drawn.Keys.ToHashSet());
        foreach (var (value, count) in counts)
        {
            var (share, n) = (count / subsets, (double)Options.NullSize);
            var bound = 6 * Math.Sqrt(n * share * (1 - share)) + 3;
            Assert.InRange(drawn.GetValueOrDefault(value), (n * share) - bound, (n * share) + bound);
        }
    }

    [Fact]
    public void A_distribution_depends_on_seed_and_configuration_only_and_comes_again_when_not_kept()
    {
        var (one, other) = (new PairConfiguration(3, 40), new PairConfiguration(4, 40));
        var kept = NullDistributions.Drawn(Options);
        var values = kept[one].ToArray();
        var never = NullDistributions.Drawn(Options with { MaxNullBytes = 0 });
        Assert.Equal(never[other].ToArray(), kept[other].ToArray());
        Assert.Equal(values, never[one].ToArray());
        Assert.Equal(values, never[one].ToArray());
        Assert.NotEqual(values, NullDistributions.Drawn(Options with { Seed = 1 })[one].ToArray());
    }

    [Fact]
    public void Given_distributions_must_be_of_one_size_and_hold_what_is_asked_for()
    {
        var (one, other) = (new PairConfiguration(1, 2), new PairConfiguration(1, 3));
        var given = NullDistributions.Given(new Dictionary<PairConfiguration, float[]> { [one] = [0.5f, 1] });
        Assert.Equal(2, given.Size);
        Assert.Contains("TotalCount = 3", Assert.Throws<ArgumentException>(() => given[other].Length).Message);
        Assert.Throws<ArgumentException>(() => NullDistributions.Given(new Dictionary<PairConfiguration, float[]>()));
        Assert.Throws<ArgumentException>(() => NullDistributions.Given(
            new Dictionary<PairConfiguration, float[]> { [one] = [1], [other] = [1, 1] }));
        Assert.Throws<ArgumentException>(() => NullDistributions.Drawn(Options)[new PairConfiguration(3, 2)].Length);
        Assert.Throws<ArgumentException>(() => NullDistributions.Drawn(Options)[default].Length);
    }

    private static IEnumerable<int[]> Subsets(int count, int total)
    {
        if (count == 0)
            return [[]];
        return Enumerable.Range(count - 1, total - count + 1)
            .SelectMany(last => Subsets(count - 1, last).Select(places => (int[])[.. places, last]));
    }
}
