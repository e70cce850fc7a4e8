using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class AveragePrecisionTests
{
    private const string Label = "Metadata_label";
    private const string Plate = "Metadata_plate";
    private static readonly AveragePrecisionOptions Options = new() { NullSize = 200 };
    private static readonly PairRules SameLabel = new() { PosSameBy = [Label], NegDiffBy = [Label] };

    [Fact]
    public void Average_precision_is_the_mean_of_the_precisions_at_the_positives()
    {
        // From the first row: b, a, b, a by angle; the positives stand second and fourth: (1/2 + 2/4) / 2.
        var table = MadeUpTables.Of([1, 1, 1, 1, 1], [0, 0.1, 0.2, 0.3, 0.4])
            .WithMetadata(Label, ["a", "b", "a", "b", "a"]);
        var profile = AveragePrecision.Of(table, SameLabel, Options).Profiles[0];
        Assert.Equal(new PairConfiguration(2, 4), profile.Pairs);
        Assert.Equal(0.5, profile.AveragePrecision, 1e-15);
    }

    [Fact]
    public void It_is_what_sorting_all_pairs_gives_for_any_rules() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            var table = Labelled(30, seed);
            foreach (var rules in RulesToTry())
            {
                foreach (var profile in AveragePrecision.Of(table, rules, Options).Profiles)
                {
                    var expected = AveragePrecisionBySorting.Of(table, rules, profile.RowIndex, profile.Label);
                    Assert.Equal(expected.Pairs, profile.Pairs);
                    Assert.Equal(expected.AveragePrecision, profile.AveragePrecision, 1e-12);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(PairDistance.AbsCosine)]
    [InlineData(PairDistance.Correlation)]
    [InlineData(PairDistance.AbsCorrelation)]
    [InlineData(PairDistance.Euclidean)]
    public void Other_distances_rank_as_their_definitions_do(PairDistance distance)
    {
        var table = Labelled(300, seed: 5);
        var results = AveragePrecision.Of(table, SameLabel, Options with { Distance = distance }).Profiles;
        var differsFromCosine = 0;
        foreach (var (profile, cosine) in results.Zip(AveragePrecision.Of(table, SameLabel, Options).Profiles))
        {
            var expected = AveragePrecisionBySorting.Of(table, SameLabel, profile.RowIndex, "", (a, b) =>
                (float)DistanceOf(distance, a, b));
            Assert.Equal(expected.Pairs, profile.Pairs);
            Assert.Equal(expected.AveragePrecision, profile.AveragePrecision, 1e-9);
            differsFromCosine += Math.Abs(profile.AveragePrecision - cosine.AveragePrecision) > 1e-6 ? 1 : 0;
        }

        Assert.InRange(differsFromCosine, 30, 300);
    }

    [Fact]
    public void Many_positives_are_counted_as_few_are()
    {
        var table = Labelled(400, seed: 3)
            .WithMetadata(Label, [.. Enumerable.Range(0, 400).Select(row => $"{row % 3}")]);
        foreach (var profile in AveragePrecision.Of(table, SameLabel, Options).Profiles)
        {
            var expected = AveragePrecisionBySorting.Of(table, SameLabel, profile.RowIndex, "");
            Assert.True(profile.Pairs.PositiveCount > 100);
            Assert.Equal(expected.AveragePrecision, profile.AveragePrecision, 1e-12);
        }
    }

    [Fact]
    public void The_order_of_the_rows_and_the_number_of_threads_change_nothing() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            var table = Labelled(90, seed);
            var order = Enumerable.Range(0, table.RowCount).ToArray();
            new Random(seed).Shuffle(order);
            var rules = SameLabel with { NegSameBy = [Plate] };
            var (one, options) = (AveragePrecision.Of(table, rules, Options), Options with { MaxThreads = 1 });
            var shuffled = table.SelectRows(order);
            var other = AveragePrecision.Of(shuffled, rules, options);
            for (var row = 0; row < order.Length; row++)
                Assert.Equal(one.Profiles[order[row]], other.Profiles[row] with { RowIndex = order[row] });
            Assert.Equal(
                AveragePrecision.MeanOf(one, table, [Label, Plate], Options).Select(Text),
                AveragePrecision.MeanOf(other, shuffled, [Label, Plate], options).Select(Text));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_times_positive_numbers_give_the_same()
    {
        var table = Labelled(60, seed: 5);
        var random = new Random(6);
        var factors = Enumerable.Range(0, 60).Select(_ => Math.Exp(20 * (random.NextDouble() - 0.5))).ToArray();
        var values = table.ColumnMajorValues.ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] *= factors[i % 60];
        Assert.Equal(
            AveragePrecision.Of(table, SameLabel, Options).Profiles,
            AveragePrecision.Of(table.WithFeatures(values), SameLabel, Options).Profiles);
    }

    [Fact]
    public void It_lies_between_all_positives_last_and_all_first() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            foreach (var profile in AveragePrecision.Of(Labelled(25, seed), SameLabel, Options).Profiles)
            {
                var (positives, total) = profile.Pairs;
                var least = Enumerable.Range(1, positives).Average(j => (double?)j / (total - positives + j));
                Assert.Equal(profile.IsDefined, double.IsFinite(profile.AveragePrecision));
                if (profile.IsDefined)
                    Assert.InRange(profile.AveragePrecision, least!.Value - 1e-12, 1 + 1e-12);
                if (profile.IsDefined)
                    Assert.InRange(profile.PValue, 1.0 / 201, 1);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Groups_that_lie_apart_have_one_and_the_smallest_p()
    {
        var random = new Random(1);
        double Far(int row, int feature) => (row / 8 == feature ? 100 : 0) + random.NextDouble();
        var columns = Enumerable.Range(0, 4)
            .Select(f => Enumerable.Range(0, 32).Select(row => Far(row, f)).ToArray()).ToArray();
        var table = MadeUpTables.Of(columns)
            .WithMetadata(Label, [.. Enumerable.Range(0, 32).Select(row => $"{row / 8}")]);
        var result = AveragePrecision.Of(table, SameLabel, Options);
        Assert.All(
            result.Profiles,
            profile => Assert.Equal((1, 1.0 / 201), (profile.AveragePrecision, profile.PValue)));
        Assert.All(
            AveragePrecision.MeanOf(result, table, [Label], Options),
            group => Assert.Equal((8, 1, 1.0 / 201), (group.ProfileCount, group.MeanAveragePrecision, group.PValue)));
    }

    [Fact]
    public void Equally_near_ones_count_for_the_positives()
    {
        var table = MadeUpTables.Of([1, 2, 2, 3], [1, 2, 2, 3]).WithMetadata(Label, ["a", "b", "a", "b"]);
        Assert.All(
            AveragePrecision.Of(table, SameLabel, Options).Profiles,
            profile => Assert.Equal(1, profile.AveragePrecision));
    }

    [Theory]
    [InlineData(3, 100)]
    [InlineData(41, 100)]
    [InlineData(49, 100)]
    [InlineData(64, 100)]
    [InlineData(65, 100)]
    [InlineData(70, 100)]
    [InlineData(97, 100)]
    public void Of_many_equally_near_ones_all_count_for_the_positives(int positives, int negatives)
    {
        // Every row is the same; then 30 negatives lie nearer, and one positive farther.
        int[] labels = [.. Enumerable.Repeat(0, positives + 1), .. Enumerable.Repeat(1, negatives)];
        var same = MadeUpTables.Of([.. labels.Select(_ => 1.0)], [.. labels.Select(_ => 2.0)])
            .WithMetadata(Label, [.. labels.Select(label => $"{label}")]);
        Assert.Equal(1, AveragePrecision.Of(same, SameLabel, Options).Profiles[0].AveragePrecision);
        var nearer = MadeUpTables.Of(
                [.. labels.Select((_, row) => row == 0 || row >= labels.Length - 30 ? 1.0 : row == 1 ? 0.1 : 0.5)],
                [.. labels.Select(_ => 2.0)])
            .WithMetadata(Label, [.. labels.Select(label => $"{label}")]);
        Assert.Equal(
            Enumerable.Range(1, positives).Average(j => (double)j / (j + (j < positives ? 30 : negatives))),
            AveragePrecision.Of(nearer, SameLabel, Options).Profiles[0].AveragePrecision,
            1e-12);
    }

    [Fact]
    public void Rows_without_values_take_part_in_no_pair_and_features_that_others_lack_are_left_out()
    {
        const double Missing = double.NaN;
        var table = MadeUpTables.Of([1, Missing, 1, 0, 1], [0, Missing, 0.1, 0, 1], [5, Missing, 5, 0, Missing])
            .WithMetadata(Label, ["a", "a", "a", "a", "b"]);
        var result = AveragePrecision.Of(table, SameLabel, Options);
        Assert.Equal(2, result.FeatureCount);
        Assert.Equal([1, 3], result.RowsLeftOut);
        Assert.Equal([1, 0, 1, 0, 0], result.Profiles.Select(profile => profile.Pairs.PositiveCount));
        Assert.Equal([2, 0, 2, 0, 2], result.Profiles.Select(profile => profile.Pairs.TotalCount));
        Assert.Equal([1, Missing, 1, Missing, Missing], result.Profiles.Select(profile => profile.AveragePrecision));
        var group = Assert.Single(AveragePrecision.MeanOf(result, table, [Label], Options));
        Assert.Equal(2, group.ProfileCount);
    }

    [Fact]
    public void A_missing_value_is_equal_to_none_and_different_from_none()
    {
        var table = MadeUpTables.Of([1, 1, 1, 1], [0, 1, 2, 3]).WithMetadata(Label, ["a", "a", "", ""]);
        var result = AveragePrecision.Of(table, SameLabel, Options);
        Assert.Equal([1, 1, 0, 0], result.Profiles.Select(profile => profile.Pairs.TotalCount));
        Assert.Single(AveragePrecision.MeanOf(result, table, [Label], Options));
    }

    [Fact]
    public void A_row_of_several_labels_has_a_precision_for_each()
    {
        // Row 0 shares x with row 1 and y with row 2; only row 3 shares none.
        var table = MadeUpTables.Of([1, 1, 1, 1], [0, 0.3, 0.1, 0.2]).WithMetadata(Label, ["y| x|x", "x", "y", "z"]);
        var rules = SameLabel with { MultilabelColumn = Label };
        var result = AveragePrecision.Of(table, rules, Options);
        Assert.Equal(["x", "y", "x", "y", "z"], result.Profiles.Select(profile => profile.Label));
        Assert.Equal([0, 0, 1, 2, 3], result.Profiles.Select(profile => profile.RowIndex));
        Assert.Equal([0.5, 1], result.Profiles.Take(2).Select(profile => profile.AveragePrecision));
        Assert.Equal([2, 2, 3, 3, 3], result.Profiles.Select(profile => profile.Pairs.TotalCount));
        var groups = AveragePrecision.MeanOf(result, table, [Label], Options, Label);
        Assert.Equal(["x", "y"], groups.Select(group => group.Key[0]));
        Assert.Equal([2, 2], groups.Select(group => group.ProfileCount));
    }

    [Fact]
    public void Tables_without_rows_features_or_partners_have_nothing_defined()
    {
        Assert.Empty(AveragePrecision.Of(new ProfileTableBuilder([Label], ["f"]).Build(), SameLabel, Options).Profiles);
        var one = MadeUpTables.Of([1]).WithMetadata(Label, ["a"]);
        Assert.False(Assert.Single(AveragePrecision.Of(one, SameLabel, Options).Profiles).IsDefined);
        Assert.Empty(AveragePrecision.MeanOf(AveragePrecision.Of(one, SameLabel, Options), one, [Label], Options));
        var bare = MadeUpTables.Of([1, 2]).SelectFeatures([]).WithMetadata(Label, ["a", "a"]);
        Assert.Equal([0, 1], AveragePrecision.Of(bare, SameLabel, Options).RowsLeftOut);
    }

    [Fact]
    public void Without_negatives_all_is_perfect_and_says_nothing()
    {
        var table = MadeUpTables.Of([1, 2, 3], [0, 1, 1]).WithMetadata(Label, ["a", "a", "a"]);
        Assert.All(
            AveragePrecision.Of(table, SameLabel, Options).Profiles,
            profile => Assert.Equal((1, 1), (profile.AveragePrecision, profile.PValue)));
    }

    [Fact]
    public void Rules_that_no_pair_can_satisfy_and_unknown_columns_are_refused()
    {
        var table = Labelled(4, seed: 1);
        Refused(new PairRules { NegDiffBy = [Label] }, "PosSameBy");
        Refused(new PairRules { PosSameBy = [Label] }, "NegDiffBy");
        Refused(SameLabel with { PosDiffBy = [Label] }, $"'{Label}'");
        Refused(SameLabel with { NegSameBy = [Label] }, $"'{Label}'");
        Refused(SameLabel with { MultilabelColumn = Plate }, $"'{Plate}'");
        Refused(SameLabel with { PosSameBy = ["Metadata_none"] }, "'Metadata_none'");
        void Refused(PairRules rules, string word) => Assert.Contains(
            word, Assert.Throws<ArgumentException>(() => AveragePrecision.Of(table, rules, Options)).Message);
    }

    [Theory]
    [InlineData(0, 0.05, 0L, 0, "NullSize is 0")]
    [InlineData(10, 0, 0L, 0, "Threshold is 0")]
    [InlineData(10, 0.05, -1L, 0, "MaxNullBytes is -1")]
    [InlineData(10, 0.05, 0L, -1, "MaxThreads is -1")]
    public void Options_out_of_bounds_are_named(int size, double threshold, long bytes, int threads, string words)
    {
        var options = new AveragePrecisionOptions
        {
            NullSize = size,
            Threshold = threshold,
            MaxNullBytes = bytes,
            MaxThreads = threads,
        };
        Assert.Contains(words, Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    /// <summary>The distances as numpy would write them, without anything of the program's.</summary>
    private static double DistanceOf(PairDistance distance, double[] a, double[] b)
    {
        if (distance == PairDistance.Euclidean)
            return Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
        var isCentred = distance is PairDistance.Correlation or PairDistance.AbsCorrelation;
        var (meanA, meanB) = isCentred ? (a.Average(), b.Average()) : (0, 0);
        double Products(double[] x, double mean, double[] y, double other) =>
            x.Zip(y, (p, q) => (p - mean) * (q - other)).Sum();
        var similarity = Products(a, meanA, b, meanB)
            / Math.Sqrt(Products(a, meanA, a, meanA) * Products(b, meanB, b, meanB));
        return 1 - (distance is PairDistance.AbsCosine or PairDistance.AbsCorrelation
            ? Math.Abs(similarity)
            : similarity);
    }

    private static IEnumerable<PairRules> RulesToTry() =>
    [
        SameLabel,
        SameLabel with { PosDiffBy = [Plate], NegSameBy = [Plate] },
        new PairRules { PosSameBy = [Label, Plate], NegDiffBy = [Label, Plate] },
        new PairRules { PosDiffBy = [Plate], NegSameBy = [Plate] },
        SameLabel with { MultilabelColumn = Label },
        SameLabel with { MultilabelColumn = Label, NegSameBy = [Plate], PosDiffBy = [Plate] },
    ];

    private static ProfileTable Labelled(int rowCount, int seed)
    {
        string[] labels = ["a", "b", "c", "a|b", "", "b|c|d"];
        var random = new Random(seed);
        return MadeUpTables.Random(rowCount, 7, seed)
            .WithMetadata(Label, [.. Enumerable.Range(0, rowCount).Select(_ => labels[random.Next(labels.Length)])])
            .WithMetadata(Plate, [.. Enumerable.Range(0, rowCount).Select(_ => $"P{random.Next(3)}")]);
    }

    private static string Text(GroupPrecision group) =>
        $"{string.Join('/', group.Key)} {group.ProfileCount} {group.MeanAveragePrecision:R} {group.PValue:R}";
}
