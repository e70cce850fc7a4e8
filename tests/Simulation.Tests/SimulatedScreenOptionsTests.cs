using HcsGrid.Plates;

namespace HcsGrid.Simulation.Tests;

public class SimulatedScreenOptionsTests
{
    public static TheoryData<string, SimulatedScreenOptions> Wrong => new()
    {
        { "PlateCount is 0; it must be 1 to 1000", new() { PlateCount = 0 } },
        { "SitesPerWell is 65; it must be 1 to 64", new() { SitesPerWell = 65 } },
        { "ImageWidth is 10; it must be 64 to 4096", new() { ImageWidth = 10 } },
        { "ImageHeight is 5000; it must be 64 to 4096", new() { ImageHeight = 5000 } },
        { "MoaCount is 9; it must be 1 to 8", new() { MoaCount = 9 } },
        { "CompoundsPerMoa is 0; it must be 1 to 26", new() { CompoundsPerMoa = 0 } },
        { "EffectSize is -1; it must be 0 to 2", new() { EffectSize = -1 } },
        { "NoiseLevel is NaN; it must be 0 to 10", new() { NoiseLevel = double.NaN } },
        { "PlateEffect is 4; it must be 0 to 3", new() { PlateEffect = 4 } },
        { "Variation is 4; it must be 0 to 3", new() { Variation = 4 } },
        { "CellsPerMegapixel is 0; it must be 1 to 1000", new() { CellsPerMegapixel = 0 } },
        { "BarcodePrefix is 'a/b'; it must be 1 to 32 letters or digits", new() { BarcodePrefix = "a/b" } },
        { "PlateFormat is 5 × 5 wells; it must have 6, 12", new() { PlateFormat = new PlateFormat(5, 5) } },
        { "DosesMicromolar.Count is 0; it must be 1 to 24", new() { DosesMicromolar = [] } },
        { "DosesMicromolar holds 1 after 3; they must rise", new() { DosesMicromolar = [3, 1] } },
        { "DosesMicromolar holds 0 after 0; they must rise", new() { DosesMicromolar = [0, 1] } },
        { "is 120 wells; a plate of 96 wells has 80", new() { CompoundsPerMoa = 3 } },
        { "is 80 wells; a plate of 6 wells has 2", new() { PlateFormat = PlateFormat.FromWellCount(6) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_range_is_named_with_its_bound(string expected, SimulatedScreenOptions options)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new SimulatedScreen(options));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_in_range() => new SimulatedScreenOptions().Validate();
}
