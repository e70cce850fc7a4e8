namespace HcsGrid.Imaging.Tests;

public sealed class PixelSizeTests
{
    private readonly ImageDecoder _decoder = new(new PixelPool(new PixelPoolOptions()), new ImageDecoderOptions());

    [Theory]
    [InlineData("0.65", "", 0.65)]
    [InlineData("0.559", "PhysicalSizeXUnit=\"nm\"", 0.000559)]
    [InlineData("5.59", "PhysicalSizeXUnit=\"Å\" PhysicalSizeY=\"5.59\" PhysicalSizeYUnit=\"Å\"", 0.000559)]
    [InlineData("0.65", "PhysicalSizeXUnit=\"µm\" PhysicalSizeY=\"0.651\"", 0.65)]
    [InlineData("0.65", "PhysicalSizeXUnit=\"&#181;m\"", 0.65)]
    [InlineData("0.65", "PhysicalSizeY=\"0.7\"", null)]
    [InlineData("0.65", "PhysicalSizeXUnit=\"parsec\"", null)]
    [InlineData("0", "", null)]
    [InlineData("-1", "", null)]
    [InlineData("1x", "", null)]
    [InlineData("", "", null)]
    public void The_size_in_ome_xml_is_read_in_its_unit(string size, string further, double? expected) =>
        AssertSize(
            expected,
            new ScaledTiff
            {
                Description =
                    $"<?xml version=\"1.0\"?><OME><Image><Pixels PhysicalSizeX=\"{size}\" {further}/></Image></OME>",
            });

    [Theory]
    [InlineData("nm", 1000u, 559u, 0.000559)]
    [InlineData("micron", 2u, 1u, 0.5)]
    [InlineData(@"\u00B5m", 1789u, 1u, 1 / 1789.0)]
    [InlineData("pixel", 1000u, 559u, null)]
    [InlineData("nm", 0u, 559u, null)]
    [InlineData("nm", 559u, 0u, null)]
    public void What_imagej_writes_is_read(string unit, uint over, uint under, double? expected) =>
        AssertSize(
            expected,
            new ScaledTiff { Description = $"ImageJ=1.53t\nunit={unit}\nmin=0\n", X = (over, under), Unit = 1 });

    [Fact]
    public void A_unit_of_values_is_none_of_pixels() => AssertSize(
        null, new ScaledTiff { Description = "ImageJ=1.53t\nvunit=nm\nmin=0\n", X = (1000, 559), Unit = 1 });

    [Theory]
    [InlineData(17_889_088u, 3, 10_000 / 17_889_088.0)]
    [InlineData(45_438_283u, 2, 25_400 / 45_438_283.0)]
    [InlineData(300u, 2, null)]
    [InlineData(25_400u, 2, null)]
    [InlineData(17_889_088u, 1, null)]
    public void Resolution_tags_count_where_a_pixel_is_smaller_than_a_micrometre(
        uint perUnit, int unit, double? expected) =>
        AssertSize(expected, new ScaledTiff { X = (perUnit, 1), Unit = (ushort)unit });

    [Fact]
    public void Pixels_that_are_not_square_have_no_size() =>
        AssertSize(null, new ScaledTiff { X = (17_889_088, 1), Y = (17_000_000, 1), Unit = 3 });

    [Fact]
    public void A_file_that_tells_nothing_or_ends_too_early_has_no_size()
    {
        AssertSize(null, new ScaledTiff());
        var file = new ScaledTiff { X = (17_889_088, 1), Unit = 3 }.Write();
        Assert.Null(_decoder.ReadHeader(file.AsMemory(0, file.Length - 12)).PixelSizeMicrometres);
        Assert.Null(_decoder.ReadHeader(ImageEncoder.EncodePng([1, 2], 2, 1)).PixelSizeMicrometres);
    }

    private void AssertSize(double? expected, ScaledTiff file)
    {
        var found = _decoder.ReadHeader(file.Write()).PixelSizeMicrometres;
        Assert.Equal(expected is null, found is null);
        if (expected is { } size)
            Assert.Equal(1, found!.Value / size, 9);
    }
}
