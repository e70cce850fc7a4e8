using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class ParticleTablesTests
{
    private static readonly Particle[] _particles = [new(10.12345, 20, 12, 0.987654), new(0.5, 1, 100, 0.5)];

    [Fact]
    public void The_full_table_has_pixels_and_nanometres_and_the_group() =>
        Assert.Equal(
            "x_px,y_px,x_nm,y_nm,diameter_px,diameter_nm,group,confidence\n" +
            "10.123,20,5.062,10,12,6,6,0.9877\n0.5,1,0.25,0.5,100,50,,0.5\n",
            ParticleTables.Full(_particles, SizeGroups.Around([6, 12]), 0.5));

    [Fact]
    public void Without_a_pixel_size_there_are_no_nanometres() =>
        Assert.Equal(
            "x_px,y_px,x_nm,y_nm,diameter_px,diameter_nm,group,confidence\n" +
            "10.123,20,,,12,,12,0.9877\n0.5,1,,,100,,,0.5\n",
            ParticleTables.Full(_particles, SizeGroups.Around([6, 12]), null));

    [Fact]
    public void Gold_digger_gets_areas_and_gold_in_and_out_gets_places()
    {
        Assert.Equal("X,Y,Area\n10.123,20,113.097\n0.5,1,7853.982\n", ParticleTables.GoldDigger(_particles));
        Assert.Equal("X,Y\n10.123,20\n0.5,1\n", ParticleTables.Places(_particles));
    }
}
