using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Tests;

namespace HcsGrid.Simulation.Tests;

public class MicrographTests
{
    private static readonly SimulatedMicrographOptions Small = new() { Seed = 3, Count = 3, Width = 300, Height = 220 };

    [Fact]
    public void An_image_is_the_same_alone_and_in_a_longer_set()
    {
        var alone = new SimulatedMicrographs(Small).Make(2);
        var again = new SimulatedMicrographs(Small with { Count = 9 }).Make(2);
        Assert.Equal(alone.Pixels, again.Pixels);
        Assert.Equal(alone.Particles, again.Particles);
        Assert.NotEqual(alone.Pixels, new SimulatedMicrographs(Small).Make(1).Pixels);
        Assert.NotEqual(alone.Pixels, new SimulatedMicrographs(Small with { Seed = 4 }).Make(2).Pixels);
    }

    [Fact]
    public void Beads_are_dark_where_the_truth_says_and_do_not_cover_each_other()
    {
        var options = Small with { FoldCount = 0, NoiseLevel = 0, ParticlesPerUm2 = 500 };
        var gold = new SimulatedMicrographs(options).Make(0);
        var bare = new SimulatedMicrographs(options with { ParticlesPerUm2 = 0 }).Make(0);
        Assert.InRange(gold.Particles.Count, 8, 40);
        Assert.Empty(bare.Particles);
        foreach (var bead in gold.Particles)
        {
            var at = ((int)Math.Round(bead.YPixels) * gold.Width) + (int)Math.Round(bead.XPixels);
            Assert.InRange(gold.Pixels[at], 0, 0.75 * bare.Pixels[at]);
            Assert.InRange(bead.DiameterPixels * options.PixelSizeNm, 0.8 * 6, 1.2 * 18);
            Assert.DoesNotContain(
                gold.Particles,
                other => other != bead && Math.Sqrt(
                    Math.Pow(other.XPixels - bead.XPixels, 2) + Math.Pow(other.YPixels - bead.YPixels, 2)) <
                    0.94 * (other.DiameterPixels + bead.DiameterPixels) / 2);
        }

        // Away from gold nothing is changed.
        var changed = gold.Pixels.Zip(bare.Pixels, (a, b) => a != b).Count(differs => differs);
        Assert.InRange(changed, 1, gold.Particles.Sum(p => 3 * Math.Pow(p.DiameterPixels + 10, 2)));
    }

    [Fact]
    public void Folds_and_noise_are_in_the_image_where_they_are_asked_for()
    {
        var plain = Small with { FoldCount = 0, NoiseLevel = 0, ParticlesPerUm2 = 0 };
        var bare = new SimulatedMicrographs(plain).Make(0).Pixels;
        var folded = new SimulatedMicrographs(plain with { FoldCount = 3 }).Make(0).Pixels;
        var noisy = new SimulatedMicrographs(plain with { NoiseLevel = 1 }).Make(0).Pixels;
        Assert.True(bare.Zip(folded, (a, b) => a - b).Max() > 30, "no fold is dark");
        var noise = Math.Sqrt(bare.Zip(noisy, (a, b) => (double)(a - b) * (a - b)).Average());
        Assert.InRange(noise, 1, 15);
    }

    [Fact]
    public async Task Images_pixel_sizes_and_truth_are_written()
    {
        var store = new MemoryBlobStore();
        var made = new SimulatedMicrographs(Small);
        await made.WriteAsync(store, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["micrograph-001.png", "micrograph-002.png", "micrograph-003.png", "pixel_sizes.csv", "truth.csv"],
            store.Keys);
        var pool = new PixelPool(new PixelPoolOptions());
        using var plane = new ImageDecoder(pool, new ImageDecoderOptions()).DecodePlane(store["micrograph-002.png"]);
        Assert.Equal(made.Make(1).Pixels, plane.UInt8Samples.ToArray());
        Assert.Equal(
            "image,pixel_size_nm\nmicrograph-001.png,0.559\nmicrograph-002.png,0.559\nmicrograph-003.png,0.559\n",
            store.TextOf("pixel_sizes.csv"));
        var rows = store.TextOf("truth.csv").TrimEnd().Split('\n').Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.Equal(Enumerable.Range(0, 3).Sum(i => made.Make(i).Particles.Count), rows.Length);
        var first = made.Make(0).Particles[0];
        Assert.Equal(first.XPixels, double.Parse(rows[0][1], CultureInfo.InvariantCulture), 3);
        Assert.Equal(
            first.DiameterPixels * 0.559, double.Parse(rows[0][3], CultureInfo.InvariantCulture), 3);
    }

    [Theory]
    [InlineData("Count")]
    [InlineData("Width")]
    [InlineData("PixelSizeNm")]
    [InlineData("GroupsNm")]
    [InlineData("FoldCount")]
    public void An_option_out_of_bounds_is_told_by_its_name(string name)
    {
        var options = name switch
        {
            "Count" => Small with { Count = 0 },
            "Width" => Small with { Width = 63 },
            "PixelSizeNm" => Small with { PixelSizeNm = double.NaN },
            "GroupsNm" => Small with { GroupsNm = [] },
            _ => Small with { FoldCount = 21 },
        };
        Assert.Contains(
            name, Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedMicrographs(options)).Message,
            StringComparison.Ordinal);
    }
}
