using System.Text;
using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Spatial;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// One old file of every stored form and version, which must be read for good.
/// </summary>
public class ArchiveTests
{
    private static string Archive => Path.Combine(Shared.RepositoryRoot, "tests", "Runs.Tests", "archive");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_well_of_version_1_is_read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Archive, "well-v1.well"));
        var well = WellResultFormat.Read(bytes, "well-v1.well");
        Assert.Equal((new PlateId("SQ00015230"), WellAddress.Parse("AB07")), (well.Plate, well.Well));
        Assert.Equal(new string('5', 64), well.JobHash);
        Assert.Equal([1, 3, 9], well.SiteNumbers);
        Assert.Equal(1250, well.TileCount);
        Assert.Equal(
            [0x3FF8000000000000, 0xFFF8000000000000, 0x8000000000000000, 0x01A56E1FC2F8F359],
            well.Profile.Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(
            [1, 2, 3, 4, 0.1, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 65535, 5, 6, 7],
            well.SiteProfiles);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xD9], well.Thumbnail);
        Assert.Equal(["pixel size unknown", "µ"], well.Problems);
        Assert.Equal(bytes, WellResultFormat.Write(well));
    }

    [Fact]
    public void A_well_of_version_2_is_read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Archive, "well-v2.well"));
        var well = WellResultFormat.Read(bytes, "well-v2.well");
        Assert.Equal((new PlateId("grids-1"), WellAddress.Parse("A02")), (well.Plate, well.Well));
        Assert.Equal([1, 4], well.SiteNumbers);
        Assert.Equal([3, double.NaN, 0.25], well.Profile);
        Assert.Equal([2, 1.5, 0.5, 1, 2.5, double.PositiveInfinity], well.SiteProfiles);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xD9], well.Thumbnail);
        Assert.Equal(
            [("a/m2_1.tif", 2048, 1024, 0.559, "file", 2097152L), ("a/m2_4.tif", 64, 65, 1.25, "table", 0L)],
            well.Images.Select(i =>
                (i.Path, i.Width, i.Height, i.PixelSizeNm!.Value, i.PixelSizeFrom, i.RegionPixelCount)));
        Assert.Equal(
            [new Particle(10.5, 20.25, 11, 0.75), new Particle(-0.5, 1023.4, 21.5, 0.5)], well.Images[0].Particles);
        Assert.Equal([new Particle(63, 64, 9, 1)], well.Images[1].Particles);
        Assert.Equal(bytes, WellResultFormat.Write(well));
    }

    [Fact]
    public void A_well_of_version_3_is_read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Archive, "well-v3.well"));
        var well = WellResultFormat.Read(bytes, "well-v3.well");
        Assert.Equal([2, 1.5, 0.5, 1, 2.5, double.PositiveInfinity], well.SiteProfiles);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xD9], well.Thumbnail);
        Assert.Equal(new Particle(14.5, 20.25, 15, 0.75), well.Images[0].Particles[4]);
        Assert.Equal([new Particle(63, 64, 9, 1)], well.Images[1].Particles);
        Assert.Empty(well.Images[1].Spatial);
        var spatial = well.Images[0].Spatial;
        Assert.Equal([(null, 5), (0, 2), (2, 3)], spatial.Select(s => (s.Group, s.Result.PointCount)));
        Assert.All(spatial, s => Assert.Equal(
            (199, 1, 3, 100.0, 2_000_000L),
            (s.Options.PlacementCount, s.Options.Seed, s.Options.SmallestCluster, s.Options.ClusterDistance,
                s.Result.AreaPixels)));
        var last = spatial[2].Result;
        Assert.Equal(new AgainstRandom(2000.5, 2001.5, 2002.5, 2003.5, 2004.5), last.NearestDistance);
        Assert.Equal(2005.5, last.ClusterCount.Observed);
        Assert.Equal(2010.5, last.LargestCluster.Observed);
        Assert.Equal(2019.5, last.ClusteredShare.PValue);
        Assert.Equal(2020.5, last.LPValue);
        Assert.Equal(
            [200.0, 400, 2100, 2101, 2102, 2103, 2104, 2105, 2106, 2107],
            [.. last.Radii, .. last.L, .. last.RandomL, .. last.RandomLLow, .. last.RandomLHigh]);
        Assert.Equal(bytes, WellResultFormat.Write(well));
    }

    [Fact]
    public async Task A_plates_record_of_version_1_is_read()
    {
        var store = new MemoryBlobStore();
        store["plates/P-1 a/plate.json"] = File.ReadAllBytes(Path.Combine(Archive, "plate-v1.json"));
        var record = await new RunFolder(store).ReadPlateAsync(new PlateId("P-1 a"), Stop);
        Assert.NotNull(record);
        Assert.Equal((1, "P-1 a", new string('5', 64)), (record.FormatVersion, record.Plate, record.JobHash));
        Assert.Equal((384, 128), (record.WellCount, record.TileSizePixels));
        Assert.Equal(
            [new PlateChannel("DNA", 102.5, 4000.125, "uint16"), new PlateChannel("GFP", 0, 255, "uint8")],
            record.Channels);
        Assert.Equal(["scatter-v1_DNA_0", "Image_Intensity_MeanIntensity_DNA"], record.Features);
        Assert.Equal(
            [
                new PlateWell { Well = "A01", Role = "negcon", Compound = "DMSO" },
                new PlateWell
                {
                    Well = "P24", Role = "trt", Compound = "Taxol µ", Dose = 0.1, DoseUnit = "uM",
                    Identifier = "BRD-1", Moa = "a|b",
                },
            ],
            record.Wells);
    }

    [Fact]
    public async Task A_plates_record_of_a_later_version_or_with_nulls_is_refused()
    {
        var store = new MemoryBlobStore();
        var text = File.ReadAllText(Path.Combine(Archive, "plate-v1.json"));
        const string version = "\"formatVersion\": 1";
        foreach (var (changed, reason) in new[]
        {
            (text.Replace(version, "\"formatVersion\": 2", StringComparison.Ordinal), "formatVersion is 2"),
            (text.Replace(version, $"{version}, \"wells\": null", StringComparison.Ordinal), "wells"),
            (text.Replace("\"role\": \"trt\",", "", StringComparison.Ordinal), "role"),
        })
        {
            store.Put("plates/P-1 a/plate.json", changed);
            var error = await Assert.ThrowsAsync<ScreenDataException>(
                () => new RunFolder(store).ReadPlateAsync(new PlateId("P-1 a"), Stop));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal("plates/P-1 a/plate.json", error.Place.Blob);
        }
    }

    [Fact]
    public void A_job_of_version_1_is_read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Archive, "job-v1.json"));
        var job = JobFile.Parse(bytes, "job-v1.json");
        Assert.Equal((1, "schema.json", "full-1", "A title"), (job.FormatVersion, job.Schema, job.Name, job.Title));
        Assert.Equal(
            new ImageSource { Store = "images", Pattern = "{plate}/{well}_{channel}.tif", Plate = "P0" }, job.Images);
        Assert.Equal(
            [
                new ChannelSource { Name = "DNA", Token = "w1", Band = 2, Colour = "#0000ff" },
                new ChannelSource { Name = "Actin", Token = "w2" },
            ],
            job.Channels);
        Assert.Equal((384, "other", new string('a', 64)), (job.PlateFormat, job.Model, job.ModelSha256));
        Assert.Equal(7, job.Tiles.OverlapPixels);
        Assert.Equal(
            new ScalingOptions { Method = ScalingMethod.Range, Low = 10, High = 1000.5, SampleSiteCount = 3 },
            job.Scaling);
        Assert.Equal(AggregationMethod.Mean, job.Aggregation.Sites);
        Assert.Equal(
            new NormalizationOptions
            {
                Method = NormalizationMethod.Standardize,
                Samples = ReferenceSamples.All,
                MadEpsilon = 0.5,
            },
            job.Normalization);
        Assert.Equal(32, job.Thumbnails.SizePixels);
        Assert.Equal(new JobLimits { MaxImagePixels = 1000, MaxImageBytes = 2000 }, job.Limits);
        var map = job.PlateMap!;
        Assert.Equal(("map.csv", null, "maps"), (map.File, map.Barcodes, map.Folder));
        Assert.Equal(("metadata.tsv", "uM"), (map.Metadata, map.DoseUnit));
        Assert.Equal(["-1=negcon", "1=poscon"], map.Roles.Select(r => $"{r.Key}={r.Value}"));
        Assert.Equal(
            new PlateMapColumns
            {
                Well = "w",
                Row = "r",
                Column = "c",
                Identifier = "id",
                Compound = "name",
                Dose = "dose",
                Role = "role",
                Moa = "moa",
            },
            map.Columns);
        Assert.Equal(
            [new PlateRegion { Wells = "A01:D12", Compound = "x", Dose = 1.5, Moa = "m", Role = "trt" }], map.Regions);
        Assert.Contains("\"formatVersion\": 1", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }
}
