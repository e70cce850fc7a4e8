using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class AlikeRowsTests
{
    [Fact]
    public void Rows_that_equal_another_in_every_feature_are_counted_each()
    {
        double[][] rows = [[1, 2], [1, 3], [1, 2], [0, 2], [-0.0, 2], [double.NaN, 1], [double.NaN, 1], [2, 1]];
        Assert.Equal(6, AlikeRows.CountIn(Table(rows)));
        Assert.Equal(0, AlikeRows.CountIn(Table([[1, 2], [2, 1]])));
    }

    [Fact]
    public void A_table_without_rows_or_features_has_none()
    {
        Assert.Equal(0, AlikeRows.CountIn(Table([])));
        Assert.Equal(0, AlikeRows.CountIn(new ProfileTableBuilder(["a"], []).AddRow(["x"], []).AddRow(["x"], [])
            .Build()));
    }

    private static ProfileTable Table(double[][] rows)
    {
        var builder = new ProfileTableBuilder(["a"], ["x", "y"]);
        foreach (var row in rows)
            builder.AddRow(["p"], row);
        return builder.Build();
    }
}
