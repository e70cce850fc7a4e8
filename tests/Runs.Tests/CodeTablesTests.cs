using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// What a run keeps of a model's code histogram.
/// </summary>
public sealed class CodeTablesTests : IDisposable
{
    private static readonly string[] Codes =
    [
        "quarters_DNA_code0", "quarters_DNA_code1", "quarters_DNA_code2", "quarters_DNA_code3",
        "quarters_Actin_code0", "quarters_Actin_code1", "quarters_Actin_code2", "quarters_Actin_code3",
    ];

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Profiling.Aggregation.AggregationMethod.Mean)]
    [InlineData(Profiling.Aggregation.AggregationMethod.Median)]
    public async Task A_well_has_the_mean_histogram_of_each_channel_by_plain_arithmetic(
        Profiling.Aggregation.AggregationMethod sites)
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 4, siteCount: 3);
        screen.Job = screen.Job with { Aggregation = new AggregationOptions { Sites = sites } };
        var output = await RunAsync(screen);
        var record = await new RunFolder(output).RequirePlateAsync(new PlateId("P2"), Stop);
        Assert.Equal(Codes, record.Codes);
        var codes = await TableAsync(output, "plates/P2/codes");
        Assert.Equal(Codes, codes.FeatureNames);
        Assert.Equal(
            (await TableAsync(output, "plates/P2/profiles")).MetadataNames, codes.MetadataNames);
        for (var row = 0; row < codes.RowCount; row++)
        {
            var well = codes.Metadata("Metadata_Well")[row];
            for (var channel = 0; channel < 2; channel++)
            {
                var scale = record.Channels[channel];
                var expected = new double[CodesModel.CodeCount];
                for (var site = 1; site <= 3; site++)
                {
                    var samples = screen.Samples[SmallScreen.Key("P2", well, site, scale.Name)];
                    foreach (var (code, share) in Shares(samples, scale.Low, scale.High).Index())
                        expected[code] += share / 3;
                }

                for (var code = 0; code < CodesModel.CodeCount; code++)
                    Assert.Equal(expected[code], codes[row, (channel * CodesModel.CodeCount) + code], 1e-6);
            }
        }
    }

    [Fact]
    public async Task Codes_stand_in_tables_of_their_own_and_in_no_other()
    {
        var output = await RunAsync(SmallScreen.Make(plateCount: 2, rowCount: 3, columnCount: 4, siteCount: 1));
        var screen = await TableAsync(output, "profiles/codes");
        Assert.Equal(
            ProfileTable.Concat(
                [await TableAsync(output, "plates/P1/codes"), await TableAsync(output, "plates/P2/codes")])
                .ColumnMajorValues.ToArray(),
            screen.ColumnMajorValues.ToArray());
        Assert.Equal(24, screen.RowCount);
        Assert.Equal(["P1", "P2"], screen.Metadata("Metadata_Plate").Distinct());
        string[] others =
        [
            "plates/P1/profiles", "plates/P1/profiles_normalized", "plates/P1/sites", "profiles/consensus",
            "profiles/selected",
        ];
        foreach (var name in others)
        {
            var table = await TableAsync(output, name);
            Assert.DoesNotContain(table.FeatureNames, feature => feature.Contains("_code", StringComparison.Ordinal));
            Assert.NotEmpty(table.FeatureNames);
        }

        Assert.Contains("quarters_DNA_1", (await TableAsync(output, "profiles/consensus")).FeatureNames);

        var provenance = ParquetTable.ReadProvenance(Local(output, "profiles/codes.parquet"));
        Assert.Equal("profiles/codes", provenance["hcsgrid.run.table"]);
        Assert.Contains("plates/P1/codes.csv.provenance.json", output.Keys);
    }

    [Fact]
    public async Task The_same_bytes_come_out_whatever_the_number_of_workers()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 3, siteCount: 2);
        var (one, many) = (await RunAsync(screen, workerCount: 1), await RunAsync(screen, workerCount: 5));
        Assert.Contains("\"spectra\":", one.TextOf("report.html"), StringComparison.Ordinal);
        RunDrill.AssertSame(one, many);
    }

    [Fact]
    public async Task A_model_without_codes_leaves_no_trace_of_them()
    {
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        await SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1).RunAsync(output, model);
        Assert.DoesNotContain(output.Keys, key => key.Contains("codes", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "codes", System.Text.Encoding.UTF8.GetString(output["plates/P1/plate.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_of_another_length_than_the_plate_s_record_is_told_with_its_place()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        var output = await RunAsync(screen);
        var well = WellResultFormat.Read(output["plates/P1/wells/A02.well"], "A02");
        output["plates/P1/wells/A02.well"] = WellResultFormat.Write(
            well with { Profile = well.Profile[..^1], SiteProfiles = well.SiteProfiles[..^1] });
        var folder = new RunFolder(output);
        var error = await Assert.ThrowsAsync<ScreenDataException>(async () =>
            await new PlateTables(folder, await folder.ReadJobAsync(Stop)).FinishAsync(new PlateId("P1"), Stop));
        Assert.Contains("8 codes", error.Message, StringComparison.Ordinal);
        Assert.Equal("plates/P1/wells/A02.well", error.Place.Blob);
    }

    private static IEnumerable<double> Shares(ushort[] samples, double low, double high)
    {
        var (factor, offset) = ((float)(1 / (high - low)), (float)(-low / (high - low)));
        var (sums, count) = (new double[CodesModel.CodeCount], 0);
        const int firstX = (SmallScreen.Width % 2) / 2, firstY = (SmallScreen.Height % 2) / 2;
        for (var y = firstY; y + 2 <= SmallScreen.Height; y += 2)
        {
            for (var x = firstX; x + 2 <= SmallScreen.Width; x += 2)
            {
                float[] tile = [Scaled(x, y), Scaled(x + 1, y), Scaled(x, y + 1), Scaled(x + 1, y + 1)];
                foreach (var (code, share) in CodesModel.ExpectedOf(tile)[2..].Index())
                    sums[code] += share;
                count++;
            }
        }

        return sums.Select(sum => sum / count);

        float Scaled(int x, int y) => Math.Max(0f, (samples[(y * SmallScreen.Width) + x] * factor) + offset);
    }

    private Task<MemoryBlobStore> RunAsync(SmallScreen screen, int workerCount = 2) =>
        CodesRun.RunAsync(screen, _folder, workerCount);

    private static async Task<ProfileTable> TableAsync(MemoryBlobStore output, string name)
    {
        var table = await new RunFolder(output).ReadTableAsync(new Storage.BlobKey(name), Stop);
        Assert.NotNull(table);
        return table;
    }

    private string Local(MemoryBlobStore output, string key)
    {
        var path = _folder.PathOf("table.parquet");
        File.WriteAllBytes(path, output[key]);
        return path;
    }
}
