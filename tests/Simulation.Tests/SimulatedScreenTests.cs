using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HcsGrid.Plates;

namespace HcsGrid.Simulation.Tests;

public class SimulatedScreenTests
{
    private static readonly SimulatedScreenOptions Small = new()
    {
        PlateCount = 1,
        PlateFormat = PlateFormat.FromWellCount(24),
        SitesPerWell = 1,
        ImageWidth = 96,
        ImageHeight = 80,
        MoaCount = 8,
        CompoundsPerMoa = 1,
        DosesMicromolar = [0.5, 5],
    };

    private static readonly SiteAddress First = new(new PlateId("SIM0001"), WellAddress.Parse("A01"), 1);

    [Fact]
    public void The_same_options_give_the_same_pixels_whatever_was_drawn_before()
    {
        var one = new SimulatedScreen(Small);
        var other = new SimulatedScreen(Small);
        other.RenderSite(First with { Well = WellAddress.Parse("C03") }, other.Channels[2]);
        foreach (var channel in one.Channels)
            Assert.Equal(one.RenderSite(First, channel), other.RenderSite(First, channel));
    }

    [Fact]
    public void Another_seed_gives_other_pixels_in_every_channel()
    {
        var one = new SimulatedScreen(Small);
        var other = new SimulatedScreen(Small with { Seed = 2 });
        foreach (var channel in one.Channels)
            Assert.NotEqual(one.RenderSite(First, channel), other.RenderSite(First, channel));
    }

    [Theory]
    [InlineData("DNA", "d3d897017a06cf84")]
    [InlineData("Cyto", "a6cdc81f8bf33384")]
    [InlineData("Fibre", "9cc42a11ad12011b")]
    public void The_first_site_of_seed_1_has_the_pixels_that_it_always_had(string channel, string expected)
    {
        var pixels = new SimulatedScreen(Small).RenderSite(First, new Channel(channel));
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(pixels.AsSpan())))[..16]);
    }

    [Fact]
    public void More_plates_and_more_sites_leave_the_first_as_they_were()
    {
        var one = new SimulatedScreen(Small);
        var more = new SimulatedScreen(Small with { PlateCount = 3, SitesPerWell = 2 });
        Assert.Equal(one.RenderSite(First, one.Channels[0]), more.RenderSite(First, more.Channels[0]));
        Assert.Equal(one.PlateMapOf(one.Plates[0]).Entries, more.PlateMapOf(more.Plates[0]).Entries);
    }

    [Fact]
    public void Sites_wells_plates_and_channels_all_differ()
    {
        var screen = new SimulatedScreen(
            Small with { PlateCount = 2, SitesPerWell = 2, Variation = 0, PlateEffect = 0 });
        var sites = new[]
        {
            First, First with { SiteNumber = 2 }, First with { Well = WellAddress.Parse("C01") },
            First with { Plate = screen.Plates[1] },
        };
        var hashes = from site in sites
                     from channel in screen.Channels
                     select Convert.ToHexString(SHA256.HashData(
                         MemoryMarshal.AsBytes(screen.RenderSite(site, channel).AsSpan())));
        Assert.Equal(12, hashes.Distinct().Count());
    }

    [Fact]
    public void Control_wells_carry_no_effect()
    {
        var with = new SimulatedScreen(Small);
        var without = new SimulatedScreen(Small with { EffectSize = 0 });
        foreach (var well in with.PlateMapOf(with.Plates[0]).WellsWith(ControlRole.NegativeControl))
        {
            var site = First with { Well = well };
            Assert.Equal(with.RenderSite(site, with.Channels[1]), without.RenderSite(site, without.Channels[1]));
            Assert.Equal(Phenotype.Untreated, with.WellOf(with.Plates[0], well).Phenotype);
        }
    }

    [Fact]
    public void Compounds_and_positive_controls_carry_an_effect_unless_it_is_turned_off()
    {
        var with = new SimulatedScreen(Small);
        var without = new SimulatedScreen(Small with { EffectSize = 0 });
        foreach (var (well, entry) in with.PlateMapOf(with.Plates[0]).Entries)
        {
            if (entry.Role == ControlRole.NegativeControl)
                continue;
            var site = First with { Well = well };
            Assert.NotEqual(with.RenderSite(site, with.Channels[1]), without.RenderSite(site, without.Channels[1]));
            Assert.Equal(Phenotype.Untreated, without.WellOf(with.Plates[0], well).Phenotype);
        }
    }

    [Fact]
    public void The_strongest_settings_stay_in_the_cameras_twelve_bits()
    {
        var screen = new SimulatedScreen(
            Small with { NoiseLevel = 10, PlateEffect = 3, Variation = 3, EffectSize = 2 });
        var pixels = screen.PlateMapOf(screen.Plates[0]).Entries
            .SelectMany(e => screen.RenderSite(First with { Well = e.Key }, screen.Channels[0])).ToList();
        Assert.InRange((int)pixels.Max(), 2000, 4095);
        Assert.InRange((int)pixels.Min(), 0, 99);
    }

    [Theory]
    [InlineData("NOPE", "A01", 1, "DNA", "NOPE")]
    [InlineData("SIM0001", "H12", 1, "DNA", "H12")]
    [InlineData("SIM0001", "A01", 2, "DNA", "site 2")]
    [InlineData("SIM0001", "A01", 1, "Actin", "Actin")]
    public void What_the_screen_does_not_have_is_named(
        string plate, string well, int site, string channel, string named)
    {
        var screen = new SimulatedScreen(Small);
        var address = new SiteAddress(new PlateId(plate), WellAddress.Parse(well), site);
        var error = Assert.Throws<ArgumentException>(() => screen.RenderSite(address, new Channel(channel)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
