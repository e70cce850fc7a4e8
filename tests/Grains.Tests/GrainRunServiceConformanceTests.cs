using HcsGrid.Inference;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests.Coordination;
using HcsGrid.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HcsGrid.Grains.Tests;

public sealed class GrainRunServiceConformanceTests : RunServiceConformance
{
    private TestSilo? _silo;

    protected override async Task<IRunService> StartAsync(
        IBlobStore store, AllowedStores images, IModelSource models)
    {
        _silo = await TestSilo.StartAsync(TestCluster.Options, store, images, models);
        return _silo.Services.GetRequiredService<IRunService>();
    }

    protected override async Task StopAsync()
    {
        if (_silo is { IsRunning: true })
            await _silo.StopAsync();
    }
}
