using HcsGrid.Profiling.Quality;
using HcsGrid.Profiling.Tests.Response;

namespace HcsGrid.Profiling.Tests.Quality;

public class PositionEffectsTests
{
    private const int Rows = 8;
    private const int Columns = 12;
    private static readonly int[] RowOf = [.. Enumerable.Range(0, Rows * Columns).Select(i => i / Columns)];
    private static readonly int[] ColumnOf = [.. Enumerable.Range(0, Rows * Columns).Select(i => i % Columns)];

    [Fact]
    public void An_example_by_hand()
    {
        // Two rows of two: means 2 and 6, Σ(x − 4)² = 9 + 1 + 1 + 9, η² = 16/20, ε² = 1 − 0.2 · 3/2.
        var effects = PositionEffects.Of([1, 3, 5, 7], [0, 0, 1, 1], [0, 1, 0, 1], 2, 2);
        Assert.Equal(0.7, effects.Row, 1e-15);
        Assert.Equal(1 - (0.8 * 3 / 2), effects.Column, 1e-15);
        Assert.Equal(double.NaN, effects.Edge);
    }

    [Fact]
    public void What_position_makes_up_is_all_or_nothing()
    {
        var byRow = Of(i => RowOf[i]);
        Assert.Equal(1, byRow.Row, 1e-12);
        Assert.InRange(byRow.Column, -1, 0.01);
        var byColumn = Of(i => ColumnOf[i] * ColumnOf[i]);
        Assert.Equal(1, byColumn.Column, 1e-12);
        Assert.InRange(byColumn.Row, -1, 0.01);
        Assert.Equal(1, Of(i => RowOf[i] is 0 or 7 || ColumnOf[i] is 0 or 11 ? 5 : 3).Edge, 1e-12);
    }

    [Fact]
    public void Noise_has_no_effect_on_average()
    {
        var effects = Enumerable.Range(0, 400).Select(seed =>
        {
            var values = new Normals(seed).Next(Rows * Columns);
            return Of(i => values[i]);
        }).ToArray();
        Assert.Equal(0, effects.Average(e => e.Row), 0.01);
        Assert.Equal(0, effects.Average(e => e.Column), 0.01);
        Assert.Equal(0, effects.Average(e => e.Edge), 0.01);
        Assert.True(effects.Max(e => e.Row) > 0.05);
    }

    [Fact]
    public void The_typical_feature_is_the_median_of_those_that_vary()
    {
        double[] rows = [.. RowOf.Select(r => (double)r)];
        double[] columns = [.. ColumnOf.Select(c => (double)c)];
        double[] same = [.. RowOf.Select(_ => 4.0)];
        var table = MadeUpTables.Of(rows, rows, columns, same);
        var effects = PositionEffects.MedianOf(table, RowOf, ColumnOf, Rows, Columns);
        Assert.Equal(1, effects.Row, 1e-12);
        Assert.Equal(PositionEffects.Of(rows, RowOf, ColumnOf, Rows, Columns).Column, effects.Column);
    }

    [Fact]
    public void Missing_and_equal_values_and_lone_wells_are_undefined_or_left_out()
    {
        var undefined = new PositionEffects(double.NaN, double.NaN, double.NaN);
        Assert.Equal(undefined, Of(_ => 3));
        Assert.Equal(undefined, Of(_ => double.NaN));
        Assert.Equal(undefined, PositionEffects.Of([], [], [], 8, 12));
        Assert.Equal(undefined, PositionEffects.Of([1, 2], [0, 1], [3, 4], 8, 12));
        Assert.Equal(0.7, PositionEffects.Of(
            [1, double.NaN, 3, 5, 7, double.PositiveInfinity], [0, 0, 0, 1, 1, 1], [0, 0, 1, 0, 1, 1], 2, 2).Row,
            1e-15);
        Assert.Throws<ArgumentException>(() => PositionEffects.Of([1], [0, 1], [0], 8, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionEffects.Of([1], [8], [0], 8, 12));
    }

    private static PositionEffects Of(Func<int, double> value) => PositionEffects.Of(
        [.. Enumerable.Range(0, Rows * Columns).Select(value)], RowOf, ColumnOf, Rows, Columns);
}
