using HcsGrid.Profiling.Aggregation;

namespace HcsGrid.Profiling.Tests.Aggregation;

public class AggregatorTests
{
    [Theory]
    [InlineData(AggregationMethod.Mean, "a_input", "a_aggregate_mean_by_broad_sample")]
    [InlineData(AggregationMethod.Median, "a_input", "a_aggregate_median_by_broad_sample")]
    [InlineData(AggregationMethod.Mean, "a_fs_input", "a_aggregate_mean_by_broad_sample_modified_columns")]
    [InlineData(AggregationMethod.Median, "a_fs_input", "a_aggregate_median_by_broad_sample_modified_columns")]
    public void Wells_become_perturbations_as_the_reference_does_it(
        AggregationMethod method, string input, string expectedFile)
    {
        var expected = Golden.Read(expectedFile);
        var wells = Golden.Read(input);
        wells = wells.SelectFeatures(expected.FeatureNames.Select(wells.FeatureIndexOf).ToArray());
        var actual = Aggregator.Aggregate(wells, ["Metadata_broad_sample"], method);
        Assert.Equal(expected.Metadata("Metadata_broad_sample"), actual.Metadata("Metadata_broad_sample"));
        Golden.Equal(expected, actual, 1e-12);
    }

    [Fact]
    public void The_missing_value_is_a_group_of_its_own_and_the_last_one()
    {
        var expected = Golden.Read("a_aggregate_median_by_moa_first50");
        var wells = Golden.Read("a_input");
        var actual = Aggregator.Aggregate(
            wells.SelectFeatures([.. Enumerable.Range(0, 50)]), ["Metadata_moa"], AggregationMethod.Median);
        Assert.Equal(expected.Metadata("Metadata_moa"), actual.Metadata("Metadata_moa"));
        Assert.Equal("", actual.Metadata("Metadata_moa")[^1]);
        Golden.Equal(expected, actual, 1e-12);
    }

    [Fact]
    public void Groups_of_several_columns_order_by_code_point_column_after_column()
    {
        var builder = new ProfileTableBuilder(["Metadata_A", "Metadata_B"], ["f"]);
        string?[] first = ["b", "a", "a", "", "a", "Z", "\U0001F600", "\uFF5E"];
        string?[] second = ["1", "10", "2", "1", null, "1", "1", "1"];
        foreach (var (a, b) in first.Zip(second))
            builder.AddRow([a, b], [1]);
        var groups = Aggregator.Aggregate(builder.Build(), ["Metadata_A", "Metadata_B"], AggregationMethod.Mean);
        Assert.Equal(["Z", "a", "a", "a", "b", "\uFF5E", "\U0001F600", ""], groups.Metadata("Metadata_A"));
        Assert.Equal(["1", "10", "2", "", "1", "1", "1", "1"], groups.Metadata("Metadata_B"));
    }

    [Fact]
    public void NaN_is_left_out_and_NaN_alone_stays_NaN()
    {
        var table = MadeUpTables.Of([1, double.NaN, 4], [double.NaN, double.NaN, double.NaN])
            .WithMetadata("Metadata_Group", ["g", "g", "g"]);
        foreach (var method in Enum.GetValues<AggregationMethod>())
        {
            var group = Aggregator.Aggregate(table, ["Metadata_Group"], method);
            Assert.Equal(2.5, group[0, 0]);
            Assert.Equal(double.NaN, group[0, 1]);
        }
    }

    [Fact]
    public void A_table_without_rows_gives_one_without_rows()
    {
        var empty = new ProfileTableBuilder(["Metadata_Group"], ["f"]).Build();
        Assert.Equal(0, Aggregator.Aggregate(empty, ["Metadata_Group"], AggregationMethod.Median).RowCount);
        Assert.Equal(0, Consensus.Median(empty, ["Metadata_Group"]).RowCount);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Aggregator.Aggregate(MadeUpTables.Of([1]), ["Metadata_Nope"], AggregationMethod.Mean));
        Assert.Contains("'Metadata_Nope'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Metadata_Row", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Aggregator.Aggregate(MadeUpTables.Of([1]), [], AggregationMethod.Mean));
    }

    [Fact]
    public void A_consensus_is_the_median_and_carries_what_its_rows_share()
    {
        var wells = Golden.Read("a_input");
        var consensus = Consensus.Median(wells, ["Metadata_broad_sample"]);
        Golden.Equal(Golden.Read("a_aggregate_median_by_broad_sample"), consensus, 1e-12);
        Assert.Equal("Metadata_broad_sample", consensus.MetadataNames[0]);
        Assert.Equal(wells.MetadataNames.Order(), consensus.MetadataNames.Order());
        Assert.All(consensus.Metadata("Metadata_Plate"), plate => Assert.Equal("SQ00015054", plate));
        Assert.All(consensus.Metadata("Metadata_Well"), well => Assert.Equal("", well));
        var (ids, moas) = (wells.Metadata("Metadata_broad_sample"), wells.Metadata("Metadata_moa"));
        for (var group = 0; group < consensus.RowCount; group++)
        {
            var row = ids.ToList().IndexOf(consensus.Metadata("Metadata_broad_sample")[group]);
            Assert.Equal(moas[row], consensus.Metadata("Metadata_moa")[group]);
        }
    }
}
