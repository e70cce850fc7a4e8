using HcsGrid.Plates;

namespace HcsGrid.Simulation.Tests;

/// <summary>
/// Looks at pixels only: what a person would measure must show what was put in.
/// </summary>
public class EffectsTests
{
    private static readonly SimulatedScreenOptions Plain = new()
    {
        PlateCount = 1,
        ImageWidth = 320,
        ImageHeight = 320,
        CompoundsPerMoa = 1,
        DosesMicromolar = [0.04, 0.2, 0.6, 1.8, 8],
        PlateEffect = 0,
        Variation = 0.4,
        NoiseLevel = 0.3,
    };

    private static readonly SimulatedScreen Screen = new(Plain);

    [Theory]
    [InlineData("microtubule destabilizer", "Fibre", "grain", -1)]
    [InlineData("microtubule stabilizer", "Fibre", "spread", 1)]
    [InlineData("DNA damaging agent", "DNA", "area of an object", 1)]
    [InlineData("DNA damaging agent", "DNA", "objects", -1)]
    [InlineData("aurora kinase inhibitor", "DNA", "light of objects", 1)]
    [InlineData("actin disruptor", "Cyto", "mean", -1)]
    [InlineData("protein synthesis inhibitor", "Cyto", "light of cells", -1)]
    [InlineData("proteasome inhibitor", "Cyto", "grain", 1)]
    [InlineData("nuclear export inhibitor", "Cyto", "in nuclei", 1)]
    public void Every_mechanism_shows_and_rises_with_the_dose(string moa, string channel, string feature, int sign)
    {
        var wells = Screen.PlateMapOf(Screen.Plates[0]).Entries;
        var untreated = wells
            .Where(e => e.Value.Role == ControlRole.NegativeControl)
            .Select(e => sign * MeasureWell(e.Key, channel, feature)).ToList();
        var doses = wells
            .Where(e => e.Value.Perturbation!.Moa?.Text == moa)
            .GroupBy(e => e.Value.Perturbation!.Dose!.Value)
            .OrderBy(g => g.Key)
            .Select(g => g.Average(e => sign * MeasureWell(e.Key, channel, feature)))
            .ToList();
        Assert.Equal(5, doses.Count);
        Assert.True(RankCorrelation(doses) >= 0.9, $"by dose: {string.Join(", ", doses)}");
        var mean = untreated.Average();
        var deviation = Math.Sqrt(untreated.Average(v => (v - mean) * (v - mean)));
        Assert.True(
            doses[^1] > mean + (2 * deviation), $"top dose {doses[^1]}, untreated {mean} ± {deviation}");
    }

    [Fact]
    public void Bright_objects_in_the_dna_channel_are_as_many_as_the_true_nuclei_that_show()
    {
        int counted = 0, truth = 0;
        foreach (var well in Screen.PlateMapOf(Screen.Plates[0]).WellsWith(ControlRole.NegativeControl))
        {
            var site = new SiteAddress(Screen.Plates[0], well, 1);
            counted += SiteMeasures.ObjectAreas(Screen.RenderSite(site, Screen.Channels[0]), 320, 450).Count;
            // A nucleus whose centre lies less than 6 pixels outside still shows more than 20 pixels.
            truth += Screen.SiteOf(site).Cells.Count(c => c.X is > -6 and < 325 && c.Y is > -6 and < 325);
        }

        Assert.InRange((double)counted / truth, 0.95, 1.05);
    }

    [Fact]
    public void Without_plate_effects_the_plate_is_even()
    {
        foreach (var format in PlateFormat.FromWellCount(96).Wells())
        {
            var well = Screen.WellOf(Screen.Plates[0], format);
            Assert.Equal(1, well.PlateCountFactor);
            Assert.All(well.PlateIntensityFactors, f => Assert.Equal(1, f));
            Assert.Equal(0, Screen.SiteOf(new SiteAddress(Screen.Plates[0], format, 1)).DefocusSigma);
        }

        foreach (var channel in Screen.Channels)
            Assert.Equal(1, Screen.IlluminationOf(Screen.Plates[0], channel).FactorAt(1, -1));
        Assert.InRange(CornerOverCentre(Screen), 0.92, 1.08);
    }

    [Fact]
    public void With_plate_effects_corners_are_darker_and_the_edge_has_fewer_cells()
    {
        var screen = new SimulatedScreen(Plain with { PlateEffect = 3 });
        var field = screen.IlluminationOf(screen.Plates[0], screen.Channels[1]);
        var expected = new[] { (-0.75, -0.75), (-0.75, 0.75), (0.75, -0.75), (0.75, 0.75) }
            .Average(c => field.FactorAt(c.Item1, c.Item2)) / field.FactorAt(0, 0);
        Assert.True(expected < 0.9);
        Assert.Equal(expected, CornerOverCentre(screen), 0.08);
        var (edge, inner) = (WellAddress.Parse("A06"), WellAddress.Parse("D06"));
        Assert.True(
            screen.WellOf(screen.Plates[0], edge).PlateCountFactor
            < screen.WellOf(screen.Plates[0], inner).PlateCountFactor);
        var first = screen.WellOf(screen.Plates[0], WellAddress.Parse("D06")).PlateIntensityFactors;
        var later = screen.WellOf(screen.Plates[0], WellAddress.Parse("E06")).PlateIntensityFactors;
        Assert.NotEqual(first, later);
    }

    [Fact]
    public void The_strength_of_a_dose_is_a_hill_curve()
    {
        var compound = Screen.Compounds[0] with { HalfEffectMicromolar = 2, HillSlope = 2, Efficacy = 0.8 };
        Assert.Equal(0.4, compound.StrengthAt(2), 1e-12);
        Assert.Equal(0.8 * 9 / 10, compound.StrengthAt(6), 1e-12);
    }

    [Fact]
    public void A_phenotype_moves_in_proportion_and_stays_in_bounds()
    {
        var full = new Phenotype((Trait.CellCount, 0.4), (Trait.FragmentedShare, 0.8));
        Assert.Equal(Phenotype.Untreated, full.AtStrength(0));
        Assert.Equal(0.7, full.AtStrength(0.5)[Trait.CellCount], 1e-12);
        Assert.Equal(0.4, full.AtStrength(0.5)[Trait.FragmentedShare], 1e-12);
        Assert.Equal(0.04, full.AtStrength(2)[Trait.CellCount]);
        Assert.Equal(0.95, full.AtStrength(2)[Trait.FragmentedShare]);
    }

    private static double CornerOverCentre(SimulatedScreen screen)
    {
        double corner = 0, centre = 0;
        foreach (var well in screen.Options.PlateFormat.Wells())
        {
            var pixels = screen.RenderSite(new SiteAddress(screen.Plates[0], well, 1), screen.Channels[1]);
            foreach (var (x, y) in new[] { (0, 0), (240, 0), (0, 240), (240, 240) })
                corner += Sum(pixels, x, y) / 4;
            centre += Sum(pixels, 120, 120);
        }

        return corner / centre;

        static double Sum(ushort[] pixels, int left, int top)
        {
            var sum = 0.0;
            for (var y = top; y < top + 80; y++)
            {
                for (var x = left; x < left + 80; x++)
                    sum += pixels[(y * 320) + x] - 130;
            }

            return sum;
        }
    }

    private static double MeasureWell(WellAddress well, string channel, string feature) =>
        Enumerable.Range(1, 2).Average(n => Measure(new SiteAddress(Screen.Plates[0], well, n), channel, feature));

    private static double Measure(SiteAddress site, string channel, string feature)
    {
        var pixels = Screen.RenderSite(site, new Channel(channel));
        return feature switch
        {
            "mean" => pixels.Average(p => (double)p),
            "spread" => Spread(pixels),
            "grain" => Grain(pixels),
            "objects" => SiteMeasures.ObjectAreas(pixels, 320, 450).Count,
            "area of an object" => SiteMeasures.ObjectAreas(pixels, 320, 450).Average(),
            "light of objects" => pixels.Where(p => p > 450).Average(p => (double)p),
            "light of cells" => pixels.Where(p => p > 200).Average(p => (double)p),
            "in nuclei" => SiteMeasures.RatioInside(pixels, Screen.RenderSite(site, Screen.Channels[0]), 450, 130),
            _ => throw new ArgumentException($"There is no feature '{feature}'.", nameof(feature)),
        };
    }

    private static double Spread(ushort[] pixels)
    {
        var mean = pixels.Average(p => (double)p);
        return Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
    }

    /// <summary>Mean step over two pixels, beside the mean light.</summary>
    private static double Grain(ushort[] pixels)
    {
        double steps = 0, light = 0;
        for (var i = 2; i < pixels.Length; i++)
        {
            steps += Math.Abs(pixels[i] - pixels[i - 2]);
            light += pixels[i] - 130;
        }

        return steps / light;
    }

    private static double RankCorrelation(List<double> rising)
    {
        var ranks = rising.Select(v => (double)rising.Count(o => o < v)).ToList();
        var n = ranks.Count;
        var squares = ranks.Select((r, i) => (r - i) * (r - i)).Sum();
        return 1 - (6 * squares / (n * ((n * n) - 1.0)));
    }
}
