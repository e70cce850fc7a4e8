using HcsGrid.Plates;

namespace HcsGrid.Simulation.Tests;

public class PlateLayoutTests
{
    [Theory]
    [InlineData(96, 80, 12, 4)]
    [InlineData(384, 80, 24 + 32, 8)]
    [InlineData(1536, 80, 48 + 32, 16)]
    public void Every_treatment_is_there_equally_often_and_the_rest_is_dmso(
        int wellCount, int treatmentCount, int negativeCount, int positiveCount)
    {
        var layout = PlateLayout.Make(1, 0, PlateFormat.FromWellCount(wellCount), treatmentCount);
        Assert.Equal(wellCount, layout.Length);
        Assert.Equal(negativeCount, layout.Count(c => c == PlateLayout.NegativeControl));
        Assert.Equal(positiveCount, layout.Count(c => c == PlateLayout.PositiveControl));
        var repeats = layout.Where(c => c >= 0).GroupBy(c => c).Select(g => g.Count()).ToList();
        Assert.Equal(treatmentCount, repeats.Count);
        Assert.Single(repeats.Distinct());
    }

    [Fact]
    public void Small_plates_have_both_controls_on_every_plate()
    {
        foreach (var format in PlateFormat.All)
        {
            for (var plate = 0; plate < 8; plate++)
            {
                var layout = PlateLayout.Make(1, plate, format, 1);
                Assert.Contains(PlateLayout.NegativeControl, layout);
                Assert.Contains(PlateLayout.PositiveControl, layout);
            }
        }
    }

    [Fact]
    public void Compounds_and_positive_controls_have_other_wells_on_the_next_plate()
    {
        var screen = new SimulatedScreen(new SimulatedScreenOptions());
        var (one, two) = (screen.PlateMapOf(screen.Plates[0]), screen.PlateMapOf(screen.Plates[1]));
        Assert.Empty(one.WellsWith(ControlRole.PositiveControl).Intersect(two.WellsWith(ControlRole.PositiveControl)));
        var kept = one.Entries.Count(e =>
            e.Value.Role == ControlRole.Treatment && two[e.Key]!.Perturbation == e.Value.Perturbation);
        Assert.True(kept < 8, $"{kept} of 80 wells hold the same on both plates");
        Assert.Equal(Contents(one), Contents(two));

        static IEnumerable<string> Contents(PlateMap map) =>
            map.Entries.Select(e => $"{e.Value.Perturbation}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Controls_fill_the_first_and_the_last_column()
    {
        var screen = new SimulatedScreen(new SimulatedScreenOptions());
        var controls = screen.PlateMapOf(screen.Plates[0]).Entries
            .Where(e => e.Value.Role != ControlRole.Treatment).Select(e => e.Key.ColumnNumber);
        Assert.Equal([1, 12], controls.Distinct().Order());
    }
}
