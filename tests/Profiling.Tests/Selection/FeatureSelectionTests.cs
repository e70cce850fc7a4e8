using System.IO.Compression;
using HcsGrid.Plates;
using HcsGrid.Profiling.Selection;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Profiling.Tests.Selection;

public class FeatureSelectionTests
{
    /// <summary>A feature and its exact copy: the reference's sort decides which one goes.</summary>
    private const string Copy = "Cells_RadialDistribution_RadialCV_RNA_1of4";

    private const string Copied = "Cells_RadialDistribution_RadialCV_Mito_4of4";

    private static readonly NoiseRemoval Noise = new(["Metadata_broad_sample"]);

    public static Dictionary<string, IFeatureOperation[]> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["variance_threshold"] = [new VarianceThreshold()],
        ["correlation_threshold_0.9_with_nan_columns"] = [new CorrelationThreshold()],
        ["correlation_threshold_0.9"] = [new CorrelationThreshold()],
        ["correlation_threshold_0.7"] = [new CorrelationThreshold { Threshold = 0.7 }],
        ["correlation_threshold_0.9_spearman"] = [new CorrelationThreshold { Method = CorrelationMethod.Spearman }],
        ["correlation_threshold_0.9_fit_negcon"] = [new CorrelationThreshold()],
        ["drop_na_columns_0.05"] = [new DropNaColumns()],
        ["drop_na_columns_0.25"] = [new DropNaColumns { NaCutoff = 0.25 }],
        ["drop_outliers_500"] = [new DropOutliers()],
        ["drop_outliers_15"] = [new DropOutliers { OutlierCutoff = 15 }],
        ["noise_removal_0.8"] = [Noise],
        ["noise_removal_1.0"] = [Noise with { StdevCutoff = 1 }],
        ["pipeline_variance_correlation_na_outliers"] =
            [new VarianceThreshold(), new CorrelationThreshold(), new DropNaColumns(), new DropOutliers()],
        ["pipeline_na_variance_outliers_correlation"] =
            [new DropNaColumns(), new VarianceThreshold(), new DropOutliers(), new CorrelationThreshold()],
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_feature_is_kept_or_dropped_as_the_reference_does_it(string name)
    {
        var plate = Golden.Read("a_fs_input");
        var expected = Kept(name);
        var offered = plate.SelectFeatures(
            [.. Enumerable.Range(0, plate.FeatureCount).Where(f => expected[plate.FeatureNames[f]].Length > 0)]);
        var selection = new FeatureSelection(Cases[name]);
        var result = name.EndsWith("fit_negcon", StringComparison.Ordinal)
            ? selection.Select(offered, Golden.RowsWhere(offered, "Metadata_pert_type", "control"))
            : selection.Select(offered);
        var kept = result.Kept.ToHashSet(StringComparer.Ordinal);
        foreach (var feature in offered.FeatureNames.Where(feature => feature is not (Copy or Copied)))
            Assert.True(kept.Contains(feature) == (expected[feature] == "1"), $"{name}: {feature}");
        var copies = new[] { Copy, Copied };
        Assert.Equal(
            copies.Count(feature => expected.GetValueOrDefault(feature) == "1"), copies.Count(kept.Contains));
        Assert.Equal(384, result.Table.RowCount);
        Assert.Equal(plate.MetadataNames, result.Table.MetadataNames);
        Assert.Equal(
            offered.FeatureNames.Except(result.Kept).Order(),
            result.Dropped.Select(dropped => dropped.Feature).Order());
    }

    [Fact]
    public void The_numbers_that_decide_are_the_reference_s()
    {
        var plate = Golden.Read("a_fs_input");
        var stats = Golden.Read("a_fs_stats");
        var names = stats.Metadata("feature");
        var rows = Enumerable.Range(0, stats.RowCount).ToDictionary(row => names[row], StringComparer.Ordinal);
        double Stat(string column, string feature) => stats[rows[feature], stats.FeatureIndexOf(column)];
        foreach (var dropped in Cases["variance_threshold"][0].Judge(plate, All(plate)))
        {
            var expected = dropped.Measure switch
            {
                "freq_ratio" => Stat("count_second", dropped.Feature) / Stat("count_most_common", dropped.Feature),
                "unique_share" => Stat("n_unique", dropped.Feature) / 384,
                _ => Stat("n_unique", dropped.Feature),
            };
            Golden.Equal(expected, dropped.Value, 1e-15, dropped.Feature);
        }

        foreach (var dropped in (Noise with { StdevCutoff = 1e-6 }).Judge(plate, All(plate)))
            Golden.Equal(Stat("noise_mean_group_sd_ddof0", dropped.Feature), dropped.Value, 1e-12, dropped.Feature);
        foreach (var dropped in new DropNaColumns { NaCutoff = 0 }.Judge(plate, All(plate)))
            Golden.Equal(Stat("na_share", dropped.Feature), dropped.Value, 1e-15, dropped.Feature);
        foreach (var (withGaps, column) in
            new[] { (true, "abs_corr_sum_with_nan_columns"), (false, "abs_corr_sum_no_nan_columns") })
        {
            int[] features = [.. All(plate).Where(f => withGaps || !plate.Feature(f).ToArray().Any(double.IsNaN))];
            var correlations = FeatureCorrelations.Of(plate, features, CorrelationMethod.Pearson);
            for (var i = 0; i < features.Length; i++)
            {
                var sum = correlations.Row(i).ToArray().Where(r => !double.IsNaN(r)).Sum(Math.Abs);
                var name = plate.FeatureNames[features[i]];
                Golden.Equal(Stat(column, name), sum, 1e-12, name);
            }
        }
    }

    [Fact]
    public void Of_a_pair_the_one_that_goes_names_the_one_that_stays()
    {
        double[] a = [1, 2, 3, 4, 5, 6];
        double[] b = [1, 2, 3, 4, 5, 6.5];
        double[] c = [2, -1, 3, 0, 1, 2];
        var dropped = Assert.Single(new CorrelationThreshold().Judge(MadeUpTables.Of(a, b, c), [0, 1, 2]));
        Assert.Equal(("f1", "correlation_threshold", "f0"), (dropped.Feature, dropped.Operation, dropped.Other));
        Assert.InRange(dropped.Value, 0.99, 1);
        Assert.Equal("f1", Assert.Single(new CorrelationThreshold().Judge(MadeUpTables.Of(a, a), [0, 1])).Feature);
        double[] falling = [6, 5, 4, 3, 2, 1];
        Assert.Empty(new CorrelationThreshold().Judge(MadeUpTables.Of(a, falling), [0, 1]));
    }

    [Fact]
    public void A_list_of_names_leaves_them_out()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, "blocklist,why\nf1,bad\nnowhere,\n");
        try
        {
            var table = MadeUpTables.Of([1, 2], [3, 4], [5, 6]);
            var result = new FeatureSelection([Blocklist.Read(path)]).Select(table);
            Assert.Equal(["f0", "f2"], result.Kept);
            Assert.Equal("blocklist", Assert.Single(result.Dropped).Operation);
            File.WriteAllText(path, "names\nf1\n");
            var error = Assert.Throws<ScreenDataException>(() => Blocklist.Read(path));
            Assert.Contains("'blocklist'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<ScreenDataException>(() => Blocklist.Read(path));
    }

    [Fact]
    public void Missing_keys_are_no_replicates_and_NaN_has_no_noise()
    {
        var table = MadeUpTables.Of([1, 3, 0, 100], [double.NaN, double.NaN, 0, 10])
            .WithMetadata("Metadata_Group", ["a", "a", "", ""]);
        var operation = new NoiseRemoval(["Metadata_Group"]) { StdevCutoff = 0.5 };
        var dropped = Assert.Single(operation.Judge(table, [0, 1]));
        Assert.Equal(("f0", 1.0), (dropped.Feature, dropped.Value));
    }

    [Fact]
    public void A_group_with_an_infinite_value_does_not_hide_the_noise_of_the_others()
    {
        var table = MadeUpTables.Of([1, 5, 2, double.PositiveInfinity], [1, 5, 2, 2])
            .WithMetadata("Metadata_Group", ["a", "a", "b", "b"]);
        var dropped = new NoiseRemoval(["Metadata_Group"]).Judge(table, [0, 1]);
        Assert.Equal([("f0", 2.0), ("f1", 1.0)], dropped.Select(feature => (feature.Feature, feature.Value)));
    }

    [Fact]
    public void Gaps_leave_their_rows_out_of_the_pair_and_constants_out_of_the_sums()
    {
        double[] a = [1, 2, double.NaN, 4, 7, double.PositiveInfinity];
        double[] b = [2, 4, 100, 8, 14.5, -3];
        double[] constant = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
        double[] constantWithGap = [0.3, 0.3, 0.3, double.NaN, 0.3, 0.3];
        var table = MadeUpTables.Of(a, b, constant, constantWithGap);
        foreach (var method in Enum.GetValues<CorrelationMethod>())
        {
            var correlations = FeatureCorrelations.Of(table, [0, 1, 2, 3], method);
            var pair = MadeUpTables.Of([1, 2, 4, 7], [2, 4, 8, 14.5]);
            var expected = FeatureCorrelations.Of(pair, [0, 1], method).Row(0)[1];
            Golden.Equal(expected, correlations.Row(0)[1], 1e-15, "r");
            Assert.Equal(correlations.Row(0)[1], correlations.Row(1)[0]);
            Assert.Equal(1, correlations.Row(0)[0]);
            Assert.All(correlations.Row(2).ToArray(), r => Assert.Equal(double.NaN, r));
            Assert.All(correlations.Row(3).ToArray(), r => Assert.Equal(double.NaN, r));
        }
    }

    [Fact]
    public void Empty_tables_and_limits_out_of_bounds_have_stated_outcomes()
    {
        var table = MadeUpTables.Of([1, 2]);
        Assert.Throws<ArgumentException>(() => new FeatureSelection([Noise]).Select(table.SelectRows([])));
        Assert.Throws<ArgumentException>(() => new FeatureSelection([Noise]).Select(table));
        var none = new FeatureSelection([new DropOutliers { OutlierCutoff = 0.5 }, new CorrelationThreshold()]);
        Assert.Empty(none.Select(table).Kept);
        var one = new FeatureSelection([new CorrelationThreshold(), new DropNaColumns()]).Select(table, [1]);
        Assert.Equal(["f0"], one.Kept);
        IFeatureOperation[] wrong =
        [
            new DropNaColumns { NaCutoff = 1.5 }, new DropOutliers { OutlierCutoff = 0 },
            new VarianceThreshold { UniqueCut = -1 }, new VarianceThreshold { FrequencyCut = double.NaN },
            new CorrelationThreshold { Threshold = 2 }, new NoiseRemoval(["Metadata_Row"]) { StdevCutoff = -1 },
        ];
        foreach (var operation in wrong)
            Assert.Throws<ArgumentException>(() => operation.Judge(table, [0]));
    }

    private static int[] All(ProfileTable table) => [.. Enumerable.Range(0, table.FeatureCount)];

    private static Dictionary<string, string> Kept(string name)
    {
        using var file = File.OpenRead(Shared.PathOf("golden", "a_fs_kept.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var table = DelimitedText.Read(text, ',', "a_fs_kept.csv.gz");
        var column = table.ColumnIndexOf(name);
        return table.Rows.ToDictionary(row => row[0], row => row[column], StringComparer.Ordinal);
    }
}
