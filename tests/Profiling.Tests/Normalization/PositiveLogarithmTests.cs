using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class PositiveLogarithmTests
{
    [Fact]
    public void Features_above_zero_become_logarithms_and_the_others_stay()
    {
        var table = MadeUpTables.Of(
            [1, Math.E, 100], [1, 0, 2], [3, -1, 2], [1, double.NaN, 2], [1, double.PositiveInfinity, 2],
            [double.NaN, double.NaN, double.NaN]);
        var (logarithms, replaced) = PositiveLogarithm.Apply(table);
        Assert.Equal(["f0", "f3"], replaced);
        Assert.Equal([0, 1, Math.Log(100)], logarithms.Feature(0).ToArray());
        Assert.Equal([0, double.NaN, Math.Log(2)], logarithms.Feature(3).ToArray());
        foreach (var f in (int[])[1, 2, 4, 5])
            Assert.Equal(table.Feature(f).ToArray(), logarithms.Feature(f).ToArray());
        Assert.Equal(table.Metadata("Metadata_Row"), logarithms.Metadata("Metadata_Row"));
    }

    [Fact]
    public void A_gain_of_a_plate_is_gone_after_centring()
    {
        double[] plate = [10, 12, 30, 55];
        var dim = PositiveLogarithm.Apply(MadeUpTables.Of(plate)).Table;
        var bright = PositiveLogarithm.Apply(MadeUpTables.Of(Array.ConvertAll(plate, value => 3.7 * value))).Table;
        for (var row = 1; row < plate.Length; row++)
            Assert.Equal(dim[row, 0] - dim[0, 0], bright[row, 0] - bright[0, 0], 12);
    }

    [Fact]
    public void A_table_without_rows_has_nothing_to_replace()
    {
        var (table, replaced) = PositiveLogarithm.Apply(MadeUpTables.Of([1.0]).SelectRows(_ => false));
        Assert.Equal(0, table.RowCount);
        Assert.Empty(replaced);
    }

    [Fact]
    public void The_table_given_stays_as_it_is()
    {
        var table = MadeUpTables.Of([2, 4]);
        PositiveLogarithm.Apply(table);
        Assert.Equal(2, table[0, 0]);
    }
}
