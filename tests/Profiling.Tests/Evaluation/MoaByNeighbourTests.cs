using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class MoaByNeighbourTests
{
    private static readonly TreatmentColumns Columns = new()
    {
        Compound = "cpd",
        Concentration = "dose",
        Moa = "moa",
        Batch = "batch",
    };

    [Fact]
    public void The_neighbour_is_of_another_compound_and_wells_are_made_one_treatment()
    {
        // a at dose 1 has two wells, whose median lies nearest to b; a at dose 2 lies nearer still, and does not count.
        var result = Evaluate(MoaConvention.NotSameCompound, Wells());
        Assert.Equal((3, 5), (result.Correct, result.Total));
        Assert.Equal(0.6, result.Accuracy);
        Assert.Equal(["a 1", "a 2", "b 1", "c 1", "d 1"], result.Treatments.Select(Name));
        Assert.Equal([2, 1, 1, 1, 1], result.Treatments.Select(treatment => treatment.WellCount));
        Assert.Equal([2, 2, 0, 4, 3], result.Treatments.Select(treatment => treatment.NeighbourIndex));
        Assert.Equal(
            [("K", "L", 1), ("L", "K", 1), ("M", "M", 3)],
            result.Confusion.OrderBy(c => c.Moa).ToArray());
        Assert.Equal(1, result.UnlabelledWellCount);
        Assert.Empty(result.LeftOutMoas);
    }

    [Fact]
    public void The_neighbour_is_of_another_batch_too_and_mechanisms_of_one_batch_neither_ask_nor_answer()
    {
        var result = Evaluate(MoaConvention.NotSameCompoundOrBatch, Wells());
        Assert.Equal(["K", "L"], result.LeftOutMoas);
        Assert.Equal(["a 1", "a 2", "b 1"], result.Treatments.Select(Name));
        Assert.Equal([null, 2, 1], result.Treatments.Select(treatment => treatment.NeighbourIndex));
        Assert.Equal((2, 3), (result.Correct, result.Total));
    }

    [Fact]
    public void A_treatment_of_several_batches_has_neighbours_in_none_of_them()
    {
        var wells = Wells().WithMetadata("batch", ["X", "Y", "Z", "Y", "Z", "Z", "Z"]);
        var result = Evaluate(MoaConvention.NotSameCompoundOrBatch, wells);
        Assert.Equal(["X", "Y"], result.Treatments[0].Batches);
        Assert.Null(result.Treatments[0].NeighbourIndex);
        Assert.Equal(2, result.Treatments[1].NeighbourIndex);
    }

    [Theory]
    [InlineData(ConsensusOperation.Median)]
    [InlineData(ConsensusOperation.Mean)]
    [InlineData(ConsensusOperation.Modz)]
    public void A_missing_dose_is_a_dose_of_its_own_for_every_consensus(ConsensusOperation consensus)
    {
        var wells = Wells().WithMetadata("dose", ["1", "1", "", "1", "1", "1", "1"]);
        var result = MoaByNeighbour.Evaluate(wells, Columns, MoaConvention.NotSameCompound, consensus);
        Assert.Equal(5, result.Total);
        Assert.Equal(2, result.Treatments.Count(treatment => treatment.Compound == "a"));
    }

    [Fact]
    public void Without_a_dose_column_a_compound_is_one_treatment()
    {
        var result = MoaByNeighbour.Evaluate(
            Wells(), Columns with { Concentration = null }, MoaConvention.NotSameCompound, ConsensusOperation.Mean);
        Assert.Equal(["a ", "b ", "c ", "d "], result.Treatments.Select(Name));
    }

    [Fact]
    public void A_treatment_without_direction_counts_as_wrong()
    {
        var wells = Wells();
        var values = wells.ColumnMajorValues.ToArray();
        (values[3], values[3 + wells.RowCount]) = (0, 0);
        var result = Evaluate(MoaConvention.NotSameCompound, wells.WithFeatures(values));
        Assert.Equal((null, false), (result.Treatments[2].NeighbourIndex, result.Treatments[2].IsCorrect));
        Assert.Equal(5, result.Total);
    }

    [Fact]
    public void Wells_that_are_no_treatments_are_left_out_and_not_counted_as_unlabelled()
    {
        var result = MoaByNeighbour.Evaluate(
            Wells(), Columns, MoaConvention.NotSameCompound, ConsensusOperation.Median, [0, 6]);
        Assert.Equal((5, 0, 1), (result.Total, result.UnlabelledWellCount, result.Treatments[0].WellCount));
    }

    [Fact]
    public void A_table_without_treatments_has_no_accuracy()
    {
        var result = Evaluate(MoaConvention.NotSameCompoundOrBatch, Wells().SelectRows([]));
        Assert.Equal((0, 0, null), (result.Correct, result.Total, result.Accuracy));
    }

    [Fact]
    public void Wells_of_one_treatment_with_two_mechanisms_or_without_a_batch_are_refused_with_their_rows()
    {
        var two = Wells().WithMetadata("moa", ["M", "K", "M", "M", "K", "L", ""]);
        var error = Assert.Throws<ScreenDataException>(() => Evaluate(MoaConvention.NotSameCompound, two));
        Assert.Contains("Rows 1 and 2", error.Message);
        Assert.Contains("a 1", error.Message);
        var none = Wells().WithMetadata("batch", ["X", "X", "X", "", "X", "X", "X"]);
        error = Assert.Throws<ScreenDataException>(() => Evaluate(MoaConvention.NotSameCompound, none));
        Assert.Contains("Row 4", error.Message);
        Assert.Throws<ArgumentException>(() => MoaByNeighbour.Evaluate(
            Wells(), Columns with { Batch = null }, MoaConvention.NotSameCompoundOrBatch, ConsensusOperation.Median));
    }

    private static MoaNeighbourResult Evaluate(MoaConvention convention, ProfileTable wells) =>
        MoaByNeighbour.Evaluate(wells, Columns, convention, ConsensusOperation.Median);

    private static string Name(Treatment treatment) => $"{treatment.Compound} {treatment.Concentration}";

    private static ProfileTable Wells() =>
        MadeUpTables.Of([1, 1, 1, 1, 0, 0.1, 1], [0.1, 0.3, 0.2, 0.1, 1, 1, 0])
            .WithMetadata("cpd", ["a", "a", "a", "b", "c", "d", "e"])
            .WithMetadata("dose", ["1", "1", "2", "1", "1", "1", "1"])
            .WithMetadata("moa", ["M", "M", "M", "M", "K", "L", ""])
            .WithMetadata("batch", ["X", "X", "Y", "X", "X", "X", "X"]);
}
