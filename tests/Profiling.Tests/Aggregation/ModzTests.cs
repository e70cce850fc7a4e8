using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Aggregation;

namespace HcsGrid.Profiling.Tests.Aggregation;

public class ModzTests
{
    private static readonly string[] BySample = ["Metadata_broad_sample"];
    private static readonly string[] ByGroup = ["Metadata_Group"];

    [Theory]
    [InlineData("a_input", "a_consensus_modz_by_broad_sample")]
    [InlineData("a_fs_input", "a_consensus_modz_fs_input_first60_no_nan")]
    public void Replicates_become_a_consensus_as_the_reference_does_it(string input, string expectedFile)
    {
        var expected = Golden.Read(expectedFile);
        var wells = Golden.Read(input);
        wells = wells.SelectFeatures([.. expected.FeatureNames.Select(wells.FeatureIndexOf)]);
        var actual = Consensus.Of(wells, BySample, ConsensusOperation.Modz, new ModzOptions());
        Assert.Equal(expected.Metadata(BySample[0]), actual.Metadata(BySample[0]));
        Golden.Equal(expected, actual, 1e-12);
    }

    [Theory]
    [InlineData(ConsensusOperation.Median)]
    [InlineData(ConsensusOperation.Modz)]
    public void A_table_without_features_has_a_consensus_without_features(ConsensusOperation operation)
    {
        var wells = Golden.Read("a_input").SelectFeatures([]);
        var consensus = Consensus.Of(wells, BySample, operation, new ModzOptions());
        Assert.Equal(wells.Metadata(BySample[0]).Distinct().Count(value => value.Length > 0), consensus.RowCount);
        Assert.Equal(0, consensus.FeatureCount);
    }

    [Fact]
    public void Every_replicate_has_the_reference_s_weight_to_the_last_rounded_decimal()
    {
        var wells = Golden.Read("a_input");
        var expected = Golden.Read("a_modz_weights");
        var weights = Modz.Weights(wells, BySample, new ModzOptions());
        Assert.Equal(expected.RowCount, weights.Count);
        for (var i = 0; i < weights.Count; i++)
        {
            var place = $"replicate {i}";
            Assert.Equal(expected.Metadata("Metadata_Well")[i], wells.Metadata("Metadata_Well")[weights[i].Row]);
            Golden.Equal(expected[i, expected.FeatureIndexOf("raw_weight")], weights[i].Raw, 1e-12, place);
            Golden.Equal(expected[i, expected.FeatureIndexOf("weight")], weights[i].Weight, 1e-12, place);
            Assert.Equal(expected[i, expected.FeatureIndexOf("weight_rounded4")], weights[i].Rounded);
        }
    }

    [Theory]
    [InlineData(CorrelationMethod.Pearson)]
    [InlineData(CorrelationMethod.Spearman)]
    public void A_group_s_numbers_are_those_that_it_has_alone(CorrelationMethod method)
    {
        var random = new Random(4);
        var groups = Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? "large" : $"g{random.Next(80):D2}").ToArray();
        // Some 80 groups of 600 features are several batches.
        var table = MadeUpTables.Random(300, 600, seed: 9).WithMetadata("Metadata_Group", groups);
        var values = table.ColumnMajorValues.ToArray();
        for (var i = 0; i < 40; i++)
            values[random.Next(values.Length)] = double.NaN;
        table = table.WithFeatures(values);
        var options = new ModzOptions { Method = method };
        var all = Consensus.Of(table, ByGroup, ConsensusOperation.Modz, options);
        var weights = Modz.Weights(table, ByGroup, options);
        var inOrder = Enumerable.Range(0, 300).OrderBy(i => groups[i], StringComparer.Ordinal);
        Assert.Equal(inOrder, weights.Select(w => w.Row));
        for (var group = 0; group < all.RowCount; group++)
        {
            var name = all.Metadata("Metadata_Group")[group];
            var alone = Consensus.Of(
                table.SelectRows(row => groups[row] == name), ByGroup, ConsensusOperation.Modz, options);
            Assert.Equal(alone.Row(0), all.Row(group));
        }
    }

    [Theory]
    [InlineData(CorrelationMethod.Pearson)]
    [InlineData(CorrelationMethod.Spearman)]
    public void Large_groups_that_share_a_batch_have_the_weights_that_they_have_alone(CorrelationMethod method)
    {
        // Groups of 40 and more are correlated in one product of matrices; 150 rows of 30 features are one batch.
        var groups = Enumerable.Range(0, 150).Select(i => $"g{i % 3}").ToArray();
        var table = MadeUpTables.Random(150, 30, seed: 5).WithMetadata("Metadata_Group", groups);
        var options = new ModzOptions { Method = method };
        var weights = Modz.Weights(table, ByGroup, options);
        for (var group = 0; group < 3; group++)
        {
            var alone = Modz.Weights(table.SelectRows(row => groups[row] == $"g{group}"), ByGroup, options);
            Assert.Equal(alone.Select(weight => weight.Raw), weights.Skip(50 * group).Take(50).Select(w => w.Raw));
        }
    }

    [Theory]
    [InlineData(CorrelationMethod.Pearson, 5)]
    [InlineData(CorrelationMethod.Spearman, 5)]
    [InlineData(CorrelationMethod.Pearson, 40)]
    [InlineData(CorrelationMethod.Spearman, 40)]
    public void Weights_are_what_a_plain_reading_of_the_formula_gives(CorrelationMethod method, int count)
    {
        var table = MadeUpTables.Random(count, 40, seed: 8)
            .WithMetadata("Metadata_Group", [.. Enumerable.Repeat("g", count)]);
        var weights = Modz.Weights(table, ByGroup, new ModzOptions { Method = method, Precision = 6 });
        var raw = new double[count];
        for (var i = 0; i < count; i++)
        {
            var others = Enumerable.Range(0, count).Where(j => j != i);
            raw[i] = Math.Max(0.01, others.Average(j => Math.Max(0, Plain(table.Row(i), table.Row(j), method))));
        }

        for (var i = 0; i < count; i++)
        {
            Golden.Equal(raw[i], weights[i].Raw, 1e-13, $"replicate {i}");
            Assert.Equal(Math.Round(raw[i] / raw.Sum(), 6), weights[i].Rounded, 1e-15);
        }
    }

    [Fact]
    public void One_replicate_is_itself_and_rows_without_a_key_are_left_out()
    {
        var table = MadeUpTables.Of([1, 2, 3], [4, double.NaN, 6], [-7, 8, 9])
            .WithMetadata("Metadata_Group", ["b", "a", ""]);
        var consensus = Consensus.Of(table, ByGroup, ConsensusOperation.Modz, new ModzOptions());
        Assert.Equal(["a", "b"], consensus.Metadata("Metadata_Group"));
        Assert.Equal([2, double.NaN, 8], consensus.Row(0));
        Assert.Equal([1, 4, -7], consensus.Row(1));
        Assert.Equal(3, Consensus.Of(table, ByGroup, ConsensusOperation.Mean, new ModzOptions()).RowCount);
    }

    [Fact]
    public void Missing_values_add_nothing_and_pairs_correlate_over_what_both_have()
    {
        double[][] columns = [[1, 2], [2, 4], [3, 7], [double.NaN, 5], [4, double.NaN], [double.NaN, double.NaN]];
        var table = MadeUpTables.Of(columns).WithMetadata("Metadata_Group", ["g", "g"]);
        var weights = Modz.Weights(table, ByGroup, new ModzOptions());
        Assert.All(weights, weight => Assert.Equal((1.0, 0.5), (weight.Raw, weight.Rounded)));
        var profile = Consensus.Of(table, ByGroup, ConsensusOperation.Modz, new ModzOptions()).Row(0);
        Assert.Equal([1.5, 3, 5, 2.5, 2, double.NaN], profile);
    }

    [Fact]
    public void Profiles_without_a_defined_correlation_have_the_smallest_weight()
    {
        var table = MadeUpTables.Of([0.1, 1, 2], [0.1, 2, 4], [0.1, 4, 5])
            .WithMetadata("Metadata_Group", ["g", "g", "g"]);
        foreach (var method in Enum.GetValues<CorrelationMethod>())
        {
            var weights = Modz.Weights(table, ByGroup, new ModzOptions { Method = method });
            Assert.Equal(0.01, weights[0].Raw);
            Assert.InRange(weights[1].Raw, 0.9, 1);
        }
    }

    [Fact]
    public void A_weight_half_way_rounds_to_the_even_decimal()
    {
        // Eight replicates that agree fully weigh 0.125 each.
        var columns = Enumerable.Range(0, 6).Select(f => Enumerable.Repeat((double)f, 8).ToArray()).ToArray();
        var table = MadeUpTables.Of(columns).WithMetadata("Metadata_Group", [.. Enumerable.Repeat("g", 8)]);
        foreach (var weight in Modz.Weights(table, ByGroup, new ModzOptions { Precision = 2 }))
            Assert.Equal((0.125, 0.12), (weight.Weight, weight.Rounded));
    }

    [Fact]
    public void Spearman_s_weights_do_not_see_units_offsets_and_the_order_of_rows() =>
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (seed, factor) =>
        {
            var table = MadeUpTables.Random(6, 17, seed).WithMetadata("Metadata_Group", ["a", "b", "a", "a", "b", "a"]);
            double[] moved = [.. table.ColumnMajorValues.ToArray().Select(value => (value * factor) + 3)];
            int[] reversed = [5, 4, 3, 2, 1, 0];
            var expected = Modz.Weights(table, ByGroup, new ModzOptions()).ToDictionary(w => w.Row, w => w.Rounded);
            Assert.Equal(
                expected,
                Modz.Weights(table.WithFeatures(moved), ByGroup, new()).ToDictionary(w => w.Row, w => w.Rounded));
            var turned = Modz.Weights(table.SelectRows(reversed), ByGroup, new ModzOptions());
            Assert.All(turned, weight => Assert.Equal(expected[reversed[weight.Row]], weight.Rounded, 1e-12));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Empty_tables_and_options_out_of_bounds_have_stated_outcomes()
    {
        var empty = MadeUpTables.Of([1]).WithMetadata("Metadata_Group", ["g"]).SelectRows([]);
        Assert.Equal(0, Consensus.Of(empty, ByGroup, ConsensusOperation.Modz, new ModzOptions()).RowCount);
        ModzOptions[] wrong =
        [
            new() { MinWeight = 0 }, new() { Precision = 0 }, new() { Precision = 16 },
            new() { Method = (CorrelationMethod)9 },
        ];
        foreach (var options in wrong)
            Assert.Throws<ArgumentException>(() => Modz.Weights(empty, ByGroup, options));
    }

    private static double Plain(double[] a, double[] b, CorrelationMethod method)
    {
        if (method == CorrelationMethod.Spearman)
            (a, b) = (Ranks(a), Ranks(b));
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum()
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private static double[] Ranks(double[] values) =>
        Array.ConvertAll(values, value => (double)values.Count(other => other < value));
}
