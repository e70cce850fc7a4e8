using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// The store of a simulated run: results, failures and tables. Slow and failing as the faults say.
/// </summary>
/// <remarks>An operation that fails may have had its effect or not; one that has answered has. What a process had begun
/// when it ended has had its effect by then, or never.</remarks>
internal sealed class SimulatedStore(SimulatedTime time, Random random, SimulatedFaults faults)
{
    private readonly HashSet<(PlateId, WellAddress)> _results = [];
    private readonly HashSet<(PlateId, WellAddress)> _failures = [];

    public IReadOnlySet<(PlateId Plate, WellAddress Well)> Results => _results;

    public IReadOnlySet<(PlateId Plate, WellAddress Well)> Failures => _failures;

    /// <summary>The wells that each plate's tables hold.</summary>
    public Dictionary<PlateId, (PlateId Plate, WellAddress Well)[]> Tables { get; } = [];

    /// <summary>The rows of the screen's tables; null where they were not made.</summary>
    public int? ScreenRowCount { get; private set; }

    public void PutResult(
        PlateId plate, WellAddress well, Func<bool> isAlive, Action done, Action failed) => Do(
        isAlive,
        () =>
        {
            _failures.Remove((plate, well));
            _results.Add((plate, well));
        },
        done, failed);

    public void PutFailure(
        PlateId plate, WellAddress well, Func<bool> isAlive, Action done, Action failed) =>
        Do(isAlive, () => _failures.Add((plate, well)), done, failed);

    public void ReadDone(PlateId plate, Func<bool> isAlive, Action<HashSet<WellAddress>> done, Action failed)
    {
        HashSet<WellAddress> found = [];
        Do(
            isAlive, () => found = [.. _results.Where(r => r.Item1 == plate).Select(r => r.Item2)], () => done(found),
            failed);
    }

    public void PutTables(PlateId plate, Func<bool> isAlive, Action done, Action failed)
    {
        // Making tables takes a while: what comes in between reading and writing is not in them.
        (PlateId, WellAddress)[] rows = [];
        Do(
            isAlive,
            () => rows = [.. _results.Where(r => r.Item1 == plate)],
            () => time.After(
                random.Next(1, 500_000), () => Do(isAlive, () => Tables[plate] = rows, done, failed)),
            failed);
    }

    public void PutScreen(Func<bool> isAlive, Action done, Action failed) =>
        Do(isAlive, () => ScreenRowCount = Tables.Values.Sum(t => t.Length), done, failed);

    private void Do(Func<bool> isAlive, Action effect, Action done, Action failed)
    {
        var isFaulty = time.Now < faults.EndMicroseconds;
        var delay = isFaulty && random.NextDouble() < faults.StoreIsSlow
            ? random.Next(1_000, 8_000_000)
            : random.Next(1, 2_000);
        var fails = isFaulty && random.NextDouble() < faults.StoreFails;
        if (!fails || random.Next(2) == 0)
        {
            time.After(random.Next(0, delay), () =>
            {
                if (isAlive())
                    effect();
            });
        }

        time.After(delay, () =>
        {
            if (isAlive())
                (fails ? failed : done)();
        });
    }
}
