using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Response;
using HcsGrid.Profiling.Selection;
using HcsGrid.Profiling.Structure;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the screen's tables from its plates' tables: consensus profiles, hits, dose responses, structure.
/// </summary>
/// <remarks>
/// It reads nothing but the run folder, so it may be repeated at any time, without any image. Similarities use the
/// features that are finite in every well and nowhere beyond <see cref="OutlierCutoff"/> (FORMULAS: drop_outliers).
/// </remarks>
public sealed class ScreenTables(RunFolder folder, ScreenJob job)
{
    /// <summary>A feature whose normalized value is beyond this in some well has no part in similarities.</summary>
    public const double OutlierCutoff = 500;

    /// <summary>The most feature values of all wells of a screen: 2^28, as 100,000 wells of 2,684 features.</summary>
    /// <remarks>The wells stand in memory, 2 GiB at the bound, some four times while tables are made.</remarks>
    public const long MaxValueCount = 1L << 28;

    private static readonly HitCallingOptions HitOptions = new();
    private static readonly DoseResponseOptions DoseOptions = new();
    private static readonly AveragePrecisionOptions ActivityOptions = new();
    private static readonly UmapOptions MapOptions = new();
    private static readonly LeidenOptions ClusterOptions = new();

    public static BlobKey ConsensusKey { get; } = KeyOf("consensus");

    public static BlobKey SelectedKey { get; } = KeyOf("selected");

    public static BlobKey NearestKey { get; } = KeyOf("nearest");

    public static BlobKey MapKey { get; } = KeyOf("map");

    public static BlobKey HitsKey { get; } = KeyOf("hits");

    public static BlobKey ReplicatesKey { get; } = KeyOf("replicates");

    public static BlobKey ActivityKey { get; } = KeyOf("activity");

    public static BlobKey DoseResponseKey { get; } = KeyOf("dose_response");

    public static BlobKey ClustersKey { get; } = KeyOf("clusters");

    public static BlobKey TreeKey { get; } = KeyOf("tree");

    public static BlobKey CodesKey { get; } = KeyOf(PlateTables.CodesTable);

    /// <summary>Reads the plates' tables, makes the screen's and writes them.</summary>
    public async Task<RunSummary> FinishAsync(
        IReadOnlyList<PlateId> plates, IReadOnlyList<RunProblem> planProblems, CancellationToken cancellationToken)
    {
        var problems = new List<RunProblem>(planProblems);
        var (screen, qualities) = await ReadAsync(plates, problems, cancellationToken).ConfigureAwait(false);
        TellMissingControls(qualities, problems);
        await PutAsync(ConsensusKey, screen.Consensus, [("consensus", "median"), ("outlier_cutoff", OutlierCutoff)],
            cancellationToken).ConfigureAwait(false);
        await PutAsync(SelectedKey, SelectedOf(screen), [("consensus", "median"), ("operations", SelectionText)],
            cancellationToken).ConfigureAwait(false);
        await PutAsync(NearestKey, NearestTable(screen.Tested), [("similarity", "cosine")], cancellationToken)
            .ConfigureAwait(false);
        var (map, explained) = ScreenStructure.MapOf(screen.Wells, MapOptions, problems);
        await PutAsync(MapKey, map,
            [
                ("umap.neighbours", MapOptions.NeighbourCount), ("umap.min_distance", MapOptions.MinDistance),
                ("umap.metric", MapOptions.Metric), ("umap.seed", MapOptions.Seed),
            ],
            cancellationToken).ConfigureAwait(false);
        await PutStructureAsync(screen, problems, cancellationToken).ConfigureAwait(false);
        await PutCodesAsync(plates, cancellationToken).ConfigureAwait(false);
        var hits = await PutHitsAsync(screen, cancellationToken).ConfigureAwait(false);
        await PutAsync(ActivityKey, ScreenActivity.TableOf(screen, ActivityOptions),
            [("activity.null_size", ActivityOptions.NullSize), ("activity.seed", ActivityOptions.Seed)],
            cancellationToken).ConfigureAwait(false);
        var doses = ScreenDoseResponses.TableOf(screen, DoseOptions);
        await PutAsync(DoseResponseKey, doses,
            [
                ("dose_response.readout", PlateTables.AxisColumn), ("dose_response.alpha", DoseOptions.Alpha),
                ("dose_response.confidence", DoseOptions.Confidence),
                ("dose_response.hill", FormattableString.Invariant($"{DoseOptions.MinHill} to {DoseOptions.MaxHill}")),
            ],
            cancellationToken).ConfigureAwait(false);
        var particles = await new DetectionTables(folder, job).PutScreenAsync(plates, problems, cancellationToken)
            .ConfigureAwait(false);
        var plateEffect = ScreenPlateEffect.Of(screen.Wells);
        var rawPlateEffect = await ScreenPlateEffect
            .BeforeAsync(folder, plates, screen.Wells.RowCount, cancellationToken).ConfigureAwait(false);
        var moa = MoaAccuracy.NearestNeighbour(screen.Tested, "Metadata_pert_iname", "Metadata_moa");
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
            ParticleCount = particles,
            ZPrime = MedianOf([.. qualities.Where(q => q.ZPrime is not null).Select(q => q.ZPrime!.Value)]),
            Plates = [.. qualities.Select(q => q with { Problems = null })],
            MoaCorrect = moa.Total > 0 ? moa.Correct : null,
            MoaTotal = moa.Total > 0 ? moa.Total : null,
            HitCount = hits.CallableCount > 0 ? hits.HitCount : null,
            CallableCount = hits.CallableCount > 0 ? hits.CallableCount : null,
            ReplicatingCount = hits.ReplicatedCount > 0 ? hits.ReplicatingCount : null,
            ReplicatedCount = hits.ReplicatedCount > 0 ? hits.ReplicatedCount : null,
            RawPlateAccuracy = rawPlateEffect?.Accuracy,
            RawPlateAccuracyByChance = rawPlateEffect?.ChanceAccuracy,
            PlateAccuracy = plateEffect?.Accuracy,
            PlateAccuracyByChance = plateEffect?.ChanceAccuracy,
            DoseCurveCount = doses.RowCount > 0 ? doses.Metadata("Metadata_Status").Count(s => s == "fit") : null,
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

    /// <summary>Refuses a screen whose tables would take more memory than is bounded.</summary>
    /// <exception cref="ScreenDataException">There are more than <see cref="MaxValueCount"/> values.</exception>
    public static void RequireBounded(long wellCount, int featureCount)
    {
        if (wellCount * featureCount > MaxValueCount)
        {
            throw new ScreenDataException(
                $"The screen has {wellCount} wells of {featureCount} features, {wellCount * featureCount} values; its "
                + $"tables hold at most {MaxValueCount} (ScreenTables.MaxValueCount), {MaxValueCount / featureCount} "
                + "wells. Run fewer plates as one job, or take fewer channels or a model of fewer features",
                Place.Unknown);
        }
    }

    /// <summary>Refuses a job whose tables would take more memory than is bounded, before its first well.</summary>
    /// <exception cref="ScreenDataException">There are more than <see cref="MaxValueCount"/> values.</exception>
    public static void RequireBounded(long wellCount, ScreenJob job, ModelCard card) => RequireBounded(
        wellCount, FeatureLayout.Of(card, job).Length);

    private static BlobKey KeyOf(string table) => new($"profiles/{table}");

    private async Task<(ScreenProfiles Screen, List<PlateQualitySummary> Qualities)> ReadAsync(
        IReadOnlyList<PlateId> plates, List<RunProblem> problems, CancellationToken cancellationToken)
    {
        var (qualities, tables, axes) = (
            new List<PlateQualitySummary>(), new List<ProfileTable>(), new List<ProfileTable>());
        foreach (var plate in plates)
        {
            qualities.Add(await folder
                .ReadJsonAsync<PlateQualitySummary>(RunFolder.PlateKey(plate, "quality.json"), cancellationToken)
                .ConfigureAwait(false) ?? throw NotFinished(plate));
            tables.Add(await ReadTableAsync("profiles_normalized").ConfigureAwait(false));
            RequireBounded(tables.Sum(table => (long)table.RowCount), tables[^1].FeatureCount);
            axes.Add(await ReadTableAsync("control_axis").ConfigureAwait(false));

            // A well that was done in the end did not fail, whatever a worker that came late says.
            var done = tables[^1].Metadata("Metadata_Well").ToHashSet(StringComparer.Ordinal);
            var failures = await folder.ReadFailuresAsync(plate, cancellationToken).ConfigureAwait(false);
            problems.AddRange(qualities[^1].Problems ?? []);
            problems.AddRange(failures.Where(f => f.Well is null || !done.Contains(f.Well)));

            async Task<ProfileTable> ReadTableAsync(string name) =>
                await folder.ReadTableAsync(RunFolder.PlateKey(plate, name), cancellationToken).ConfigureAwait(false)
                    ?? throw NotFinished(plate);
        }

        return (ScreenProfiles.Of(tables, axes), qualities);
    }

    private Task PutAsync(
        BlobKey key, ProfileTable table, (string Option, object Value)[] options,
        CancellationToken cancellationToken) =>
        folder.PutTableAsync(key, table, RunProvenance.Of(job, key.Text).With(options), cancellationToken);

    private async Task<ScreenHits> PutHitsAsync(ScreenProfiles screen, CancellationToken cancellationToken)
    {
        var hits = new ScreenHits(screen, HitOptions);
        await PutAsync(HitsKey, hits.HitTable(),
            [
                ("hits.draws", HitOptions.DrawCount), ("hits.seed", HitOptions.Seed),
                ("hits.max_reference_controls", HitOptions.MaxReferenceCount),
            ],
            cancellationToken).ConfigureAwait(false);
        await PutAsync(ReplicatesKey, hits.ReplicateTable(),
            [("replicates.null_draws", Profiling.Quality.ReplicateReproducibility.DrawCount)], cancellationToken)
            .ConfigureAwait(false);
        return hits;
    }

    /// <summary>The code histograms of all plates' wells, where the model has codes.</summary>
    private async Task PutCodesAsync(IReadOnlyList<PlateId> plates, CancellationToken cancellationToken)
    {
        var tables = new List<ProfileTable>();
        foreach (var plate in plates)
        {
            var record = await folder.RequirePlateAsync(plate, cancellationToken).ConfigureAwait(false);
            if (record.Codes is null)
                continue;
            tables.Add(await folder
                .ReadTableAsync(RunFolder.PlateKey(plate, PlateTables.CodesTable), cancellationToken)
                .ConfigureAwait(false) ?? throw NotFinished(plate));
        }

        if (tables.Count > 0)
        {
            var codes = ProfileTable.Concat(tables.Where(t => t.RowCount > 0).DefaultIfEmpty(tables[0]));
            await PutAsync(CodesKey, codes, [], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PutStructureAsync(
        ScreenProfiles screen, List<RunProblem> problems, CancellationToken cancellationToken)
    {
        var (clusters, tree) = ScreenStructure.TreeOf(screen.Tested, ClusterOptions, problems);
        (string, object)[] linkage = [("linkage", "average"), ("distance", "cosine"), ("leaf_order", "optimal")];
        await PutAsync(ClustersKey, clusters,
            [
                .. linkage, ("leiden.resolution", ClusterOptions.Resolution), ("leiden.seed", ClusterOptions.Seed),
                ("leiden.neighbours", ClusterOptions.NeighbourCount),
            ],
            cancellationToken).ConfigureAwait(false);
        await PutAsync(TreeKey, tree, linkage, cancellationToken).ConfigureAwait(false);
    }

    private const string SelectionText = "variance_threshold, correlation_threshold";

    /// <summary>The consensus profiles with the features that a selection on all wells keeps.</summary>
    private static ProfileTable SelectedOf(ScreenProfiles screen)
    {
        if (screen.Wells.RowCount == 0 || screen.Wells.FeatureCount == 0)
            return screen.Consensus;
        var kept = new FeatureSelection([new VarianceThreshold(), new CorrelationThreshold()])
            .Select(screen.Wells).Kept;
        return screen.Consensus.SelectFeatures([.. kept.Select(screen.Consensus.FeatureIndexOf)]);
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

    private static ProfileTable NearestTable(ProfileTable treatments)
    {
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

    private static double? MedianOf(double[] values) => values.Length == 0 ? null : OrderStatistics.Median(values);
}
