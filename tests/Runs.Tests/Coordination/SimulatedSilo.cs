using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// A process that runs wells: sites one after the other through the batcher's queue and one model, then the result.
/// </summary>
/// <remarks>When it crashes, all it knows is gone, and nothing it had begun ever answers.</remarks>
internal sealed class SimulatedSilo
{
    public const int BatchSize = 4;
    public const int MaxWaitingTiles = 8;
    public const int MaxTilesOfSite = 6;

    private static readonly SiteTiles[] Sites =
        [.. Enumerable.Range(1, MaxTilesOfSite).Select(tiles => new SiteTiles([], [], TileGrid.Create(tiles, 1, 1)))];

    private readonly SimulatedTime _time;
    private readonly Random _random;
    private readonly SimulatedFaults _faults;
    private readonly SimulatedStore _store;
    private readonly Func<PlateId, WellAddress, SimulatedWell> _kindOf;
    private readonly Dictionary<(PlateId, WellAddress), List<Action<SimulatedOutcome>>> _running = [];
    private readonly List<(SiteWork Site, Action<bool> Ended)> _atModel = [];
    private TileQueue _queue;
    private bool _modelRuns;
    private int _life;

    public SimulatedSilo(
        SimulatedTime time, Random random, SimulatedFaults faults, SimulatedStore store,
        Func<PlateId, WellAddress, SimulatedWell> kindOf)
    {
        (_time, _random, _faults, _store, _kindOf) = (time, random, faults, store, kindOf);
        _queue = NewQueue();
    }

    /// <summary>Wells that were begun here, each time.</summary>
    public List<(PlateId Plate, WellAddress Well)> Begun { get; } = [];

    /// <summary>True where nothing runs and nothing waits.</summary>
    public bool IsIdle =>
        _running.Count == 0 && _atModel.Count == 0 && _queue.Pressure == new TileBatcherPressure(0, 0);

    /// <summary>Runs a well, or joins its run.</summary>
    public void Run(PlateId plate, WellAddress well, Action<SimulatedOutcome> answer)
    {
        if (_running.TryGetValue((plate, well), out var waiting))
        {
            waiting.Add(answer);
            return;
        }

        _running[(plate, well)] = [answer];
        Begun.Add((plate, well));
        RunSite(plate, well, _random.Next(1, 4), _life);
    }

    /// <summary>Ends the process; another one stands in its place.</summary>
    public void Crash()
    {
        _life++;
        _running.Clear();
        _atModel.Clear();
        _queue = NewQueue();
        _modelRuns = false;
    }

    private TileQueue NewQueue() => new(BatchSize, MaxWaitingTiles, TimeSpan.FromMilliseconds(20), _time);

    private void RunSite(PlateId plate, WellAddress well, int sitesLeft, int life)
    {
        if (life != _life)
            return;
        if (sitesLeft == 0)
        {
            Finish(plate, well, life);
            return;
        }

        var tiles = Sites[_random.Next(Sites.Length)];
        var site = new SiteWork(tiles, tiles.Grid.Count, 1, 1);
        _atModel.Add((site, AfterSite));
        _queue.Add(site);
        PumpModel(life);

        void AfterSite(bool succeeded)
        {
            if (succeeded)
                _time.After(_random.Next(1, 500), () => RunSite(plate, well, sitesLeft - 1, life));
            else
                Answer(plate, well, SimulatedOutcome.Lost, life);
        }
    }

    /// <summary>Lets the model take the batch that is due, or wakes up when one will be.</summary>
    private void PumpModel(int life)
    {
        if (life != _life)
            return;
        Assert.InRange(_queue.Pressure.WaitingTileCount, 0, MaxWaitingTiles + MaxTilesOfSite);
        if (_queue.TimeToWait is { } wait)
            _time.After((long)Math.Ceiling(wait.TotalMicroseconds), () => PumpModel(life));
        if (_modelRuns || !_queue.IsBatchDue)
            return;
        var batch = new List<TileSpan>();
        _queue.TakeBatch(batch);
        Assert.InRange(batch.Sum(s => s.Count), 1, BatchSize);
        _modelRuns = true;
        var fails = _time.Now < _faults.EndMicroseconds && _random.NextDouble() < _faults.ModelFails;
        _time.After(_random.Next(100, 3_000), () => ReturnBatch(batch, fails, life));
    }

    private void ReturnBatch(List<TileSpan> batch, bool fails, int life)
    {
        if (life != _life)
            return;
        _modelRuns = false;
        foreach (var span in batch)
            span.Site.Values.AsSpan(span.FirstUnitIndex, span.Count).Fill(1);
        _queue.Return(batch, fails ? new InvalidOperationException("The model fails.") : null);
        foreach (var (site, ended) in _atModel.Where(s => s.Site.Done.IsCompleted).ToArray())
        {
            _atModel.Remove((site, ended));

            // Every tile of a site that has succeeded was at the model, and each counted once.
            if (site.Done.IsCompletedSuccessfully)
                Assert.DoesNotContain(0f, site.Values);
            _ = site.Done.Exception;
            ended(site.Done.IsCompletedSuccessfully);
        }

        PumpModel(life);
    }

    private void Finish(PlateId plate, WellAddress well, int life)
    {
        var fails = _kindOf(plate, well) switch
        {
            SimulatedWell.Good => false,
            SimulatedWell.Bad => true,
            _ => _random.Next(2) == 0,
        };
        if (fails)
        {
            _store.PutFailure(
                plate, well, () => life == _life, () => Answer(plate, well, SimulatedOutcome.Failed, life),
                () => Answer(plate, well, SimulatedOutcome.Lost, life));
        }
        else
        {
            _store.PutResult(
                plate, well, () => life == _life, () => Answer(plate, well, SimulatedOutcome.Done, life),
                () => Answer(plate, well, SimulatedOutcome.Lost, life));
        }
    }

    private void Answer(PlateId plate, WellAddress well, SimulatedOutcome outcome, int life)
    {
        if (life != _life || !_running.Remove((plate, well), out var waiting))
            return;
        foreach (var answer in waiting)
            answer(outcome);
    }
}
