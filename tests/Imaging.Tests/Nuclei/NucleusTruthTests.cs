using System.Globalization;
using HcsGrid.Imaging.Nuclei;
using HcsGrid.Plates;
using HcsGrid.Simulation;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests.Nuclei;

/// <summary>
/// Nuclei beside known ones: of simulated screens, and of a public plate as CellProfiler found them.
/// </summary>
public class NucleusTruthTests
{
    private const int Side = 768;

    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Theory]
    [InlineData(100, false)]
    [InlineData(320, false)]
    [InlineData(320, true)]
    [InlineData(900, false)]
    public void Nuclei_of_untreated_simulated_cells_are_found(double density, bool isNarrow)
    {
        var screen = new SimulatedScreen(new SimulatedScreenOptions
        {
            ImageWidth = Side,
            ImageHeight = Side,
            CellsPerMegapixel = density,
        });
        var score = default(NucleusScore);
        var wells = Enumerable.Range(0, 8).Select(row => new WellAddress(row, 0))
            .Where(w => screen.WellOf(screen.Plates[0], w).Compound is null).Take(3);
        foreach (var well in wells)
        {
            var site = new SiteAddress(screen.Plates[0], well, 1);
            var pixels = screen.RenderSite(site, screen.Channels[0]);
            using var plane = isNarrow
                ? TestImages.PlaneOf(_pool, Side, Side, [.. pixels.Select(p => (byte)(p >> 4))])
                : TestImages.PlaneOf(_pool, Side, Side, pixels);
            CellCentre[] truth = [.. screen.SiteOf(site).Cells.Select(c => new CellCentre(c.X, c.Y))];
            score += Score(truth, Find(plane, 10, 40), Side, reach: 4);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{score}");
        Assert.True(score is { Recall: > 0.985, Precision: > 0.97 }, $"{score}");
    }

    [Fact]
    public void Nuclei_of_a_public_plate_are_those_that_CellProfiler_found()
    {
        var folder = Shared.PathOf("data", "lincs_a549");
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions());
        var (all, counts) = (default(NucleusScore), new List<(double Theirs, double Mine)>());
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "locations")).Order())
        {
            var parts = Path.GetFileName(file).Split('-');
            var well = WellAddress.Parse(parts[0]);
            var image = $"r{well.RowNumber:00}c{well.ColumnNumber:00}f0{parts[1]}p01-ch1sk1fk1fl1.png";
            using var plane = decoder.DecodePlane(File.ReadAllBytes(Path.Combine(folder, "images", image)));
            CellCentre[] truth = [.. File.ReadAllLines(file).Skip(1).Select(CentreOf)];
            var found = Find(plane, 12, 80);
            var score = Score(truth, found, plane.Width, reach: 10);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(file)}: {score}");
            all += score;
            counts.Add((score.TruthCount, score.FoundCount));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"all: {all}");
        Assert.True(all is { Recall: > 0.92, Precision: > 0.94 }, $"{all}");
        Assert.All(counts, c => Assert.InRange(c.Mine / c.Theirs, 0.9, 1.1));
    }

    /// <summary>Counts what lies inside on either side, whatever lies beside the border on the other: CellProfiler
    /// leaves out nuclei that the border cuts, and a simulation has cells of which half shows.</summary>
    private static NucleusScore Score(CellCentre[] truth, IReadOnlyList<Nucleus> found, int side, double reach)
    {
        const double border = 15;
        bool IsInside(double x, double y) => Math.Min(x, y) > border && Math.Max(x, y) < side - border;
        var known = NucleusScore.Of([.. truth.Where(t => IsInside(t.X, t.Y))], found, reach);
        var seen = NucleusScore.Of(truth, [.. found.Where(f => IsInside(f.X, f.Y))], reach);
        return new NucleusScore(known.TruthCount, seen.FoundCount, Math.Min(known.HitCount, seen.HitCount));
    }

    private static CellCentre CentreOf(string line)
    {
        var fields = line.Split(',');
        return new CellCentre(
            double.Parse(fields[0], CultureInfo.InvariantCulture),
            double.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private IReadOnlyList<Nucleus> Find(Plane plane, double minimum, double maximum) => new NucleusFinder(
        new NucleusFinderOptions { MinimumDiameterPixels = minimum, MaximumDiameterPixels = maximum }, _pool)
        .Find(plane);
}
