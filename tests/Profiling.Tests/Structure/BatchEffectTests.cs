using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class BatchEffectTests
{
    [Fact]
    public void A_shift_of_each_plate_is_told_and_its_removal_too()
    {
        var clean = WithPlates(SeededNumbers.Table(120, 6, 5), row => row % 4);
        var shifted = Shift(clean, row => row % 4, 3);
        var options = new BatchEffectOptions { Metric = DistanceMetric.Euclidean, PermutationCount = 200 };
        var before = BatchEffect.Measure(shifted, "Metadata_Plate", options);
        var after = BatchEffect.Measure(clean, "Metadata_Plate", options);
        Assert.Equal(1, before.Accuracy);
        Assert.Equal(1, before.NeighbourShare);
        Assert.Equal(1.0 / 201, before.PValue);
        Assert.True(before.Silhouette > 0.4);
        Assert.All(before.Batches, batch => Assert.Equal((30, 1.0), (batch.RowCount, batch.Recall)));
        Assert.Equal(["P0", "P1", "P2", "P3"], before.Batches.Select(batch => batch.Name));
        Assert.InRange(after.Accuracy, after.ChanceLow, after.ChanceHigh);
        Assert.InRange(after.ChanceAccuracy, 0.2, 0.3);
        Assert.Equal(4 * 30 * 29 / (120.0 * 119), after.ChanceShare, 1e-15);
        Assert.Equal(0.25, after.LargestShare);
        Assert.InRange(after.Silhouette, -0.1, 0.02);
        var removed = new BatchEffectComparison(before, after).Removed;
        Assert.InRange(removed!.Value, 0.9, 1.1);
        Assert.Null(new BatchEffectComparison(before, null).Removed);
    }

    [Fact]
    public void The_p_value_is_uniform_where_there_is_no_effect()
    {
        var values = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            var table = WithPlates(SeededNumbers.Table(40, 3, seed), row => row % 2);
            values.Add(BatchEffect.Measure(table, "Metadata_Plate", new BatchEffectOptions
            {
                NeighbourCount = 3,
                PermutationCount = 199,
                Seed = seed,
                MaxThreads = 1,
            }).PValue);
        }

        // Kolmogorov and Smirnov at 0.1 %: 1.95/√200. Ties make p at most larger, so only the upper side is bound.
        var sorted = values.Order().ToArray();
        for (var i = 0; i < sorted.Length; i++)
            Assert.True((i + 1.0) / sorted.Length <= sorted[i] + 0.138, $"{i + 1} of 200 p-values are ≤ {sorted[i]}");
    }

    [Fact]
    public void Replicates_of_a_compound_do_not_tell_its_batch_where_they_may_not_be_asked()
    {
        // Each compound is in one batch only; its replicates are near each other, batches do not differ.
        var table = SeededNumbers.Table(80, 6, 5);
        var numbers = new SeededNumbers(99);
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < 6; f++)
        {
            for (var compound = 0; compound < 20; compound++)
            {
                var place = numbers.Next() / 1e8;
                for (var replicate = 0; replicate < 4; replicate++)
                    values[(f * 80) + (compound * 4) + replicate] += place;
            }
        }

        table = WithPlates(table.WithFeatures(values), row => row / 4 % 2)
            .WithMetadata("Metadata_Compound", [.. Enumerable.Range(0, 80).Select(row => $"c{row / 4}")]);
        var options = new BatchEffectOptions { Metric = DistanceMetric.Euclidean, NeighbourCount = 3 };
        Assert.Equal(1, BatchEffect.Measure(table, "Metadata_Plate", options).Accuracy);
        var others = BatchEffect.Measure(
            table, "Metadata_Plate", options with { NotSameColumn = "Metadata_Compound" });
        Assert.InRange(others.Accuracy, 0.2, 0.8);
        Assert.Equal(80, others.RowCount);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        var table = WithPlates(SeededNumbers.Table(200, 6, 5), row => row % 3);
        var options = new BatchEffectOptions { PermutationCount = 50, MaxThreads = 1 };
        var one = BatchEffect.Measure(table, "Metadata_Plate", options);
        var two = BatchEffect.Measure(table, "Metadata_Plate", options with { MaxThreads = 2 });
        Assert.Equal(one with { Batches = [] }, two with { Batches = [] });
        Assert.Equal(one.Batches, two.Batches);
    }

    [Fact]
    public void Fewer_than_two_batches_tell_nothing()
    {
        var table = WithPlates(SeededNumbers.Table(10, 3, 1), _ => 0);
        var one = BatchEffect.Measure(table, "Metadata_Plate", new BatchEffectOptions());
        Assert.Equal(double.NaN, one.Accuracy);
        Assert.Equal(10, one.RowCount);
        var none = BatchEffect.Measure(table.SelectRows([]), "Metadata_Plate", new BatchEffectOptions());
        Assert.Equal((0, double.NaN), (none.RowCount, none.Silhouette));
        var alone = BatchEffect.Measure(table.SelectRows([3]), "Metadata_Plate", new BatchEffectOptions());
        Assert.Equal((0, double.NaN), (alone.RowCount, alone.Accuracy));
    }

    [Fact]
    public void Rows_without_batch_or_direction_are_left_out()
    {
        var table = WithPlates(SeededNumbers.Table(12, 3, 1), row => row % 2);
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < 3; f++)
            values[(f * 12) + 5] = 0;
        table = table.WithFeatures(values).WithMetadata(
            "Metadata_Plate", [.. Enumerable.Range(0, 12).Select(row => row == 2 ? "" : $"P{row % 2}")]);
        var result = BatchEffect.Measure(table, "Metadata_Plate", new BatchEffectOptions { PermutationCount = 0 });
        Assert.Equal(10, result.RowCount);
        Assert.Equal(double.NaN, result.PValue);
        Assert.True(double.IsFinite(result.Accuracy));
    }

    [Fact]
    public void An_option_or_a_column_that_is_not_there_is_named()
    {
        var table = WithPlates(SeededNumbers.Table(4, 3, 1), row => row % 2);
        var error = Assert.Throws<ArgumentException>(
            () => BatchEffect.Measure(table, "Metadata_Plate", new BatchEffectOptions { NeighbourCount = 0 }));
        Assert.Equal("NeighbourCount is 0, expected 1 to 512.", error.Message);
        Assert.Throws<ArgumentException>(() => BatchEffect.Measure(table, "Metadata_X", new BatchEffectOptions()));
        Assert.Throws<ArgumentException>(() => BatchEffect.Measure(
            table, "Metadata_Plate", new BatchEffectOptions { NotSameColumn = "Metadata_X" }));
    }

    internal static ProfileTable WithPlates(ProfileTable table, Func<int, int> plateOf) => table.WithMetadata(
        "Metadata_Plate", [.. Enumerable.Range(0, table.RowCount).Select(row => $"P{plateOf(row)}")]);

    private static ProfileTable Shift(ProfileTable table, Func<int, int> plateOf, double by)
    {
        var values = table.ColumnMajorValues.ToArray();
        for (var row = 0; row < table.RowCount; row++)
            values[(plateOf(row) * table.RowCount) + row] += by;
        return table.WithFeatures(values);
    }
}
