namespace HcsGrid.Profiling.Tests;

public class LaneSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(384)]
    [InlineData(512)]
    [InlineData(1000)]
    public void Each_lane_is_sorted_for_itself(int placeCount)
    {
        var random = new Random(placeCount);
        for (var pattern = 0; pattern < 4; pattern++)
        {
            var places = new double[placeCount * LaneSort.Lanes];
            foreach (ref var value in places.AsSpan())
            {
                value = pattern switch
                {
                    0 => random.NextDouble() - 0.5,
                    1 => random.Next(3),
                    2 => random.Next(4) == 0 ? double.PositiveInfinity : -random.NextDouble(),
                    _ => random.Next(4) == 0 ? double.NegativeInfinity : random.Next(-1, 2) * 0.0,
                };
            }

            var expected = Lanes(places).Select(lane => lane.Order().ToArray()).ToArray();
            LaneSort.Sort(places);
            Assert.Equal(expected, Lanes(places));
        }
    }

    [Fact]
    public void Every_number_of_places_sorts_all_steps_of_zeros_and_ones()
    {
        // A network that sorts zeros and ones sorts everything; here those that are sorted but for a rotation.
        for (var count = LaneSort.Block; count <= 136; count += LaneSort.Block)
        {
            for (var start = 0; start < count; start++)
            {
                var places = new double[count * LaneSort.Lanes];
                for (var i = 0; i < places.Length; i++)
                    places[i] = ((i / LaneSort.Lanes) + start) % count < (count + (i % LaneSort.Lanes)) / 3 ? 0 : 1;
                LaneSort.Sort(places);
                Assert.All(Lanes(places), lane => Assert.Equal(lane.Order(), lane));
            }
        }
    }

    [Fact]
    public void Places_that_make_no_blocks_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => LaneSort.Sort(new double[9 * LaneSort.Lanes]));
        Assert.StartsWith("9 places are no multiple of 8.", error.Message, StringComparison.Ordinal);
        Assert.Equal(16, LaneSort.PlacesFor(9));
    }

    private static double[][] Lanes(double[] places) =>
    [
        .. Enumerable.Range(0, LaneSort.Lanes)
            .Select(lane => places.Where((_, i) => i % LaneSort.Lanes == lane).ToArray()),
    ];
}
