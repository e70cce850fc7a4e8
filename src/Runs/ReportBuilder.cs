using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Structure;
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
    public const int MaxTreatmentsInDistances = 200;

    /// <summary>Above this many compounds there is no distance heatmap.</summary>
    public const int MaxCompoundsInDistances = 1000;

    private int _thumbnailBytes;

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
        var consensus = await TableAsync(ScreenTables.ConsensusKey.Text, cancellationToken).ConfigureAwait(false);
        var nearest = await TableAsync(ScreenTables.NearestKey.Text, cancellationToken).ConfigureAwait(false);
        var map = await TableAsync(ScreenTables.MapKey.Text, cancellationToken).ConfigureAwait(false);
        var plates = new List<ReportPlate>();
        var tileSize = 0;
        var axes = new List<ProfileTable>();
        foreach (var quality in summary.Plates)
        {
            var plate = new PlateId(quality.Plate);
            var record = await folder.RequirePlateAsync(plate, cancellationToken).ConfigureAwait(false);
            tileSize = record.TileSizePixels;
            axes.Add(await TableAsync($"plates/{plate}/control_axis", cancellationToken).ConfigureAwait(false));
            var profiles = await TableAsync($"plates/{plate}/profiles", cancellationToken).ConfigureAwait(false);
            plates.Add(await PlateOfAsync(
                record, job, quality, profiles, axes[^1], cancellationToken).ConfigureAwait(false));
        }

        var distances = DistancesOf(consensus);
        return new ReportData
        {
            Run = job.Name,
            Title = job.Title,
            Software = $"HcsGrid {typeof(ReportBuilder).Assembly.GetName().Version?.ToString(3)}",
            Model = new ReportModel(summary.Model, summary.ModelSha256, tileSize),
            Normalization = string.Join("; ", summary.Plates.Select(p => p.Normalization).Distinct()),
            Summary = new ReportSummary
            {
                PlateCount = summary.PlateCount,
                WellsDone = summary.WellsDone,
                WellsFailed = summary.WellsFailed,
                Tiles = summary.TileCount,
                ZPrime = summary.ZPrime,
                MoaCorrect = summary.MoaCorrect,
                MoaTotal = summary.MoaTotal,
            },
            Plates = plates,
            Maps = map.RowCount == 0 ? [] : [new ReportMap("PCA",
                "First two principal components of the normalized well profiles", summary.MapExplained)],
            Points = [.. Enumerable.Range(0, map.RowCount)
                .Select(row => new ReportPoint(map.Metadata("Metadata_Plate")[row], map.Metadata("Metadata_Well")[row],
                    [map[row, 0], map[row, 1]]))],
            Distances = distances,
            Treatments = TreatmentsOf(nearest, ProfileTable.Concat(axes)),
            Problems = [.. summary.Problems.Select(p => new ReportProblem(p.PlaceText(), p.Text))],
        };
    }

    private async Task<ProfileTable> TableAsync(string key, CancellationToken cancellationToken) =>
        await folder.ReadTableAsync(new Storage.BlobKey(key), cancellationToken).ConfigureAwait(false)
            ?? throw new ScreenDataException($"The run is not finished: {key}.csv is missing", Place.Unknown);

    private async Task<ReportPlate> PlateOfAsync(
        PlateRecord record, ScreenJob job, PlateQualitySummary quality, ProfileTable profiles, ProfileTable axis,
        CancellationToken cancellationToken)
    {
        var plate = new PlateId(record.Plate);
        var metrics = ReportMetrics.Of(job, profiles, axis);
        var rowOf = profiles.Metadata("Metadata_Well").Select((well, row) => (well, row))
            .ToDictionary(p => p.well, p => p.row, StringComparer.Ordinal);
        var thumbnails = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var well in folder.ReadWellsAsync(plate, record.JobHash, cancellationToken)
            .ConfigureAwait(false))
        {
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
                    isDone && double.IsFinite(m.Values[row]) ? m.Values[row] : (double?)null)],
                Thumbnail = thumbnails.GetValueOrDefault(well.Well),
            };
        }
    }

    private static ReportDistances DistancesOf(ProfileTable consensus)
    {
        var treatments = ScreenTables.TestedOf(consensus);
        var byCompound = treatments.RowCount > MaxTreatmentsInDistances;
        if (byCompound)
            treatments = Consensus.Median(treatments, ["Metadata_pert_iname"]);
        var (compounds, doses, moas) = (
            treatments.Metadata("Metadata_pert_iname"), treatments.Metadata("Metadata_Dose"),
                treatments.Metadata("Metadata_moa"));
        var units = treatments.Metadata("Metadata_Dose_Unit");
        if (treatments.RowCount > MaxCompoundsInDistances)
            return ReportDistances.None;
        int[] order =
            [.. Enumerable.Range(0, treatments.RowCount)
                .OrderBy(r => moas[r].Length == 0).ThenBy(r => moas[r], StringComparer.Ordinal)
                .ThenBy(r => compounds[r], StringComparer.Ordinal).ThenBy(r => DoseOf(doses[r]) ?? 0)];
        var matrix = CosineDistanceMatrix.Of(order.Length > 0 ? treatments : treatments.SelectRows([]));
        return new ReportDistances
        {
            Labels = [.. order.Select(r => byCompound || doses[r].Length == 0
                ? compounds[r]
                : $"{compounds[r]} @ {doses[r]}{(units[r].Length > 0 ? " " + units[r] : "")}")],
            Moas = [.. order.Select(r => moas[r].Length == 0 ? null : moas[r])],
            Cosine = [.. order.Select(r => (IReadOnlyList<double>)[.. order.Select(other => matrix[r, other])])],
        };
    }

    private static List<ReportTreatment> TreatmentsOf(ProfileTable nearest, ProfileTable axis)
    {
        var wells = Enumerable.Range(0, axis.RowCount).ToLookup(
            row => (axis.Metadata("Metadata_pert_iname")[row], axis.Metadata("Metadata_Dose")[row]));
        var treatments = new List<ReportTreatment>();
        for (var row = 0; row < nearest.RowCount; row++)
        {
            var (compound, dose) = (nearest.Metadata("Metadata_pert_iname")[row],
                nearest.Metadata("Metadata_Dose")[row]);
            var replicates = wells[(compound, dose)].ToArray();
            var effect = OrderStatistics.Mean(replicates.Select(r => axis[r, 0]).ToArray());
            var (moa, nearestMoa) = (Text("Metadata_moa", row), Text("Metadata_Nearest_moa", row));
            treatments.Add(new ReportTreatment
            {
                Compound = compound,
                Dose = DoseOf(dose),
                DoseUnit = replicates.Select(r => axis.Metadata("Metadata_Dose_Unit")[r])
                    .FirstOrDefault(u => u.Length > 0),
                Moa = moa,
                ReplicateCount = replicates.Length,
                AxisEffect = double.IsFinite(effect) ? effect : null,
                NearestCompound = Text("Metadata_Nearest_pert_iname", row),
                NearestDose = DoseOf(nearest.Metadata("Metadata_Nearest_Dose")[row]),
                NearestMoa = nearestMoa,
                NearestCosine = double.IsFinite(nearest[row, 0]) ? nearest[row, 0] : null,
                SameMoa = moa is null || nearestMoa is null ? null : moa == nearestMoa,
            });
        }

        return treatments;

        string? Text(string column, int row) => nearest.Metadata(column)[row] is { Length: > 0 } text ? text : null;
    }

    private static double? DoseOf(string text) =>
        text.Length > 0 ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}
