using System.Buffers.Binary;
using System.Security.Cryptography;
using HcsGrid.Imaging.Nuclei;

namespace HcsGrid.Imaging.Tests.Nuclei;

/// <summary>
/// Nuclei in made-up pictures, each with one difficulty.
/// </summary>
public class NucleusFinderTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Discs_are_found_with_their_centres_and_areas_row_by_row(bool isWide)
    {
        (double X, double Y, double Radius)[] truth = [(150, 29.5, 9), (40.25, 31, 12), (60, 110, 10)];
        var picture = new NucleusPicture(200, 150)
            .Disc(60, 110, 10, 70).Disc(40.25, 31, 12, 150).Disc(150, 29.5, 9, 90);
        using var plane = isWide ? picture.ToPlane(_pool, 20, 3) : picture.ToPlane8(_pool, 20, 3);
        var found = Find(plane);
        Assert.Equal(3, found.Count);
        for (var i = 0; i < truth.Length; i++)
        {
            var area = Math.PI * truth[i].Radius * truth[i].Radius;
            Assert.Equal(truth[i].X, found[i].X, 0.3);
            Assert.Equal(truth[i].Y, found[i].Y, 0.3);
            Assert.InRange(found[i].AreaPixels, 0.85 * area, 1.15 * area);
        }

        Assert.Equal(1, _pool.RentedCount);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0)]
    [InlineData(200, 5)]
    [InlineData(200, 60)]
    [InlineData(5000, 500)]
    public void A_picture_without_nuclei_gives_none(double background, double noise)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            using var plane = new NucleusPicture(300, 300).ToPlane(_pool, background, noise, seed);
            Assert.Empty(Find(plane));
            using var narrow = new NucleusPicture(300, 300).ToPlane8(_pool, background / 50, noise / 50, seed);
            Assert.Empty(Find(narrow));
        }
    }

    [Fact]
    public void Uneven_light_without_nuclei_gives_none()
    {
        using var plane = new NucleusPicture(400, 400).Disc(200, 200, 1000, 2000).Shade(0.3)
            .ToPlane(_pool, 300, 25);
        Assert.Empty(Find(plane));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(1.7)]
    [InlineData(2)]
    public void Touching_nuclei_are_parted(double distanceInRadii)
    {
        // A pair, and a row of three that bends.
        var picture = new NucleusPicture(240, 120);
        var apart = 12 * distanceInRadii;
        CellCentre[] truth =
        [
            new(40, 60), new(40 + apart, 60),
            new(130, 50), new(130 + apart, 50), new(130 + (1.8 * apart), 50 + (0.6 * apart)),
        ];
        foreach (var (x, y) in truth)
            picture.Disc(x, y, 12, 500);
        using var plane = picture.ToPlane(_pool, 200, 15);
        Assert.Equal(new NucleusScore(5, 5, 5), NucleusScore.Of(truth, Find(plane), 3));
    }

    [Fact]
    public void A_long_or_a_dented_nucleus_stays_one()
    {
        var picture = new NucleusPicture(200, 100);
        for (var step = 0; step <= 14; step++)
            picture.Disc(40 + step, 50, 9, 500);
        picture.Disc(130, 50, 13, 500).Hole(146, 50, 5);
        using var plane = picture.ToPlane(_pool, 200, 15);
        Assert.Equal(2, Find(plane).Count);
    }

    [Fact]
    public void A_dark_nucleolus_is_part_of_its_nucleus()
    {
        using var plane = new NucleusPicture(120, 120).Disc(60, 60, 15, 800).Hole(63, 58, 3.5).ToPlane(_pool, 200, 10);
        var nucleus = Assert.Single(Find(plane));
        Assert.InRange(nucleus.AreaPixels, 0.93 * Math.PI * 225, 1.07 * Math.PI * 225);
    }

    [Fact]
    public void Dirt_and_what_is_too_large_are_left_out_and_dirt_hides_nothing()
    {
        using var plane = new NucleusPicture(300, 300).Disc(50, 50, 2, 60_000).Disc(250, 60, 2.5, 60_000)
            .Disc(150, 150, 40, 2000).Disc(60, 230, 11, 500).Disc(240, 230, 11, 900).ToPlane(_pool, 300, 20);
        Assert.Equal([(60, 230), (240, 230)], Find(plane).Select(n => ((int)Math.Round(n.X), (int)Math.Round(n.Y))));
    }

    [Fact]
    public void Nuclei_in_the_dark_half_of_a_picture_are_found_too()
    {
        var picture = new NucleusPicture(500, 200);
        CellCentre[] truth =
        [
            .. Enumerable.Range(0, 20).Select(i => new CellCentre(25 + (i % 10 * 50), 60 + (i / 10 * 80))),
        ];
        foreach (var (x, y) in truth)
            picture.Disc(x, y, 10, 1000);
        using var plane = picture.Shade(0.3).ToPlane(_pool, 200, 15);
        Assert.Equal(new NucleusScore(20, 20, 20), NucleusScore.Of(truth, Find(plane), 2));
    }

    [Fact]
    public void One_bright_nucleus_in_a_large_picture_and_one_at_the_border_are_found()
    {
        using var one = new NucleusPicture(700, 700).Disc(300, 400, 8, 300).ToPlane(_pool, 200, 12);
        Assert.Single(Find(one));
        using var border = new NucleusPicture(200, 200).Disc(0, 100, 12, 300).ToPlane(_pool, 200, 12);
        Assert.InRange(Assert.Single(Find(border)).X, 3, 7);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 90)]
    [InlineData(90, 1)]
    [InlineData(2, 3)]
    public void The_smallest_pictures_are_no_error(int width, int height)
    {
        using var plane = new NucleusPicture(width, height).ToPlane(_pool, 100, 30);
        Assert.Empty(Find(plane));
        Assert.Equal(1, _pool.RentedCount);
    }

    [Fact]
    public void A_picture_gives_the_same_numbers_on_every_machine()
    {
        // Written down on x64. Another number here means results that depend on the machine, or another method.
        using var plane = TestImages.PlaneOf(_pool, 256, 256, [.. Blobs(256, 256)]);
        var found = Find(plane);
        var bytes = new byte[found.Count * 20];
        for (var i = 0; i < found.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * 20), found[i].X);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan((i * 20) + 8), found[i].Y);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((i * 20) + 16), found[i].AreaPixels);
        }

        Assert.Equal("63 248c5629df4ba882", $"{found.Count} {Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}");
    }

    [Theory]
    [InlineData(3, 50, "MinimumDiameterPixels is 3")]
    [InlineData(double.NaN, 50, "MinimumDiameterPixels is NaN")]
    [InlineData(10, 10, "MaximumDiameterPixels is 10")]
    [InlineData(10, 1001, "MaximumDiameterPixels is 1001")]
    public void Diameters_out_of_bounds_are_refused(double minimum, double maximum, string reason)
    {
        var options = new NucleusFinderOptions { MinimumDiameterPixels = minimum, MaximumDiameterPixels = maximum };
        var error = Assert.Throws<InvalidOperationException>(() => new NucleusFinder(options, _pool));
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<Nucleus> Find(Plane plane) => new NucleusFinder(
        new NucleusFinderOptions { MinimumDiameterPixels = 10, MaximumDiameterPixels = 50 }, _pool).Find(plane);

    /// <summary>Blobs by whole numbers alone.</summary>
    private static IEnumerable<ushort> Blobs(int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = ((x % 37) - 18, (y % 29) - 14);
                var blob = Math.Max(0, 4000 - (((dx * dx) + (dy * dy)) * (50 + (9 * (x / 37)))));
                yield return (ushort)(300 + blob + (((x * 7919) ^ (y * 104_729)) % 97));
            }
        }
    }
}
