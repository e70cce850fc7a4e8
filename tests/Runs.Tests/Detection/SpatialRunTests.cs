using HcsGrid.Imaging.Layout;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;
using HcsGrid.Runs.Detection;

namespace HcsGrid.Runs.Tests.Detection;

/// <summary>
/// How the particles of a job's images lie beside random placements.
/// </summary>
public class SpatialRunTests
{
    private const string Table = "profiles/spatial";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Particles_are_compared_in_their_masks_with_the_options_of_the_job()
    {
        var folder = MicrographFolder.Make(2);
        folder.AddMask("m1_in.png", 20);
        folder.AddMask("m2_in.png", 0);
        folder.Job = folder.Job with
        {
            Detection = folder.Job.Detection! with
            {
                Region = "{image}_in.png",
                Placements = 39,
                RipleyDistanceNm = 60,
                ClusterDistanceNm = 20,
            },
        };
        var output = await folder.RunToEndAsync();
        var table = (await new RunFolder(output).ReadTableAsync(new(Table), Stop))!;
        Assert.Equal(
            [
                "Metadata_Plate", "Metadata_Well", "Metadata_Site", "Metadata_Image", "Metadata_Group",
                "Metadata_Statistic",
            ],
            table.MetadataNames);
        Assert.Equal(
            ["distance_nm", "observed", "random_mean", "random_low", "random_high", "p"], table.FeatureNames);
        var row = 0;
        foreach (var (well, from) in new[] { ("A01", 20), ("A02", 0) })
        {
            var image = WellResultFormat.Read(output[$"plates/plate1/wells/{well}.well"], well).Images[0];
            foreach (var group in new double?[] { null, 6, 12 })
            {
                var name = group is null ? "all" : FormattableString.Invariant($"{group}");
                foreach (var (statistic, distance, number, unit) in RowsOf(Measure(image, from, group)))
                {
                    Assert.Equal((well, name, statistic), (Text(1), Text(4), Text(5)));
                    Assert.Equal(distance, table[row, 0], 4);
                    Assert.Equal(number.Observed * unit, table[row, 1], 4);
                    Assert.Equal(number.RandomMean * unit, table[row, 2], 4);
                    Assert.Equal(number.RandomLow * unit, table[row, 3], 4);
                    Assert.Equal(number.RandomHigh * unit, table[row, 4], 4);
                    Assert.Equal(number.PValue, table[row++, 5], 4);
                }
            }
        }

        Assert.Equal(row, table.RowCount);

        string Text(int column) => table.Metadata(table.MetadataNames[column])[row];
    }

    [Fact]
    public async Task The_rows_are_those_of_an_image_that_is_compared_alone_line_for_line()
    {
        var folder = MicrographFolder.Make(2);
        var output = await folder.RunToEndAsync();
        var lines = output.TextOf($"{Table}.csv").TrimEnd().Split('\n').Skip(1).ToArray();
        Assert.Equal(2 * 3 * 44, lines.Length);
        foreach (var (number, well) in new[] { (1, "A01"), (2, "A02") })
        {
            var alone = SpatialRows.Of(await FindAsync(number)).Select(
                r => string.Join(',', r.Texts.Concat(r.Numbers.Select(n => double.IsNaN(n) ? "" : FormattableString
                    .Invariant($"{n:0.####}")))));
            Assert.Equal(
                alone.Select(a => $"plate1,{well},1,m{number}.png,{a}"),
                lines.Where(l => l.Contains($",{well},", StringComparison.Ordinal)));
        }

        Assert.Equal(output.TextOf($"{Table}.csv"), output.TextOf("plates/plate1/spatial.csv"));
    }

    [Fact]
    public async Task Without_placements_there_is_no_such_table_and_the_particles_are_the_same()
    {
        var folder = MicrographFolder.Make(2);
        var compared = await folder.RunToEndAsync();
        folder.Job = folder.Job with { Detection = folder.Job.Detection! with { Placements = 0 } };
        var output = await folder.RunToEndAsync();
        Assert.Contains($"{Table}.parquet", compared.Keys);
        Assert.DoesNotContain(output.Keys, k => k.Contains("spatial", StringComparison.Ordinal));
        Assert.Equal(2, output["plates/plate1/wells/A01.well"][8]);
        Assert.Equal(3, compared["plates/plate1/wells/A01.well"][8]);
        foreach (var table in new[] { "profiles/particles.csv", "plates/plate1/profiles.csv" })
            Assert.Equal(compared[table], output[table]);
    }

    [Fact]
    public async Task An_image_of_fewer_than_two_particles_has_no_rows()
    {
        var folder = MicrographFolder.Make(2);
        folder.AddMask("m1_in.png", MicrographFolder.Width);
        folder.AddMask("m2_in.png", 0);
        folder.Job = folder.Job with { Detection = folder.Job.Detection! with { Region = "{image}_in.png" } };
        var output = await folder.RunToEndAsync();
        var table = (await new RunFolder(output).ReadTableAsync(new(Table), Stop))!;
        Assert.Equal(["A02"], table.Metadata("Metadata_Well").Distinct());
        Assert.Contains("\"tooFewCount\":1", output.TextOf("report.html"), StringComparison.Ordinal);

        folder.AddMask("m2_in.png", MicrographFolder.Width);
        var nothing = await folder.RunToEndAsync();
        Assert.Equal(
            "Metadata_Plate,Metadata_Well,Metadata_Site,Metadata_Image,Metadata_Group,Metadata_Statistic,distance_nm," +
            "observed,random_mean,random_low,random_high,p", nothing.TextOf($"{Table}.csv").TrimEnd());
    }

    [Fact]
    public async Task Too_many_particles_are_not_compared_and_that_is_told_of_their_image()
    {
        var found = await FindAsync(1);
        var crowd = found with
        {
            Spatial = [],
            Particles = [.. Enumerable.Repeat(found.Particles[0], SpatialOptions.MaxPoints + 1)],
        };
        var choice = new SpatialChoice(199, 200, 50);
        Assert.Empty(SpatialComparison.Of(crowd, choice, 1, Stop));
        var well = new WellImages(WellAddress.Parse("A01"), []);
        var problem = Assert.Single(WellProblems.Of(MicrographFolder.Make(0).Job, well, Sites(crowd)));
        Assert.StartsWith("x has 100001 particles", problem, StringComparison.Ordinal);
        Assert.Empty(WellProblems.Of(MicrographFolder.Make(0).Job, well, Sites(found)));

        SiteResult[] Sites(FoundImage image) => [new SiteResult([], 1, [], image)];
    }

    /// <summary>The statistics of an image's particles, of all or of a group, right of a column: with L to 60 nm and
    /// clusters of 20 nm, at half a nanometre a pixel.</summary>
    private static SpatialResult Measure(FoundImage image, int fromColumn, double? group)
    {
        var pixels = new bool[MicrographFolder.Width * MicrographFolder.Height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i % MicrographFolder.Width >= fromColumn;
        return SpatialStatistics.Measure(
            [
                .. image.Particles
                    .Where(p => group is null || group == (p.DiameterPixels * 0.5 < 8.485 ? 6 : 12))
                    .Select(p => new PointPosition(p.XPixels, p.YPixels)),
            ],
            PointRegion.Of(pixels, MicrographFolder.Width, MicrographFolder.Height),
            new SpatialOptions
            {
                Radii = [.. Enumerable.Range(1, 40).Select(i => 3 * i)],
                ClusterDistance = 40,
                PlacementCount = 39,
            },
            ripley: null, Stop)!;
    }

    /// <summary>The rows that the table has of them; numbers are in pixels, times the unit.</summary>
    private static IEnumerable<(string Statistic, double Distance, AgainstRandom Number, double Unit)> RowsOf(
        SpatialResult result) =>
    [
        ("nearest_distance_nm", double.NaN, result.NearestDistance, 0.5),
        ("cluster_count", 20, result.ClusterCount, 1),
        ("largest_cluster", 20, result.LargestCluster, 1),
        ("clustered_share", 20, result.ClusteredShare, 1),
        .. Enumerable.Range(0, 40).Select(i => (
            "ripley_l_nm", 1.5 * (i + 1),
            new AgainstRandom(
                result.L[i], result.RandomL[i], result.RandomLLow[i], result.RandomLHigh[i], result.LPValue),
            0.5)),
    ];

    /// <summary>What <c>hcsgrid detect gold</c> finds and compares in a micrograph of the folder.</summary>
    private static async Task<FoundImage> FindAsync(int seed)
    {
        var found = await LoneDetection.FindAsync(seed);
        found = found with
        {
            Groups = SizeGroups.Around(DiscModel.DiametersNm),
            Region = SpatialComparison.RegionOf(LoneDetection.Region),
        };
        return found with { Spatial = SpatialComparison.Of(found, new SpatialChoice(199, 200, 50), 1, Stop) };
    }
}
