using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Structure;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the screen's tables from its plates' tables: consensus profiles, nearest neighbours, distances, the map.
/// </summary>
/// <remarks>
/// It reads nothing but the run folder, so it may be repeated at any time, without any image. Similarities use the
/// features that are finite in every well and nowhere beyond <see cref="OutlierCutoff"/> (FORMULAS: drop_outliers).
/// </remarks>
public sealed class ScreenTables(RunFolder folder, ScreenJob job)
{
    /// <summary>A feature whose normalized value is beyond this in some well has no part in similarities.</summary>
    public const double OutlierCutoff = 500;

    public static BlobKey ConsensusKey { get; } = new("profiles/consensus");

    public static BlobKey NearestKey { get; } = new("profiles/nearest");

    public static BlobKey MapKey { get; } = new("profiles/map");

    private static readonly string[] TreatmentKey = ["Metadata_pert_iname", "Metadata_Dose"];

    /// <summary>Reads the plates' tables, makes the screen's and writes them.</summary>
    public async Task<RunSummary> FinishAsync(
        IReadOnlyList<PlateId> plates, IReadOnlyList<RunProblem> planProblems, CancellationToken cancellationToken)
    {
        var problems = new List<RunProblem>(planProblems);
        var qualities = new List<PlateQualitySummary>();
        var tables = new List<ProfileTable>();
        foreach (var plate in plates)
        {
            qualities.Add(await folder
                .ReadJsonAsync<PlateQualitySummary>(RunFolder.PlateKey(plate, "quality.json"), cancellationToken)
                .ConfigureAwait(false) ?? throw NotFinished(plate));
            tables.Add(await folder.ReadTableAsync(RunFolder.PlateKey(plate, "profiles_normalized"), cancellationToken)
                .ConfigureAwait(false) ?? throw NotFinished(plate));

            // A well that was done in the end did not fail, whatever a worker that came late says.
            var done = tables[^1].Metadata("Metadata_Well").ToHashSet(StringComparer.Ordinal);
            var failures = await folder.ReadFailuresAsync(plate, cancellationToken).ConfigureAwait(false);
            problems.AddRange(failures.Where(f => f.Well is null || !done.Contains(f.Well)));
        }

        TellMissingControls(qualities, problems);
        var wells = UsableFeatures(ProfileTable.Concat(tables.Where(t => t.RowCount > 0).DefaultIfEmpty(tables[0])));
        var treatments = TreatmentsOf(wells);
        await folder.PutTableAsync(ConsensusKey, treatments, cancellationToken).ConfigureAwait(false);
        await folder.PutTableAsync(NearestKey, NearestTable(treatments), cancellationToken).ConfigureAwait(false);
        var (map, explained) = MapTable(wells, problems);
        await folder.PutTableAsync(MapKey, map, cancellationToken).ConfigureAwait(false);
        var moa = MoaAccuracy.NearestNeighbour(TestedOf(treatments), "Metadata_pert_iname", "Metadata_moa");
        var summary = new RunSummary
        {
            Run = job.Name,
            JobHash = JobFile.HashOf(job),
            Model = job.Model,
            ModelSha256 = job.ModelSha256 ?? "",
            PlateCount = plates.Count,
            WellsDone = qualities.Sum(q => q.WellsDone),
            WellsFailed = qualities.Sum(q => q.WellsFailed),
            TileCount = qualities.Sum(q => q.TileCount),
            ZPrime = MedianOf([.. qualities.Where(q => q.ZPrime is not null).Select(q => q.ZPrime!.Value)]),
            Plates = qualities,
            MoaCorrect = moa.Total > 0 ? moa.Correct : null,
            MoaTotal = moa.Total > 0 ? moa.Total : null,
            MapExplained = explained,
            Problems = problems,
        };
        await folder.PutJsonAsync(RunFolder.SummaryKey, summary, cancellationToken).ConfigureAwait(false);
        return summary;
    }

    /// <summary>The treatments of a consensus table: all but the controls.</summary>
    public static ProfileTable TestedOf(ProfileTable consensus)
    {
        var types = consensus.Metadata("Metadata_pert_type");
        return consensus.SelectRows(row => types[row] == ControlRole.Treatment.ToTableText());
    }

    private static ScreenDataException NotFinished(PlateId plate) =>
        new("The plate is not finished", new Place { Plate = plate });

    private void TellMissingControls(List<PlateQualitySummary> qualities, List<RunProblem> problems)
    {
        if (job.Normalization.Samples != ReferenceSamples.Negcon)
            return;
        foreach (var quality in qualities.Where(q => q.NegativeControlCount == 0))
        {
            problems.Add(new RunProblem(
                "The plate has no negative controls: it was normalized on all its wells",
                new Place { Plate = new PlateId(quality.Plate) }));
        }
    }

    private static ProfileTable UsableFeatures(ProfileTable wells)
    {
        var usable = new List<int>();
        for (var feature = 0; feature < wells.FeatureCount; feature++)
        {
            var isUsable = true;
            foreach (var value in wells.Feature(feature))
                isUsable &= Math.Abs(value) <= OutlierCutoff;
            if (isUsable)
                usable.Add(feature);
        }

        return wells.SelectFeatures(usable);
    }

    private static ProfileTable TreatmentsOf(ProfileTable wells)
    {
        var compounds = wells.Metadata("Metadata_pert_iname");
        return Consensus.Median(wells.SelectRows(row => compounds[row].Length > 0), TreatmentKey);
    }

    private static ProfileTable NearestTable(ProfileTable consensus)
    {
        var treatments = TestedOf(consensus);
        var neighbours = NearestNeighbours.Find(treatments, "Metadata_pert_iname");
        var builder = new ProfileTableBuilder(
            [
                "Metadata_pert_iname", "Metadata_Dose", "Metadata_moa",
                "Metadata_Nearest_pert_iname", "Metadata_Nearest_Dose", "Metadata_Nearest_moa",
            ],
            ["Cosine"]);
        for (var row = 0; row < treatments.RowCount; row++)
        {
            var other = neighbours[row];
            string?[] mine = [.. Named(row)];
            string?[] theirs = other.Exists ? [.. Named(other.RowIndex)] : [null, null, null];
            builder.AddRow([.. mine, .. theirs], [other.Cosine]);
        }

        return builder.Build();

        IEnumerable<string?> Named(int row) =>
            [
                treatments.Metadata("Metadata_pert_iname")[row], treatments.Metadata("Metadata_Dose")[row],
                treatments.Metadata("Metadata_moa")[row],
            ];
    }

    private static (ProfileTable Table, IReadOnlyList<double> Explained) MapTable(
        ProfileTable wells, List<RunProblem> problems)
    {
        var builder = new ProfileTableBuilder(["Metadata_Plate", "Metadata_Well"], ["PC1", "PC2"]);
        if (wells.RowCount < 3 || wells.FeatureCount < 2)
            return (builder.Build(), []);
        if (Math.Min(wells.RowCount, wells.FeatureCount) > PrincipalComponents.MaxOrder)
        {
            problems.Add(new RunProblem(
                $"There is no map: {wells.RowCount} wells of {wells.FeatureCount} features, one of the two may be " +
                $"at most {PrincipalComponents.MaxOrder}"));
            return (builder.Build(), []);
        }

        var components = PrincipalComponents.Project2(wells);
        for (var row = 0; row < wells.RowCount; row++)
        {
            builder.AddRow(
                [wells.Metadata("Metadata_Plate")[row], wells.Metadata("Metadata_Well")[row]],
                [components.Coordinates[0][row], components.Coordinates[1][row]]);
        }

        return (builder.Build(), components.ExplainedShares);
    }

    private static double? MedianOf(double[] values) => values.Length == 0 ? null : OrderStatistics.Median(values);
}
