using HcsGrid.Profiling.Response;

namespace HcsGrid.Profiling.Tests.Response;

public class ReadoutZScoreTests
{
    [Fact]
    public void Each_plate_is_measured_by_its_own_controls()
    {
        // P1: median 2, MAD 1. P2: median 20, MAD 10.
        double[] readout = [1, 2, 3, 5, 10, 20, 30, 5];
        string[] plates = ["P1", "P1", "P1", "P1", "P2", "P2", "P2", "P2"];
        var z = ReadoutZScore.PerPlate(readout, plates, [0, 1, 2, 4, 5, 6]);
        Assert.Equal(3 / 1.4826, z[3], 1e-15);
        Assert.Equal(-1.5 / 1.4826, z[7], 1e-15);
        Assert.Equal(0, z[1]);
    }

    [Fact]
    public void Without_controls_that_vary_there_is_no_score()
    {
        double[] readout = [1, 2, double.NaN, 4, 7, 7, 7, 9, 3];
        string[] plates = ["A", "A", "A", "A", "B", "B", "B", "B", "C"];
        var z = ReadoutZScore.PerPlate(readout, plates, [0, 1, 2, 4, 5, 6]);
        Assert.All(z, score => Assert.Equal(double.NaN, score));
        var enough = ReadoutZScore.PerPlate([1, 2, 4, double.NaN, 8], ["A", "A", "A", "A", "A"], [0, 1, 2, 3]);
        Assert.Equal(double.NaN, enough[3]);
        Assert.Equal(6 / 1.4826, enough[4], 1e-15);
        Assert.Empty(ReadoutZScore.PerPlate([], [], []));
    }

    [Fact]
    public void Wrong_use_is_told()
    {
        Assert.Throws<ArgumentException>(() => ReadoutZScore.PerPlate([1], [], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadoutZScore.PerPlate([1], ["A"], [1]));
    }
}
