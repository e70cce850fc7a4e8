using HcsGrid.Inference.Tests;
using Microsoft.Extensions.Hosting;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// One silo of a <see cref="TestCluster"/>.
/// </summary>
internal sealed class TestSilo(IHost host, FakeModels models)
{
    public IServiceProvider Services => host.Services;

    /// <summary>The models that it loaded.</summary>
    public FakeModels Models => models;

    public bool IsRunning { get; private set; } = true;

    /// <summary>Stops it as a rolling upgrade does: it drains first.</summary>
    public Task StopAsync() => EndAsync(CancellationToken.None);

    /// <summary>Ends it without letting anything go on to its end.</summary>
    public Task KillAsync() => EndAsync(new CancellationToken(canceled: true));

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        try
        {
            await host.StopAsync(cancellationToken).WaitAsync(FakeModel.Patience, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }

        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }
}
