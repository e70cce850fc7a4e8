using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class PercentReplicatingTests
{
    private const string Label = "Metadata_label";

    [Theory]
    [InlineData(SimilarityKind.Correlation)]
    [InlineData(SimilarityKind.Cosine)]
    public void It_is_what_sorting_all_pairs_gives(SimilarityKind kind) =>
        Prop.ForAll(Gen.Choose(2, 200).Two().ToArbitrary(), pair =>
        {
            var (rowCount, seed) = pair;
            var table = Labelled(rowCount, seed);
            var result = PercentReplicating.Of(table, [Label], kind);
            var (same, others) = Pairs(table, kind);
            Assert.Equal((same.Count, others.Count), (result.ReplicatePairCount, result.NonReplicatePairCount));
            if (others.Count == 0)
            {
                Assert.Null(result.Threshold);
                return;
            }

            others.Sort();
            var position = (others.Count - 1) * 0.95;
            var (low, high) = (others[(int)position], others[Math.Min((int)position + 1, others.Count - 1)]);
            Assert.Equal(low + ((position - (int)position) * (high - low)), result.Threshold!.Value, 1e-6);
            Assert.InRange(
                result.AboveCount,
                same.Count(s => s > result.Threshold + 1e-6),
                same.Count(s => s > result.Threshold - 1e-6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replicates_that_are_equal_replicate_fully()
    {
        var random = MadeUpTables.Random(150, 20, seed: 4);
        var table = random.SelectRows([.. Enumerable.Range(0, 300).Select(row => row / 2)])
            .WithMetadata(Label, [.. Enumerable.Range(0, 300).Select(row => $"{row / 2}")]);
        var result = PercentReplicating.Of(table, [Label], SimilarityKind.Correlation);
        Assert.Equal((150, 150, 1.0), (result.ReplicatePairCount, result.AboveCount, result.Share));
    }

    [Fact]
    public void Tables_without_pairs_have_an_undefined_share()
    {
        var table = MadeUpTables.Of([1, 2, 5], [2, 1, 5], [3, 3, 5]).WithMetadata(Label, ["a", "", "b"]);
        var result = PercentReplicating.Of(table, [Label], SimilarityKind.Correlation);
        Assert.Equal((0, 0, null, null), (result.ReplicatePairCount, result.NonReplicatePairCount, result.Threshold,
            result.Share));
        Assert.Equal(2, result.RowsLeftOut);
        Assert.Null(PercentReplicating.Of(table.SelectRows([]), [Label], SimilarityKind.Cosine).Share);
        Assert.Throws<ArgumentException>(() => PercentReplicating.Of(table, [], SimilarityKind.Cosine));
    }

    private static ProfileTable Labelled(int rowCount, int seed) => MadeUpTables.Random(rowCount, 6, seed)
        .WithMetadata(Label, [.. Enumerable.Range(0, rowCount).Select(row => row % 11 == 0 ? "" : $"{row % 7}")]);

    private static (List<double> Same, List<double> Others) Pairs(ProfileTable table, SimilarityKind kind)
    {
        var labels = table.Metadata(Label);
        var (same, others) = (new List<double>(), new List<double>());
        for (var i = 0; i < table.RowCount; i++)
        {
            for (var j = i + 1; j < table.RowCount; j++)
            {
                if (labels[i].Length == 0 || labels[j].Length == 0)
                    continue;
                var similarity = NearestNeighbours.Cosine(Vector(table, i, kind), Vector(table, j, kind));
                (labels[i] == labels[j] ? same : others).Add(similarity);
            }
        }

        return (same, others);
    }

    private static double[] Vector(ProfileTable table, int row, SimilarityKind kind)
    {
        var values = table.Row(row);
        var mean = kind == SimilarityKind.Correlation ? values.Average() : 0;
        return Array.ConvertAll(values, value => value - mean);
    }
}
