using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Runs small jobs on one machine, with what is wanted of all tests: batches that do not wait for long, more than one
/// runner now and then, and an end in any case.
/// </summary>
internal static class QuickGrid
{
    /// <summary>Runs a job to its end.</summary>
    /// <param name="request">The job, its images, its output and its model.</param>
    /// <param name="workerCount">Wells at once.</param>
    /// <param name="progress">Who is told of it; null: nobody.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static Task<RunOutcome> RunAsync(
        RunRequest request, int workerCount, IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var options = new LocalGridOptions
        {
            WorkerCount = workerCount,
            Batcher = new TileBatcherOptions
            {
                RunnerCount = 1 + (workerCount % 3),
                MaxWait = TimeSpan.FromMilliseconds(1),
            },
        };
        if (request.Images is FarBlobStore far)
            options = options with { ReadAhead = new ReadAheadOptions { ExpectedBytes = far.LengthAhead } };
        return new LocalGrid(options, TimeProvider.System).RunAsync(request, progress, cancellationToken)
            .WaitAsync(FakeModel.Patience, CancellationToken.None);
    }
}
