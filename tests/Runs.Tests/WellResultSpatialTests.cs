using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Version 3 of the stored form of a well's result, which holds how particles lie beside random placements.
/// </summary>
public class WellResultSpatialTests
{
    private static readonly WellResult Small = new()
    {
        Plate = new PlateId("P1"),
        Well = WellAddress.Parse("B03"),
        JobHash = "abc",
        SiteNumbers = [1, 4, 5],
        TileCount = 50,
        Profile = [1.5],
        SiteProfiles = [1, 2, 3],
        Thumbnail = [0xFF, 0xD8, 0x00],
        Images = [Image(4, [null, 0], 2, 1), Image(1, [], 0, 2), Image(5, [null, 1, 2], 3, 3)],
    };

    [Fact]
    public void Comparisons_read_back_bit_for_bit()
    {
        var bytes = WellResultFormat.Write(Small);
        Assert.Equal(3, bytes[8]);
        AssertSame(Small, WellResultFormat.Read(bytes, "x.well"));
    }

    [Fact]
    public void Any_comparisons_read_back_bit_for_bit() =>
        Prop.ForAll<byte, byte, int>((count, distances, seed) =>
        {
            int?[] groups = [null, .. Enumerable.Range(0, count % 17).Select(g => (int?)g)];
            AssertSame(
                Small with { Images = [Image(2, groups, 1 + distances, seed), Image(0, [], 0, 0), Small.Images[0]] });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_result_without_comparisons_is_written_as_version_2()
    {
        var plain = Small with { Images = [.. Small.Images.Select(i => i with { Spatial = [] })] };
        Assert.Equal(2, WellResultFormat.Write(plain)[8]);
    }

    [Fact]
    public void Every_change_of_a_byte_and_every_truncation_is_refused() =>
        StoredWell.AssertNoByteMayChange(WellResultFormat.Write(Small), 0x81);

    [Theory]
    [InlineData("\"placements\":39", "\"placements\":18")]
    [InlineData("\"placements\":39", "\"placements\":100001")]
    [InlineData("\"smallestCluster\":3", "\"smallestCluster\":1")]
    [InlineData("\"distanceCount\":2", "\"distanceCount\":0")]
    [InlineData("\"distanceCount\":2", "\"distanceCount\":3")]
    [InlineData("\"distanceCount\":2", "\"distanceCount\":2147483647")]
    [InlineData("\"groups\":[null,0]", "\"groups\":[null]")]
    [InlineData("\"groups\":[null,0]", "\"groups\":[0,null]")]
    [InlineData("\"groups\":[null,0]", "\"groups\":[null,16]")]
    [InlineData("\"groups\":[null,0]", "\"groups\":[null,-1]")]
    [InlineData("\"groups\":[null,0],\"particleCounts\":[4,4]", "\"groups\":[],\"particleCounts\":[]")]
    [InlineData("\"particleCounts\":[4,4]", "\"particleCounts\":[4,1]")]
    [InlineData("\"particleCounts\":[4,4]", "\"particleCounts\":[4,5]")]
    [InlineData("\"particleCounts\":[4,4]", "\"particleCounts\":[4]")]
    [InlineData("\"particleCounts\":[4,4]", "\"particleCounts\":null")]
    public void A_hostile_header_with_its_right_hash_is_refused(string old, string changed)
    {
        var (header, rest) = StoredWell.PartsOf(WellResultFormat.Write(Small));
        Assert.Contains(old, header, StringComparison.Ordinal);
        StoredWell.AssertRefused(StoredWell.Sealed(3, header.Replace(old, changed, StringComparison.Ordinal), rest));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Comparisons_in_another_version_are_refused(int version)
    {
        var (header, rest) = StoredWell.PartsOf(WellResultFormat.Write(Small));
        StoredWell.AssertRefused(StoredWell.Sealed(version, header, rest));
        Assert.Equal(3, WellResultFormat.Read(StoredWell.Sealed(3, header, rest), "x.well").Images.Count);
    }

    /// <summary>An image of so many particles, compared in groups of all of them; every number is another.</summary>
    private static FoundImage Image(int count, int?[] groups, int distanceCount, int seed)
    {
        var random = new Random(seed);
        var options = new SpatialOptions
        {
            Radii = Numbers(distanceCount),
            ClusterDistance = random.NextDouble(),
            PlacementCount = 39,
            Seed = seed,
        };
        return new FoundImage
        {
            Path = $"{seed}.png",
            Width = 40,
            Height = 30,
            PixelSizeNm = 0.5,
            PixelSizeFrom = "option",
            RegionPixelCount = 1200,
            Particles = [.. Enumerable.Range(0, count).Select(i => new Particle(i / 3.0, 1, 12, 0.1 * i))],
            Spatial =
            [
                .. groups.Select(g => new GroupSpatial(g, options, new SpatialResult
                {
                    PointCount = count,
                    AreaPixels = 1200,
                    NearestDistance = Against(),
                    Radii = options.Radii,
                    L = Numbers(distanceCount),
                    RandomL = Numbers(distanceCount),
                    RandomLLow = Numbers(distanceCount),
                    RandomLHigh = Numbers(distanceCount),
                    LPValue = random.NextDouble(),
                    ClusterCount = Against(),
                    LargestCluster = Against(),
                    ClusteredShare = Against(),
                })),
            ],
        };

        double[] Numbers(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];

        AgainstRandom Against() => new(
            random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble());
    }

    private static void AssertSame(WellResult expected) =>
        AssertSame(expected, WellResultFormat.Read(WellResultFormat.Write(expected), "x.well"));

    private static void AssertSame(WellResult expected, WellResult found)
    {
        Assert.Equal(expected.Images.Count, found.Images.Count);
        foreach (var (image, other) in expected.Images.Zip(found.Images))
        {
            Assert.Equal(image.Particles, other.Particles);
            Assert.Equivalent(image.Spatial, other.Spatial, strict: true);
        }

        Assert.Equal(expected.Profile, found.Profile);
        Assert.Equal(expected.SiteProfiles, found.SiteProfiles);
        Assert.Equal(expected.Thumbnail, found.Thumbnail);
        Assert.Equal(WellResultFormat.Write(expected), WellResultFormat.Write(found));
    }
}
