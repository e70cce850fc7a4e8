using System.Globalization;
using System.IO.Compression;
using HcsGrid.Plates;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Profiling.Tests.Normalization;

public class MedianPolishTests
{
    private static readonly MedianPolishOptions Converged = new() { MaxRoundCount = 10_000, RelativeSumChange = 1e-12 };

    [Theory]
    [InlineData("synthetic")]
    [InlineData("synthetic_missing")]
    [InlineData("real_Cells_Intensity_MeanIntensity_DNA")]
    [InlineData("additive_two_hits")]
    public void Plates_are_polished_and_scored_as_R_does_it(string plate)
    {
        var table = Golden.Read("bscore_plates");
        table = table.SelectRows(Golden.RowsWhere(table, "plate", plate));
        Assert.Equal(384, table.RowCount);
        foreach (var (options, run, tolerance) in
            new[] { (MedianPolishOptions.OfR, "r_default", 1e-12), (Converged, "converged", 1e-9) })
        {
            var polish = MedianPolish.Of(Column(table, "value"), 16, 24, options);
            Equal(Column(table, $"residual_{run}"), polish.Residuals, tolerance);
            var scores = new double[384];
            BScore.Scale([.. polish.Residuals], scores);
            Equal(Column(table, $"bscore_{run}"), scores, tolerance);
            EffectsEqual(plate, run, polish, tolerance);
            Assert.True(polish.HasConverged);
        }
    }

    [Fact]
    public void By_default_it_stops_when_nothing_moves_and_at_ten_rounds()
    {
        var table = Golden.Read("bscore_plates");
        var additive = table.SelectRows(Golden.RowsWhere(table, "plate", "additive_two_hits"));
        var polish = MedianPolish.Of(Column(additive, "value"), 16, 24, new MedianPolishOptions());
        Assert.InRange(polish.RoundCount, 2, 10);
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, 384).Select(_ => random.NextDouble())];
        Assert.Equal(10, MedianPolish.Of(noise, 16, 24, new MedianPolishOptions { LargestMove = 0 }).RoundCount);
        Assert.False(MedianPolish.Of(noise, 16, 24, new MedianPolishOptions { MaxRoundCount = 1 }).HasConverged);
    }

    [Fact]
    public void Overall_row_effect_column_effect_and_residual_add_up_to_the_value()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 35).Select(i => i % 11 == 3 ? double.NaN : random.NextDouble())];
        var polish = MedianPolish.Of(values, 5, 7, new MedianPolishOptions());
        for (var i = 0; i < values.Length; i++)
        {
            var sum = polish.Overall + polish.RowEffects[i / 7] + polish.ColumnEffects[i % 7] + polish.Residuals[i];
            Golden.Equal(values[i], sum, 1e-14, $"value {i}");
        }
    }

    [Fact]
    public void Missing_rows_columns_and_plates_have_stated_outcomes()
    {
        double[] values = [1, double.NaN, 3, double.NaN, double.NaN, double.NaN, 2, double.NaN, 4];
        var polish = MedianPolish.Of(values, 3, 3, new MedianPolishOptions());
        Assert.Equal(double.NaN, polish.RowEffects[1]);
        Assert.Equal(double.NaN, polish.ColumnEffects[1]);
        Assert.Equal([0, double.NaN, 0, double.NaN, double.NaN, double.NaN, 0, double.NaN, 0], polish.Residuals);
        Assert.Equal(double.NaN, MedianPolish.Of([double.NaN], 1, 1, new MedianPolishOptions()).Overall);
        Assert.Throws<ArgumentException>(() => MedianPolish.Of([1, 2], 1, 3, new MedianPolishOptions()));
        var zero = new MedianPolishOptions { MaxRoundCount = 0 };
        var error = Assert.Throws<ArgumentException>(() => MedianPolish.Of([1], 1, 1, zero));
        Assert.Contains("MaxRoundCount", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_features_of_all_plates_are_corrected_by_their_wells()
    {
        var golden = Golden.Read("bscore_plates");
        var wells = golden.SelectFeatures([golden.FeatureIndexOf("value")]);
        int[] shuffled = [.. Enumerable.Range(0, wells.RowCount).OrderBy(row => row * 7 % wells.RowCount)];
        foreach (var table in new[] { wells, ByRowAndColumn(wells) })
        {
            var options = new PlatePositionOptions { Polish = MedianPolishOptions.OfR };
            var scored = PlatePositionCorrection.Apply(table.SelectRows(shuffled), ["plate"], options);
            Equal(Column(golden.SelectRows(shuffled), "bscore_r_default"), scored.Table.Feature(0).ToArray(), 1e-12);
            var degenerate = scored.Groups.Single(group => group.DegenerateFeatures.Count > 0);
            Assert.Contains("additive", degenerate.Key[0], StringComparison.Ordinal);
            options = options with { Method = PlatePositionMethod.Residual };
            var residuals = PlatePositionCorrection.Apply(table, ["plate"], options).Table;
            Equal(Column(golden, "residual_r_default"), residuals.Feature(0).ToArray(), 1e-12);
        }
    }

    [Fact]
    public void A_row_without_a_well_and_a_well_told_twice_are_errors()
    {
        var table = MadeUpTables.Of([1, 2]);
        var none = Assert.Throws<ScreenDataException>(() => PlatePositionCorrection.Apply(
            table.WithMetadata("Metadata_Well", ["A01", "?"]), [], new PlatePositionOptions()));
        Assert.Contains("Row 2", none.Message, StringComparison.Ordinal);
        var twice = Assert.Throws<ScreenDataException>(() => PlatePositionCorrection.Apply(
            table.WithMetadata("Metadata_Well", ["A01", "a1"]), [], new PlatePositionOptions()));
        Assert.Contains("well A01", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PlatePositionCorrection.Apply(table, [], new PlatePositionOptions()));
    }

    [Fact]
    public void A_feature_without_spread_becomes_NaN_where_asked_for()
    {
        var table = MadeUpTables.Of([1, 1, 1, 5]).WithMetadata("Metadata_Well", ["A01", "A02", "B01", "C03"]);
        var options = new PlatePositionOptions { OnDegenerate = DegenerateFeatureHandling.SetNaN };
        var scored = PlatePositionCorrection.Apply(table, [], options);
        Assert.All(scored.Table.Feature(0).ToArray(), value => Assert.Equal(double.NaN, value));
        Assert.Equal(["f0"], Assert.Single(scored.Groups).DegenerateFeatures);
    }

    [Fact]
    public void Rows_and_columns_may_be_written_as_floats()
    {
        var table = MadeUpTables.Of([1, 2, 3, 5]);
        var whole = table.WithMetadata("Metadata_Row", ["1", "1", "2", "3"])
            .WithMetadata("Metadata_Col", ["1", "2", "1", "12"]);
        var floats = table.WithMetadata("Metadata_Row", ["1.0", "1.0", "2.0", "3.0"])
            .WithMetadata("Metadata_Col", ["1.0", "2.00", "1.0", "12.0"]);
        var options = new PlatePositionOptions { Method = PlatePositionMethod.Residual };
        Assert.Equal(
            PlatePositionCorrection.Apply(whole, [], options).Table.Feature(0).ToArray(),
            PlatePositionCorrection.Apply(floats, [], options).Table.Feature(0).ToArray());
        foreach (var text in (string[])["1.5", "1.", ".0", "0.0", "1.0.0", "-1.0"])
        {
            Assert.Throws<ScreenDataException>(() => PlatePositionCorrection.Apply(
                table.WithMetadata("Metadata_Row", ["1", "1", "2", "3"])
                    .WithMetadata("Metadata_Col", [text, "2", "1", "12"]),
                [], options));
        }
    }

    private static ProfileTable ByRowAndColumn(ProfileTable table)
    {
        var wells = table.Metadata("Metadata_Well").Select(WellAddress.Parse).ToArray();
        var kept = new ProfileTableBuilder(["plate", "Metadata_Row", "Metadata_Col"], table.FeatureNames);
        for (var row = 0; row < wells.Length; row++)
        {
            kept.AddRow(
                [table.Metadata("plate")[row], $"{wells[row].RowNumber}", $"{wells[row].ColumnNumber}"],
                table.Row(row));
        }

        return kept.Build();
    }

    private static double[] Column(ProfileTable table, string name) =>
        table.Feature(table.FeatureIndexOf(name)).ToArray();

    private static void Equal(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Golden.Equal(expected[i], actual[i], tolerance, $"value {i}");
    }

    private static void EffectsEqual(string plate, string run, MedianPolishResult polish, double tolerance)
    {
        using var file = File.OpenRead(Shared.PathOf("golden", "bscore_effects.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var effects = DelimitedText.Read(text, ',', "bscore_effects.csv.gz").Rows
            .Where(row => row[0] == plate && row[1] == run)
            .ToLookup(row => row[2], row => double.Parse(row[4], CultureInfo.InvariantCulture));
        Equal([.. effects["overall"]], [polish.Overall], tolerance);
        Equal([.. effects["row"]], polish.RowEffects, tolerance);
        Equal([.. effects["column"]], polish.ColumnEffects, tolerance);
        Assert.Equal((1, 16, 24), (effects["overall"].Count(), effects["row"].Count(), effects["column"].Count()));
    }
}
