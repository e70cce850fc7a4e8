using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Version 2 of the stored form of a well's result, which holds particles.
/// </summary>
public class WellResultParticlesTests
{
    private static readonly WellResult Small = new()
    {
        Plate = new PlateId("P1"),
        Well = WellAddress.Parse("B03"),
        JobHash = "abc",
        SiteNumbers = [1, 4],
        TileCount = 50,
        Profile = [1.5],
        SiteProfiles = [1, 2],
        Thumbnail = [0xFF, 0xD8, 0x00],
        Images = [Image("a.png", 3), Image("b.png", 0)],
    };

    [Fact]
    public void Particles_read_back_bit_for_bit()
    {
        var bytes = WellResultFormat.Write(Small);
        Assert.Equal(2, bytes[8]);
        var found = WellResultFormat.Read(bytes, "x.well");
        Assert.Equal(Small.Images.Select(i => i.Path), found.Images.Select(i => i.Path));
        Assert.Equal(Small.Images[0].Particles, found.Images[0].Particles);
        Assert.Empty(found.Images[1].Particles);
        Assert.Equal((Small.Profile[0], 2), (found.Profile[0], found.SiteProfiles.Length));
        Assert.Equal(Small.Thumbnail, found.Thumbnail);
        Assert.Equal(bytes, WellResultFormat.Write(found));
    }

    [Fact]
    public void A_result_without_particles_is_written_as_version_1() =>
        Assert.Equal(1, WellResultFormat.Write(Small with { Images = [] })[8]);

    [Fact]
    public void Every_change_of_a_byte_and_every_truncation_is_refused() =>
        StoredWell.AssertNoByteMayChange(WellResultFormat.Write(Small), 0x81);

    [Theory]
    [InlineData("\"particleCount\":3", "\"particleCount\":4")]
    [InlineData("\"particleCount\":3", "\"particleCount\":-1")]
    [InlineData("\"particleCount\":3", "\"particleCount\":2000000000")]
    [InlineData("\"width\":40", "\"width\":0")]
    [InlineData("\"pixelSizeNm\":0.5", "\"pixelSizeNm\":-1")]
    [InlineData("\"regionPixelCount\":1200", "\"regionPixelCount\":1201")]
    [InlineData("\"path\":\"a.png\"", "\"path\":null")]
    [InlineData("\"siteNumbers\":[1,4]", "\"siteNumbers\":[1]")]
    [InlineData("\"images\":[", "\"pictures\":[")]
    public void A_hostile_header_with_its_right_hash_is_refused(string old, string changed)
    {
        var (header, rest) = StoredWell.PartsOf(WellResultFormat.Write(Small));
        Assert.Contains(old, header, StringComparison.Ordinal);
        StoredWell.AssertRefused(StoredWell.Sealed(2, header.Replace(old, changed, StringComparison.Ordinal), rest));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Particles_in_another_version_are_refused(int version)
    {
        var (header, rest) = StoredWell.PartsOf(WellResultFormat.Write(Small));
        StoredWell.AssertRefused(StoredWell.Sealed(version, header, rest));
    }

    private static FoundImage Image(string path, int count) => new()
    {
        Path = path,
        Width = 40,
        Height = 30,
        PixelSizeNm = 0.5,
        PixelSizeFrom = "option",
        RegionPixelCount = 1200,
        Particles = [.. Enumerable.Range(0, count).Select(i => new Particle(i / 3.0, double.Epsilon, 12, 0.1 * i))],
    };
}
