using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Runs a screen in this process: the embedded default, plain .NET concurrency, no server and no database.
/// </summary>
/// <remarks>
/// <para>A run that was ended at any moment, also by <c>kill -9</c>, goes on where it was when it is started again with
/// the same output: whole results count, everything else is done again. The same job and images give the same bytes of
/// every result and table, whatever the options, the order of arrival and the interruptions.</para>
/// <para>A well that cannot be done is told in the outcome and the others go on. A failing output store ends the
/// run.</para>
/// <para>Several screens may run at the same time: they share the budget of reading ahead. So a process has one
/// grid.</para>
/// </remarks>
public sealed class LocalGrid(LocalGridOptions options, TimeProvider time)
{
    private readonly ReadAhead _ahead = new(options.ReadAhead);

    /// <summary>Runs a screen to its end.</summary>
    /// <exception cref="ScreenDataException">
    /// The job, its images or its plate maps cannot be used at all, or the output holds another run.
    /// </exception>
    public async Task<RunOutcome> RunAsync(
        RunRequest request, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var job = RunSession.WithModel(request.Job, request.Model.Card);
        progress?.Report(new RunProgress("Finding images", 0, 0, 0, 0));
        var plan = await ScreenPlan.MakeAsync(job, request.Images, cancellationToken).ConfigureAwait(false);
        ScreenTables.RequireBounded(plan.WellCount, job, request.Model.Card);
        var folder = new RunFolder(request.Output);
        await folder.BeginAsync(job, cancellationToken).ConfigureAwait(false);

        var pool = new PixelPool(new PixelPoolOptions { MaxRentedBytes = options.MaxPixelBytes });
        var reader = RunSession.ReaderOf(job, request.Images, pool, _ahead);
        var session = new RunSession(job, folder, request.Model.Card, plan.ImageIndexes, reader);
        var batcher = new TileBatcher(request.Model, options.Batcher, time);
        await using var batcherEnd = batcher.ConfigureAwait(false);
        var run = new LocalRun(session, plan, batcher, progress);
        await run.ReadBackAsync(cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        await run.WorkAsync(options.WorkerCount, cancellationToken).ConfigureAwait(false);
        var summary = run.Summary ?? throw new InvalidOperationException("The run ended without its summary.");
        return new RunOutcome(summary, batcher.Counts.TileCount, time.GetElapsedTime(began), batcher.Counts.Fill);
    }
}
