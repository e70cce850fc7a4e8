using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class LabelScaleTests
{
    private static readonly AveragePrecisionOptions Options = new() { NullSize = 4000 };

    [Fact]
    public void A_scale_tells_precision_chance_and_the_clustering()
    {
        var table = MadeUpTables.Of([1, 1, 0, 0, 1], [0, 0.1, 1, 1, 1])
            .WithMetadata("moa", ["a", "a", "b", "b", "c"]).WithMetadata("cluster", ["1", "1", "2", "2", "2"]);
        var scale = LabelScale.Of(table, "moa", "cluster", Options);
        Assert.Equal((4, 2, 1.0), (scale.QueryCount, scale.ClassCount, scale.MeanAveragePrecision));

        // One positive among four: (1 + 1/2 + 1/3 + 1/4) / 4.
        Assert.Equal(25.0 / 48, scale.ChancePrecision!.Value, 0.02);
        Assert.Equal((5, 1.0), (scale.Clustering!.ItemCount, scale.Clustering.PairRecall));
        Assert.Equal(0.5, scale.Clustering.PairPrecision);
        var none = LabelScale.Of(table.SelectRows([0, 2]), "moa", null, Options);
        Assert.Equal((0, null, null), (none.QueryCount, none.MeanAveragePrecision, none.Clustering));
    }
}
