using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Writes the tables that a job has besides where it detects particles: those of a plate from its wells' results, those
/// of the screen from its plates'.
/// </summary>
internal sealed class DetectionTables(RunFolder folder, ScreenJob job)
{
    /// <summary>Writes the tables of a plate; none where the job detects no particles.</summary>
    public async Task PutPlateAsync(
        PlateId plate, IReadOnlyCollection<WellResult> wells, CancellationToken cancellationToken)
    {
        if (job.Detection is not { } detection)
            return;
        await PutAsync(RunParticles.Table, RunParticles.TableOf(wells, detection.Groups)).ConfigureAwait(false);
        if (detection.Placements > 0)
            await PutAsync(RunSpatial.Table, RunSpatial.TableOf(wells, detection.Groups)).ConfigureAwait(false);

        Task PutAsync(string name, ProfileTable table) => folder.PutTableAsync(
            RunFolder.PlateKey(plate, name), table, ProvenanceOf(name), cancellationToken);
    }

    /// <summary>Puts the plates' tables together as the screen's, and writes them.</summary>
    /// <returns>How many particles the screen has; null where the job detects none, or where they are more than a
    /// table holds in memory: that is told as a problem.</returns>
    public async Task<long?> PutScreenAsync(
        IReadOnlyList<PlateId> plates, List<RunProblem> problems, CancellationToken cancellationToken)
    {
        if (job.Detection is not { } detection)
            return null;
        if (detection.Placements > 0)
        {
            await PutScreenAsync(
                RunSpatial.Table, RunSpatial.ScreenKey, RunSpatial.TableOf([], detection.Groups),
                "rows of comparisons with random placements", plates, problems, cancellationToken)
                .ConfigureAwait(false);
        }

        return await PutScreenAsync(
            RunParticles.Table, RunParticles.ScreenKey, RunParticles.TableOf([], detection.Groups), "particles",
            plates, problems, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long?> PutScreenAsync(
        string name, BlobKey key, ProfileTable empty, string rows, IReadOnlyList<PlateId> plates,
        List<RunProblem> problems, CancellationToken cancellationToken)
    {
        var tables = new List<ProfileTable>();
        var count = 0L;
        foreach (var plate in plates)
        {
            var table = await folder.ReadTableAsync(RunFolder.PlateKey(plate, name), cancellationToken)
                .ConfigureAwait(false) ?? throw new ScreenDataException(
                    $"The plate is not finished: its table {name} is missing", new Place { Plate = plate });
            count += table.RowCount;
            if (count * empty.FeatureCount > ScreenTables.MaxValueCount)
            {
                problems.Add(new RunProblem(
                    $"There is no table of all {rows}: they are more than " +
                    $"{ScreenTables.MaxValueCount / empty.FeatureCount} (ScreenTables.MaxValueCount); each " +
                    "plate has its own"));
                return null;
            }

            tables.Add(table);
        }

        // A table without rows does not tell text from numbers.
        var screen = ProfileTable.Concat(tables.Where(t => t.RowCount > 0).DefaultIfEmpty(empty));
        await folder.PutTableAsync(key, screen, ProvenanceOf(key.Text), cancellationToken).ConfigureAwait(false);
        return count;
    }

    private TableProvenance ProvenanceOf(string table)
    {
        var detection = job.Detection!;
        return RunProvenance.Of(job, table).With(
            ("detection.threshold", detection.Threshold ?? double.NaN),
            ("detection.groups_nm", string.Join(", ", (detection.GroupsNm ?? []).Select(
                g => g.ToString(CultureInfo.InvariantCulture)))),
            ("detection.placements", detection.Placements),
            ("detection.ripley_distance_nm", detection.RipleyDistanceNm),
            ("detection.cluster_distance_nm", detection.ClusterDistanceNm));
    }
}
