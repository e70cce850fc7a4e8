using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace HcsGrid.Grains.Tests;

public class OverheadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_well_takes_one_call_and_a_plate_two_however_many_plates_there_are(int plateCount)
    {
        var screen = SmallScreen.Make(plateCount, rowCount: 3, columnCount: 4, siteCount: 2);
        var patient = TestCluster.Options with { AskAgainAfter = TimeSpan.FromMinutes(1) };
        await using var cluster = await TestCluster.StartAsync(screen, [patient, patient]);

        await cluster.SubmitAsync(screen, "job");
        var end = await cluster.EndOfAsync("job");

        Assert.Equal((JobState.Finished, 12 * plateCount), (end.State, end.WellsDone));
        Assert.Equal(12 * plateCount, cluster.Calls.CountOf<IWellGrain>());
        Assert.Equal(2 * plateCount, cluster.Calls.CountOf<IPlateGrain>());
        Assert.Equal(0, cluster.Calls.CountOf<IInferenceGrain>());
    }

    [Fact]
    public async Task A_silo_remembers_the_places_of_a_bounded_number_of_wells()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 2, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(
            screen, [TestCluster.Options with { MaxPlacesKnown = 123 }]);
        var directory = cluster.Silos[0].Services.GetRequiredService<IOptions<GrainDirectoryOptions>>();
        Assert.Equal(123, directory.Value.CacheSize);
    }
}
