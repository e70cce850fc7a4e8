using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class ParticleMatchingTests
{
    [Fact]
    public void The_matching_is_as_good_as_the_best_of_all_there_are()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var truth = Scatter(random, random.Next(7), 3 + (5 * random.NextDouble()));
            var found = Scatter(random, random.Next(7), 1);
            var matches = ParticleMatching.Match(truth, found);
            var (count, distance) = BestOf(truth, found, 0, []);
            Assert.Equal(count, matches.Count);
            Assert.Equal(distance, matches.Sum(m => m.DistancePixels), 9);
            Assert.Equal(matches.Count, matches.Select(m => m.TruthIndex).Distinct().Count());
            Assert.Equal(matches.Count, matches.Select(m => m.FoundIndex).Distinct().Count());
            Assert.All(matches, m => Assert.Equal(
                Distance(truth[m.TruthIndex], found[m.FoundIndex]), m.DistancePixels));
        }
    }

    [Fact]
    public void The_most_pairs_win_over_the_nearest()
    {
        // Taking the nearest pair first would leave the second truth alone.
        Particle[] truth = [new(0, 0, 5, 1), new(4, 0, 5, 1)];
        Particle[] found = [new(3, 0, 5, 1), new(-5, 0, 5, 1)];
        Assert.Equal(
            [new ParticleMatch(0, 1, 5), new ParticleMatch(1, 0, 1)], ParticleMatching.Match(truth, found));
    }

    [Fact]
    public void A_pair_a_diameter_apart_matches_and_a_hair_further_does_not()
    {
        Assert.Single(ParticleMatching.Match([new Particle(0, 0, 5, 1)], [new Particle(3, 4, 99, 1)]));
        Assert.Empty(ParticleMatching.Match([new Particle(0, 0, 5, 1)], [new Particle(3, 4.0001, 99, 1)]));
    }

    [Fact]
    public void Shares_are_those_of_the_pairs()
    {
        var score = new ParticleScore(10, 8, 6) + new ParticleScore(2, 4, 0);
        Assert.Equal(6.0 / 12, score.Precision);
        Assert.Equal(6.0 / 12, score.Recall);
        Assert.Equal(0.75, new ParticleScore(10, 8, 6).Precision);
        Assert.Equal(0.6, new ParticleScore(10, 8, 6).Recall);
        Assert.Equal(2 * 0.75 * 0.6 / (0.75 + 0.6), new ParticleScore(10, 8, 6).F1, 12);
        Assert.True(double.IsNaN(new ParticleScore(0, 0, 0).F1));
    }

    private static Particle[] Scatter(Random random, int count, double diameter) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
            new Particle(10 * random.NextDouble(), 10 * random.NextDouble(), diameter, 1)),
    ];

    private static double Distance(Particle a, Particle b) =>
        Math.Sqrt(Math.Pow(a.XPixels - b.XPixels, 2) + Math.Pow(a.YPixels - b.YPixels, 2));

    private static (int Count, double Distance) BestOf(
        Particle[] truth, Particle[] found, int at, HashSet<int> used)
    {
        if (at == truth.Length)
            return (0, 0);
        var best = BestOf(truth, found, at + 1, used);
        for (var i = 0; i < found.Length; i++)
        {
            var distance = Distance(truth[at], found[i]);
            if (distance > truth[at].DiameterPixels || !used.Add(i))
                continue;
            var (count, sum) = BestOf(truth, found, at + 1, used);
            used.Remove(i);
            if (count + 1 > best.Count || (count + 1 == best.Count && sum + distance < best.Distance))
                best = (count + 1, sum + distance);
        }

        return best;
    }
}
