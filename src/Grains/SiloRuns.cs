using System.Diagnostics;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Does this silo's part of the runs: whatever grains are asked for and is more than a message.
/// </summary>
/// <remarks>Everything here runs on the thread pool, never on a grain's scheduler. Safe to use from any
/// thread.</remarks>
internal sealed partial class SiloRuns(
    JobRegistry jobs, AllowedStores images, IModelSource source, SiloModels models, InferenceDirectory directory,
    ISiteReaders readers, PixelPool pool, GrainsOptions options, IGrainFactory grains, ILocalSiloDetails silo,
    TimeProvider time, ILogger<TileBatchSender> logger) : IDisposable
{
    private readonly RecentTasks<string, SiloJob> _jobs = new(options.MaxJobsAtHand);
    private readonly RecentTasks<(string Job, PlateId Plate), SiloPlate> _plates = new(options.MaxPlatesAtHand);
    private readonly SemaphoreSlim _slots = new(Math.Max(1, options.WellSlots));
    private int _wellCount;
    private int _startedCount;

    /// <summary>Wells in work here, those that wait for a slot too.</summary>
    public int WellCount => Volatile.Read(ref _wellCount);

    /// <summary>Wells that were started here.</summary>
    public int StartedCount => Volatile.Read(ref _startedCount);

    /// <summary>The run's plan: the one in its folder, or else one made now.</summary>
    /// <exception cref="ScreenDataException">The images cannot be used, or the screen is too large.</exception>
    public Task<PlanIndex> PlanAsync(JobRecord record, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        var folder = jobs.FolderOf(record.Id);
        await folder.BeginAsync(record.Job, cancellationToken);
        var blobs = new PlanBlobs(folder);
        if (await blobs.ReadAsync(cancellationToken) is { } stands)
            return stands;
        var store = images.Open(record.Job.Images.Store);
        var plan = await ScreenPlan.MakeAsync(record.Job, store, cancellationToken);
        ScreenTables.RequireBounded(plan.WellCount, record.Job, source.CardOf(record.Job.Model));
        return await blobs.WriteAsync(plan, cancellationToken);
    }, cancellationToken);

    /// <summary>Runs a well as soon as a slot is free.</summary>
    /// <returns>Why it failed; null where its result is in the store.</returns>
    public async Task<RunProblem?> RunWellAsync(WellKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _wellCount);
        try
        {
            await _slots.WaitAsync(cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _wellCount);
            throw;
        }

        Interlocked.Increment(ref _startedCount);
        var began = Stopwatch.GetTimestamp();
        using var activity = GrainsInstruments.Source.StartActivity("run well");
        var outcome = "lost";
        LogBegins(logger, key);
        try
        {
            var job = await JobOf(key.Job);
            var plate = await PlateOf(key.Job, key.Plate);
            var failure = await job.Session.RunWellAsync(
                () => Task.FromResult(plate.Context), key.Plate, plate.Wells[key.Well], job.Embedder,
                cancellationToken);
            outcome = failure is null ? "done" : "failed";
            if (failure is not null)
                GrainsInstruments.CountFailure("data");
            return failure;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            GrainsInstruments.CountFailure(FailureCause.Of(error));
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }
        finally
        {
            LogEnded(logger, key, outcome);
            activity?.SetTag("hcsgrid.outcome", outcome);
            _slots.Release();
            Interlocked.Decrement(ref _wellCount);
            GrainsInstruments.WellDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            GrainsInstruments.Wells.Add(1, new KeyValuePair<string, object?>("hcsgrid.outcome", outcome));
        }
    }

    /// <summary>Begins a plate and reads back how far it is.</summary>
    public async Task<OpenedPlate> OpenPlateAsync(string id, PlateId plate, CancellationToken cancellationToken)
    {
        try
        {
            var job = await JobOf(id);
            var folder = job.Session.Folder;
            var plan = await new PlanBlobs(folder).ReadPlateAsync(plate, cancellationToken);
            var context = await job.Session.Start.BeginAsync(plan, cancellationToken);
            var failed = (await folder.ReadFailuresAsync(plate, cancellationToken)).Select(f => f.Well)
                .ToHashSet(StringComparer.Ordinal);
            WellAddress[] wells = [.. plan.Images.Wells.Select(w => w.Well).Order()];
            var doneCount = wells.Count(w => !failed.Contains(w.ToString()));
            var run = await PlateGathering.IsDoneAsync(folder, plate, doneCount, cancellationToken)
                ? new PlateRun(plate, wells, wells.Where(w => !failed.Contains(w.ToString())).ToHashSet())
                : await job.Session.ReadBackAsync(plan.Images, cancellationToken);
            foreach (var well in wells.Where(w => failed.Contains(w.ToString())))
                run.ReportFailed(well);
            return new OpenedPlate(
                [.. wells.Select(w => w.ToString())], [.. wells.Select(run.StateOf)], [.. context.Problems]);
        }
        catch (ScreenDataException error)
        {
            return new OpenedPlate([], [], [], RunProblem.Of(error.Within(new Place { Plate = plate })));
        }
    }

    /// <summary>Makes a plate's tables where they are not made, and tells the compounds of its wells.</summary>
    public async Task FinishPlateAsync(string id, PlateId plate, int doneCount, CancellationToken cancellationToken)
    {
        var job = await JobOf(id);
        var folder = job.Session.Folder;
        if (await PlateGathering.IsDoneAsync(folder, plate, doneCount, cancellationToken))
            return;
        await new PlateTables(folder, job.Session.Job).FinishAsync(plate, cancellationToken);
        var normalized = await folder.ReadTableAsync(
            RunFolder.PlateKey(plate, "profiles_normalized"), cancellationToken);
        var compounds = normalized is null ? [] : CompoundConsensus.ByCompound(normalized).ToArray();
        await Parallel.ForEachAsync(
            compounds, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (c, _) => await grains.GetGrain<ICompoundGrain>(WellKey.OfCompound(id, c.Compound))
                .AddAsync(CompoundWells.Of(plate.Barcode, c.Wells)));
        await PlateGathering.PutAsync(folder, plate, normalized?.RowCount ?? 0, cancellationToken);
    }

    /// <summary>Makes the screen's tables and its report.</summary>
    public Task FinishScreenAsync(
        JobRecord record, IReadOnlyList<PlateId> plates, IReadOnlyList<RunProblem> problems,
        CancellationToken cancellationToken) => Task.Run(async () =>
    {
        var folder = jobs.FolderOf(record.Id);
        await new ScreenTables(folder, record.Job).FinishAsync(plates, problems, cancellationToken);
        await new ReportBuilder(folder).WriteAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>The gathering of a compound's wells, with what was gathered before.</summary>
    public async Task<CompoundConsensus> CompoundOfAsync(
        string id, string compound, CancellationToken cancellationToken)
    {
        var job = await JobOf(id);
        var consensus = new CompoundConsensus(
            job.Session.Folder, job.Session.Job, compound, options.MaxCompoundWells);
        await consensus.ReadBackAsync(cancellationToken);
        return consensus;
    }

    public void Dispose() => _slots.Dispose();

    private Task<SiloJob> JobOf(string id) => _jobs.GetAsync(id, async () =>
    {
        var record = await jobs.FindAsync(id, CancellationToken.None)
            ?? throw new InvalidOperationException($"The store has no job '{id}'.");
        var folder = jobs.FolderOf(id);
        var plan = await new PlanBlobs(folder).ReadAsync(CancellationToken.None)
            ?? throw new InvalidOperationException($"The job '{id}' has no plan.");
        var card = source.CardOf(record.Job.Model);
        RunSession.WithModel(record.Job, card);
        var reader = new WatchedReader(readers.Open(record.Job));
        var sender = new TileBatchSender(card.Sha256, directory, grains, silo.SiloAddress, time, logger);
        return new SiloJob(
            new RunSession(record.Job, folder, card, plan.ImageIndexes, reader),
            new SiloEmbedder(card, models, new RemoteEmbedder(sender, card, pool, options.Remote)));
    });

    private Task<SiloPlate> PlateOf(string id, PlateId plate) => _plates.GetAsync((id, plate), async () =>
    {
        var job = await JobOf(id);
        var plan = await new PlanBlobs(job.Session.Folder).ReadPlateAsync(plate, CancellationToken.None);
        var context = await job.Session.Start.ReadAsync(plate, CancellationToken.None);
        return new SiloPlate(context, plan.Images.Wells.ToDictionary(w => w.Well));
    });
}
