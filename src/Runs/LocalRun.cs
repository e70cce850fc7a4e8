using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// One run of a <see cref="LocalGrid"/>: workers that ask the <see cref="ScreenRun"/> what to do and do it.
/// </summary>
internal sealed class LocalRun(
    RunSession session, ScreenPlan plan, TileBatcher batcher, IProgress<RunProgress>? progress)
{
    private readonly Dictionary<PlateId, Dictionary<WellAddress, WellImages>> _images = plan.Plates.ToDictionary(
        p => p.Plate, p => p.Wells.ToDictionary(w => w.Well));

    private readonly Dictionary<PlateId, Task<PlateContext>> _contexts = [];
    private readonly Lock _gate = new();
    private ScreenRun _screen = new([]);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The run's summary, once the screen is finished.</summary>
    public RunSummary? Summary { get; private set; }

    /// <summary>Reads from the store which wells are done.</summary>
    public async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        var plates = new List<PlateRun>();
        foreach (var plate in plan.Plates)
            plates.Add(await session.ReadBackAsync(plate, cancellationToken).ConfigureAwait(false));

        _screen = new ScreenRun(plates);
        Report("Running wells");
    }

    /// <summary>Works until the screen is finished, or something ends the run.</summary>
    public async Task WorkAsync(int workerCount, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, workerCount)
            .Select(_ => Task.Run(() => WorkerAsync(stop), CancellationToken.None)).ToArray();
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The worker that failed stopped the others: its error is the one to tell.
            var failed = workers.FirstOrDefault(w => w.IsFaulted);
            if (failed is not null)
                await failed.ConfigureAwait(false);
            throw;
        }
    }

    private async Task WorkerAsync(CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                ScreenStep step;
                Task changed;
                lock (_gate)
                {
                    step = _screen.Next();
                    changed = _changed.Task;
                }

                if (step.Kind == ScreenStepKind.End)
                    return;
                if (step.Kind == ScreenStepKind.Wait)
                    await changed.WaitAsync(stop.Token).ConfigureAwait(false);
                else
                    await DoAsync(step, stop.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task DoAsync(ScreenStep step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case ScreenStepKind.StartWell:
                Report("Running wells");
                await RunWellAsync(step.Plate, step.Well, cancellationToken).ConfigureAwait(false);
                break;
            case ScreenStepKind.FinishPlate:
                // A plate without a well left to run is begun here: its tables need its record.
                await ContextOf(step.Plate, cancellationToken).ConfigureAwait(false);
                await new PlateTables(session.Folder, session.Job).FinishAsync(step.Plate, cancellationToken)
                    .ConfigureAwait(false);
                Change(s => s.ReportPlateFinished(step.Plate, step.Revision), "Running wells");
                break;
            case ScreenStepKind.FinishScreen:
                Report("Comparing compounds");
                var problems = plan.Problems.Concat(await ChangesAsync().ConfigureAwait(false)).ToArray();
                Summary = await new ScreenTables(session.Folder, session.Job)
                    .FinishAsync([.. plan.Plates.Select(p => p.Plate)], problems, cancellationToken)
                    .ConfigureAwait(false);
                Report("Drawing the report");
                await new ReportBuilder(session.Folder).WriteAsync(cancellationToken).ConfigureAwait(false);
                Change(s => s.ReportScreenFinished(step.Revision), "Done");
                break;
            default:
                throw new InvalidOperationException($"A worker was given the step {step.Kind}.");
        }
    }

    private async Task<IEnumerable<RunProblem>> ChangesAsync()
    {
        Task<PlateContext>[] contexts;
        lock (_gate)
            contexts = [.. plan.Plates.Select(p => _contexts[p.Plate])];
        return (await Task.WhenAll(contexts).ConfigureAwait(false)).SelectMany(c => c.Problems);
    }

    private async Task RunWellAsync(PlateId plate, WellAddress well, CancellationToken cancellationToken)
    {
        var failure = await session
            .RunWellAsync(() => ContextOf(plate, cancellationToken), plate, _images[plate][well], batcher,
                cancellationToken)
            .ConfigureAwait(false);
        if (failure is null)
            Change(s => s.ReportDone(plate, well), "Running wells");
        else
            Change(s => s.ReportFailed(plate, well), "Running wells");
    }

    private Task<PlateContext> ContextOf(PlateId plate, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_contexts.TryGetValue(plate, out var context))
            {
                var wanted = plan.Of(plan.Plates.First(p => p.Plate == plate));
                context = Task.Run(() => session.Start.BeginAsync(wanted, cancellationToken), cancellationToken);
                _contexts[plate] = context;
            }

            return context;
        }
    }

    private void Change(Action<ScreenRun> change, string stage)
    {
        lock (_gate)
        {
            change(_screen);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Report(stage);
    }

    private void Report(string stage)
    {
        if (progress is null)
            return;
        RunProgress now;
        lock (_gate)
        {
            now = new RunProgress(
                stage, _screen.WellCount, _screen.DoneCount, _screen.FailedCount, batcher.Counts.TileCount)
            {
                PlateCount = _screen.PlateCount,
                FinishedPlateCount = _screen.FinishedPlateCount,
                RunningCount = _screen.RunningCount,
            };
        }

        progress.Report(now);
    }
}
