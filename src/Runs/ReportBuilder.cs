using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// Draws the report of a run from what its folder holds.
/// </summary>
/// <remarks>It reads no image and nothing outside the folder; the same folder gives the same bytes.</remarks>
public sealed class ReportBuilder(RunFolder folder)
{
    /// <summary>The most bytes of well pictures in a report; wells beyond it have none.</summary>
    public const int MaxThumbnailBytes = 24 << 20;

    /// <summary>The most bytes of one well's picture; a larger one is not shown.</summary>
    public const int MaxWellThumbnailBytes = 180 << 10;

    /// <summary>Above this many treatments the distance heatmap compares compounds, all doses together.</summary>
    public const int MaxTreatmentsInDistances = 1000;

    /// <summary>Above this many compounds there is no distance heatmap.</summary>
    public const int MaxCompoundsInDistances = 1000;

    /// <summary>Above this many treatments each is shown beside its nearest treatment alone.</summary>
    public const int MaxTreatmentsWithNeighbours = 4000;

    /// <summary>The q-value up to which a treatment is called a hit.</summary>
    public const double HitThreshold = 0.05;

    private const string EffectText =
        "Effect: Mahalanobis distance of the replicates’ mean from their plates’ negative controls, over the " +
        "square root of the number of features. q: p-value corrected for all treatments (Benjamini and Hochberg).";

    private int _thumbnailBytes;
    private ReportParticles? _particles;

    /// <summary>Builds the report and writes it to the folder.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var data = await BuildAsync(cancellationToken).ConfigureAwait(false);
        using var page = new MemoryStream();
        ReportPage.Write(page, data);
        await folder.Store.PutAsync(RunFolder.ReportKey, page.GetBuffer().AsMemory(0, (int)page.Length),
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Gathers what the report shows.</summary>
    /// <exception cref="ScreenDataException">The run is not finished, or its folder is damaged.</exception>
    public async Task<ReportData> BuildAsync(CancellationToken cancellationToken)
    {
        var job = await folder.ReadJobAsync(cancellationToken).ConfigureAwait(false);
        var summary = await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, cancellationToken)
            .ConfigureAwait(false)
            ?? throw new ScreenDataException("The run is not finished: run it again to go on", Place.Unknown);
        var tables = await ReportTables.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        var plates = new List<ReportPlate>();
        _particles = job.Detection is { } detection ? new ReportParticles(detection) : null;
        var tileSize = 0;
        var axes = new List<ProfileTable>();
        foreach (var quality in summary.Plates)
        {
            var plate = new PlateId(quality.Plate);
            var record = await folder.RequirePlateAsync(plate, cancellationToken).ConfigureAwait(false);
            tileSize = record.TileSizePixels;
            axes.Add(await ReportTables
                .RequireAsync(folder, RunFolder.PlateKey(plate, "control_axis"), cancellationToken)
                .ConfigureAwait(false));
            var profiles = await ReportTables
                .RequireAsync(folder, RunFolder.PlateKey(plate, "profiles"), cancellationToken).ConfigureAwait(false);
            plates.Add(await PlateOfAsync(
                record, job, quality, profiles, axes[^1], cancellationToken).ConfigureAwait(false));
        }

        var tested = ScreenTables.TestedOf(tables.Consensus);
        var matrix = tested.RowCount <= MaxTreatmentsWithNeighbours ? CosineDistanceMatrix.Of(tested) : null;
        var treatments = new ReportTreatments(tables, ProfileTable.Concat(axes)).Make(matrix);
        var curves = ReportCurves.Of(tables.DoseResponse, treatments);
        var (spectra, noSpectra) = ReportFeatureSpectra.Of(tables, treatments);
        var (maps, points) = MapsOf(tables.Map, summary);
        var normalizations = summary.Plates.Select(p => p.Normalization).Distinct().ToArray();
        return new ReportData
        {
            Run = job.Name,
            Title = job.Title,
            Software = $"HcsGrid {typeof(ReportBuilder).Assembly.GetName().Version?.ToString(3)}",
            Model = new ReportModel(summary.Model, summary.ModelSha256, tileSize),
            Normalization = string.Join("; ", normalizations),
            Provenance = [new ReportFact("Job’s SHA-256", summary.JobHash)],
            Summary = SummaryOf(summary, treatments),
            Plates = normalizations.Length > 1
                ? [.. plates.Zip(summary.Plates, (p, quality) => p with { Normalization = quality.Normalization })]
                : plates,
            DoseMetric = plates.Any(p => p.Metrics.Any(m => m.Name == ReportMetrics.ControlAxis))
                ? ReportMetrics.ControlAxis : null,
            Treatments = treatments,
            EffectText = treatments.Any(t => t.Effect is not null) ? EffectText : null,
            Curves = curves,
            Maps = maps,
            Points = points,
            Distances = ReportStructure.DistancesOf(tested, matrix, tables.Clusters.Table, tables.Tree),
            Spectra = spectra,
            Detection = _particles?.Make(),
            Absent = [.. AbsentOf(tables, treatments, curves), .. new[] { noSpectra }.OfType<ReportAbsence>()],
            Problems = [.. summary.Problems.Select(p => new ReportProblem(p.PlaceText(), p.Text))],
        };
    }

    private static ReportSummary SummaryOf(RunSummary summary, List<ReportTreatment> treatments)
    {
        var tested = treatments.Where(t => t.QValue is not null).ToArray();
        var replicated = treatments.Where(t => t.MedianCosine is not null && t.Null95 is not null).ToArray();
        return new ReportSummary
        {
            PlateCount = summary.PlateCount,
            WellsDone = summary.WellsDone,
            WellsFailed = summary.WellsFailed,
            Tiles = summary.TileCount,
            ZPrime = summary.ZPrime,
            MoaCorrect = summary.MoaCorrect,
            MoaTotal = summary.MoaTotal,
            PlateEffectBefore = EffectOf(summary.RawPlateAccuracy, summary.RawPlateAccuracyByChance),
            PlateEffectAfter = EffectOf(summary.PlateAccuracy, summary.PlateAccuracyByChance),
            HitCount = tested.Length > 0 ? tested.Count(t => t.QValue <= HitThreshold) : null,
            TestedCount = tested.Length > 0 ? tested.Length : null,
            HitThreshold = HitThreshold,
            ReplicatingCount = replicated.Length > 0 ? replicated.Count(t => t.MedianCosine > t.Null95) : null,
            ReplicatedCount = replicated.Length > 0 ? replicated.Length : null,
        };
    }

    private static ReportPlateEffect? EffectOf(double? accuracy, double? byChance) =>
        accuracy is { } told && byChance is { } chance ? new ReportPlateEffect(told, chance) : null;

    /// <summary>UMAP first, where the run has it, then the principal components.</summary>
    private static (ReportMap[] Maps, ReportPoint[] Points) MapsOf(ProfileTable table, RunSummary summary)
    {
        if (table.RowCount == 0)
            return ([], []);
        (ReportMap Map, string X, string Y)[] wanted =
        [
            (new("UMAP", "UMAP of the normalized well profiles", []), "Map_1", "Map_2"),
            (new("PCA", "First two principal components of the normalized well profiles", summary.MapExplained),
                "PC1", "PC2"),
        ];
        var made = wanted.Where(m => Has(m.X) && Has(m.Y)).ToArray();
        int[] columns = [.. made.SelectMany(m => new[] { m.X, m.Y }).Select(table.FeatureIndexOf)];
        var points = Enumerable.Range(0, table.RowCount).Select(row => new ReportPoint(
            table.Metadata("Metadata_Plate")[row], table.Metadata("Metadata_Well")[row],
            [.. columns.Select(column => ReportTreatments.Finite(table[row, column]) ?? double.NaN)]));
        return ([.. made.Select(m => m.Map)], [.. points]);

        bool Has(string column) =>
            table.FeatureIndexOf(column) is >= 0 and var index && table.Feature(index).ToArray().Any(double.IsFinite);
    }

    private static IEnumerable<ReportAbsence> AbsentOf(
        ReportTables tables, List<ReportTreatment> treatments, List<ReportCurve> curves)
    {
        if (treatments.Count > 0 && treatments.All(t => t.QValue is null))
        {
            var reasons = tables.Hits.Table is { } hits && hits.MetadataNames.Contains("Metadata_Reason")
                ? hits.Metadata("Metadata_Reason").Where(r => r.Length > 0) : [];
            var reason = reasons.CountBy(r => r).OrderByDescending(r => r.Value).Select(r => r.Key).FirstOrDefault()
                ?? "the run was not compared with negative controls";
            yield return new ReportAbsence("hits", $"No treatment has a q-value: {reason}.");
        }

        if (treatments.All(t => t.MedianCosine is null))
            yield return new ReportAbsence("replicates", "No treatment has replicates that were compared.");
        if (curves.Count == 0)
        {
            yield return new ReportAbsence("curves", tables.DoseResponse is { RowCount: > 0 }
                ? $"No dose curves: no compound has {ReportCurves.MinDoseCount} doses or more."
                : "No dose curves: no compound has doses, or the plates have no control axis.");
        }

        if (treatments.Count > MaxTreatmentsInDistances)
        {
            yield return new ReportAbsence("tree", $"More than {MaxTreatmentsInDistances} treatments: compounds are " +
                $"compared, if they are at most {MaxCompoundsInDistances}, and there is no tree.");
        }
    }

    /// <summary>Standard deviation (ddof 1) of the controls' scores; null with fewer than two.</summary>
    private static double? SpreadOf(ProfileTable axis, ControlRole role)
    {
        var scores = PlateTables.RowsWith(axis, role).Select(row => axis[row, 0]).Where(double.IsFinite).ToArray();
        return scores.Length < 2 ? null : ReportTreatments.Finite(
            Math.Sqrt(OrderStatistics.Variance(scores, OrderStatistics.Mean(scores), 1)));
    }

    private async Task<ReportPlate> PlateOfAsync(
        PlateRecord record, ScreenJob job, PlateQualitySummary quality, ProfileTable profiles, ProfileTable axis,
        CancellationToken cancellationToken)
    {
        var plate = new PlateId(record.Plate);
        var metrics = ReportMetrics.Of(job, profiles, axis, _particles);
        var rowOf = profiles.Metadata("Metadata_Well").Select((well, row) => (well, row))
            .ToDictionary(p => p.well, p => p.row, StringComparer.Ordinal);
        var thumbnails = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var well in folder.ReadWellsAsync(plate, record.JobHash, cancellationToken)
            .ConfigureAwait(false))
        {
            _particles?.Add(well);
            if (well.Thumbnail.Length is 0 or > MaxWellThumbnailBytes)
                continue;
            _thumbnailBytes += well.Thumbnail.Length;
            if (_thumbnailBytes <= MaxThumbnailBytes)
                thumbnails[well.Well.ToString()] = "data:image/jpeg;base64," + Convert.ToBase64String(well.Thumbnail);
        }

        var failures = (await folder.ReadFailuresAsync(plate, cancellationToken).ConfigureAwait(false))
            .ToDictionary(f => f.Well ?? "", StringComparer.Ordinal);
        var format = PlateFormat.FromWellCount(record.WellCount);
        return new ReportPlate
        {
            Plate = plate.Barcode,
            RowCount = format.RowCount,
            ColumnCount = format.ColumnCount,
            NegativeCv = quality.NegativeControlCv,
            RowEffect = quality.RowEffect,
            ColumnEffect = quality.ColumnEffect,
            EdgeEffect = quality.EdgeEffect,
            NegativeSpread = SpreadOf(axis, ControlRole.NegativeControl),
            PositiveSpread = SpreadOf(axis, ControlRole.PositiveControl),
            ZPrime = quality.ZPrime,
            RobustZPrime = quality.RobustZPrime,
            Ssmd = quality.Ssmd,
            Metrics = [.. metrics.Select(m => m.Metric)],
            Wells = [.. record.Wells.Where(w => format.Contains(WellAddress.Parse(w.Well))).Select(WellOf)],
        };

        ReportWell WellOf(PlateWell well)
        {
            var isDone = rowOf.TryGetValue(well.Well, out var row);
            var failure = failures.GetValueOrDefault(well.Well);
            return new ReportWell
            {
                Well = well.Well,
                Role = well.Role,
                Compound = well.Compound,
                Dose = well.Dose,
                DoseUnit = well.DoseUnit,
                Moa = well.Moa,
                Status = isDone ? ReportWell.Done : ReportWell.Failed,
                Problem = isDone ? null : failure?.ToString() ?? "The well has no result",
                Values = [.. metrics.Select(m =>
                    isDone ? ReportTreatments.Finite(m.Values[row]) : null)],
                Thumbnail = thumbnails.GetValueOrDefault(well.Well),
            };
        }
    }
}
