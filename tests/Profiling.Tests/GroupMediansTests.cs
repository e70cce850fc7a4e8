using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Profiling.Tests;

public class GroupMediansTests
{
    [Fact]
    public void Medians_and_deviations_of_groups_of_any_lengths_are_those_of_each_group_to_the_bit() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (seed, pattern) =>
        {
            var random = new Random(seed);
            var longest = random.Next(4) switch { 0 => 6, 1 => 40, 2 => 500, _ => 2000 };
            var lengths = Enumerable.Range(0, random.Next(1, 14))
                .Select(_ => random.Next(3) == 0 ? random.Next(longest + 1) : longest - random.Next(1 + (longest / 8)))
                .ToArray();
            var column = Enumerable.Range(0, lengths.Sum()).Select(_ => Value(random, pattern)).ToArray();
            var rows = Enumerable.Range(0, column.Length).ToArray();
            if (seed % 2 == 0)
                random.Shuffle(rows);
            var starts = lengths.Select((_, i) => lengths[..i].Sum()).ToArray();
            var groups = lengths.Select((length, i) => (ReadOnlyMemory<int>)rows.AsMemory(starts[i], length)).ToArray();

            var work = new GroupMedians(groups);
            var (medians, deviations) = (new double[groups.Length], new double[groups.Length]);
            work.Fill(column, new double[work.BufferLength], medians, deviations);
            var alone = new double[groups.Length];
            work.Fill(column, new double[work.BufferLength], alone, []);
            Assert.Equal(medians.Select(BitConverter.DoubleToInt64Bits), alone.Select(BitConverter.DoubleToInt64Bits));
            for (var i = 0; i < groups.Length; i++)
            {
                var values = groups[i].ToArray().Select(row => column[row]).Where(x => !double.IsNaN(x)).ToArray();
                var median = OrderStatistics.Median([.. values]);
                Same(median, medians[i]);
                if (double.IsFinite(median))
                    Same(OrderStatistics.MedianAbsoluteDeviation([.. values], median), deviations[i]);
                else
                    Assert.False(double.IsFinite(deviations[i]));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_groups_and_groups_without_values_have_no_medians()
    {
        new GroupMedians([]).Fill([], [], [], []);
        var work = new GroupMedians(
            [new[] { 0 }, new[] { 1 }, new[] { 0, 1 }, .. Enumerable.Repeat(Array.Empty<int>(), 20)]);
        var (medians, deviations) = (new double[23], new double[23]);
        work.Fill([double.NaN, 3], new double[work.BufferLength], medians, deviations);
        Assert.Equal([double.NaN, 3, 3, .. Enumerable.Repeat(double.NaN, 20)], medians);
        Assert.Equal([double.NaN, 0, 0, .. Enumerable.Repeat(double.NaN, 20)], deviations);
    }

    private static double Value(Random random, int pattern) => pattern switch
    {
        0 => random.NextDouble() - 0.5,
        1 => random.Next(5) == 0 ? double.NaN : Math.Round(4 * random.NextDouble()),
        2 => random.Next(3) switch { 0 => -0.0, 1 => 0.0, _ => random.NextDouble() - 0.5 },
        3 => random.Next(3) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => 1 },
        4 => 1e308 * (random.NextDouble() + 0.7),
        _ => Math.Exp(20 * random.NextDouble()) * (random.Next(2) == 0 ? double.NaN : 1),
    };

    private static void Same(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
}
