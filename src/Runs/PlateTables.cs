using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Quality;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Makes a plate's tables from its wells' results: profiles, normalized profiles, the control axis, quality.
/// </summary>
/// <remarks>It reads nothing but the run folder, so it may be repeated at any time, without any image.</remarks>
public sealed class PlateTables(RunFolder folder, ScreenJob job)
{
    /// <summary>The column of the control axis's table.</summary>
    public const string AxisColumn = "Control_Axis";

    /// <summary>The name of the table of code histograms, of a plate and of the screen.</summary>
    public const string CodesTable = "codes";

    private static readonly string[] MetadataNames =
    [
        "Metadata_Plate", "Metadata_Well", "Metadata_Row", "Metadata_Col", "Metadata_Site_Count", "Metadata_pert_type",
        "Metadata_broad_sample", "Metadata_pert_iname", "Metadata_moa", "Metadata_Dose", "Metadata_Dose_Unit",
    ];

    /// <summary>Reads the wells, makes the tables and writes them.</summary>
    public async Task<PlateQualitySummary> FinishAsync(PlateId plate, CancellationToken cancellationToken)
    {
        var record = await folder.RequirePlateAsync(plate, cancellationToken).ConfigureAwait(false);
        var wells = new SortedDictionary<WellAddress, WellResult>();
        await foreach (var well in folder.ReadWellsAsync(plate, record.JobHash, cancellationToken)
            .ConfigureAwait(false))
            wells[well.Well] = Fitting(well, record);

        var raw = RawTable(record, wells.Values);
        var (normalized, how, degenerate) = Normalize(raw);
        var negative = RowsWith(raw, ControlRole.NegativeControl);
        var positive = RowsWith(raw, ControlRole.PositiveControl);
        var axis = ControlAxis.Project(normalized, negative, positive);
        var axisTable = AxisTable(raw, axis.Scores);
        await PutAsync("profiles", raw).ConfigureAwait(false);
        await PutAsync("profiles_normalized", normalized).ConfigureAwait(false);
        await PutAsync("sites", SiteTable(record, wells.Values)).ConfigureAwait(false);
        await PutAsync("control_axis", axisTable).ConfigureAwait(false);
        if (record.Codes is { } codes)
            await PutAsync(CodesTable, CodeTable(record, codes, wells.Values)).ConfigureAwait(false);
        await new DetectionTables(folder, job).PutPlateAsync(plate, wells.Values, cancellationToken)
            .ConfigureAwait(false);

        var effects = EffectsOf(normalized, record.WellCount);
        var failures = await folder.ReadFailuresAsync(plate, cancellationToken).ConfigureAwait(false);
        var quality = new PlateQualitySummary
        {
            Plate = plate.Barcode,
            WellsDone = wells.Count,
            WellsFailed = failures.Count(f => !raw.Metadata("Metadata_Well").Contains(f.Well)),
            TileCount = wells.Values.Sum(w => w.TileCount),
            NegativeControlCount = negative.Count,
            PositiveControlCount = positive.Count,
            ZPrime = axis.ZPrime,
            RobustZPrime = axis.RobustZPrime,
            Ssmd = axis.Ssmd,
            AxisFeatureCount = axis.FeatureCount,
            Normalization = how,
            DegenerateFeatures = degenerate,
            DoseTrends = DoseTrends(axisTable),
            NegativeControlCv = FiniteOrNull(ControlVariation.MedianOf(raw, negative)),
            RowEffect = FiniteOrNull(effects.Row),
            ColumnEffect = FiniteOrNull(effects.Column),
            EdgeEffect = FiniteOrNull(effects.Edge),
            Problems = ProblemsOf(wells.Values),
        };
        await folder.PutJsonAsync(RunFolder.PlateKey(plate, "quality.json"), quality, cancellationToken)
            .ConfigureAwait(false);
        return quality;

        Task PutAsync(string name, ProfileTable table)
        {
            var provenance = RunProvenance.Of(job, name)
                .With(("normalization.fitted", name is "profiles_normalized" or "control_axis" ? how : "none"));
            return folder.PutTableAsync(RunFolder.PlateKey(plate, name), table, provenance, cancellationToken);
        }
    }

    private static RunProblem[]? ProblemsOf(IEnumerable<WellResult> wells)
    {
        RunProblem[] problems =
        [
            .. wells.SelectMany(w => w.Problems.Select(
                text => new RunProblem(text, new Place { Plate = w.Plate, Well = w.Well }))),
        ];
        return problems.Length == 0 ? null : problems;
    }

    /// <summary>The rows of a table whose well has the role.</summary>
    public static IReadOnlyList<int> RowsWith(ProfileTable table, ControlRole role)
    {
        var types = table.Metadata("Metadata_pert_type");
        return [.. Enumerable.Range(0, table.RowCount).Where(row => types[row] == role.ToTableText())];
    }

    private (ProfileTable Table, string How, IReadOnlyList<string> Degenerate) Normalize(ProfileTable raw)
    {
        var negative = RowsWith(raw, ControlRole.NegativeControl);
        var onControls = job.Normalization.Samples == ReferenceSamples.Negcon && negative.Count > 0;
        var reference = onControls ? negative : [.. Enumerable.Range(0, raw.RowCount)];
        var how = $"{NormalizationNames.Of(job.Normalization.Method)} on "
            + (onControls ? $"{reference.Count} negative controls" : $"all {reference.Count} wells");
        if (reference.Count == 0)
            return (raw, "nothing: no well is done", []);
        var fitted = Normalizer.Fit(raw, reference, new NormalizerOptions
        {
            Method = job.Normalization.Method,
            MadEpsilon = job.Normalization.MadEpsilon,
            OnDegenerate = DegenerateFeatureHandling.SetNaN,
        });
        return (fitted.Apply(raw), how, fitted.DegenerateFeatures);
    }

    /// <summary>What goes with row, column and edge among treatments and negative controls.</summary>
    private static PositionEffects EffectsOf(ProfileTable normalized, int wellCount)
    {
        var format = PlateFormat.FromWellCount(wellCount);
        var positive = RowsWith(normalized, ControlRole.PositiveControl).ToHashSet();
        var names = normalized.Metadata("Metadata_Well");
        int[] rows = [.. Enumerable.Range(0, normalized.RowCount)
            .Where(row => !positive.Contains(row) && format.Contains(WellAddress.Parse(names[row])))];
        var wells = Array.ConvertAll(rows, row => WellAddress.Parse(names[row]));
        return PositionEffects.MedianOf(
            normalized.SelectRows(rows), Array.ConvertAll(wells, well => well.RowIndex),
            Array.ConvertAll(wells, well => well.ColumnIndex), format.RowCount, format.ColumnCount);
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;

    private static WellResult Fitting(WellResult well, PlateRecord record) =>
        well.Profile.Length == record.ProfileLength()
            ? well
            : throw new ScreenDataException(
                $"The well's result has {well.Profile.Length} numbers, its plate's record has "
                + $"{record.Features.Count} features and {record.Codes?.Count ?? 0} codes",
                new Place
                {
                    Plate = well.Plate,
                    Well = well.Well,
                    Blob = RunFolder.WellKey(well.Plate, well.Well).Text,
                });

    private static ProfileTable RawTable(PlateRecord record, IEnumerable<WellResult> wells) =>
        WellTable(record, record.Features, wells, well => well.Profile.AsMemory(0, record.Features.Count));

    private static ProfileTable CodeTable(
        PlateRecord record, IReadOnlyList<string> codes, IEnumerable<WellResult> wells) =>
        WellTable(record, codes, wells, well => well.Profile.AsMemory(record.Features.Count));

    private static ProfileTable WellTable(
        PlateRecord record, IReadOnlyList<string> columns, IEnumerable<WellResult> wells,
        Func<WellResult, ReadOnlyMemory<double>> valuesOf)
    {
        var annotations = record.Wells.ToDictionary(w => w.Well, StringComparer.Ordinal);
        // Images whose names tell no well are called by theirs.
        var hasNames = record.Wells.Any(w => w.Image is not null);
        var builder = new ProfileTableBuilder(
            hasNames ? [.. MetadataNames, RunParticles.ImageColumn] : MetadataNames, columns);
        foreach (var well in wells)
        {
            var annotation = annotations[well.Well.ToString()];
            var metadata = MetadataOf(well, annotation);
            builder.AddRow(hasNames ? [.. metadata, annotation.Image] : metadata, valuesOf(well).Span);
        }

        return builder.Build();
    }

    private static ProfileTable SiteTable(PlateRecord record, IEnumerable<WellResult> wells)
    {
        var builder = new ProfileTableBuilder(["Metadata_Plate", "Metadata_Well", "Metadata_Site"], record.Features);
        foreach (var well in wells)
        {
            for (var site = 0; site < well.SiteNumbers.Count; site++)
            {
                builder.AddRow(
                    [record.Plate, well.Well.ToString(), well.SiteNumbers[site].ToString(CultureInfo.InvariantCulture)],
                    well.SiteProfiles.AsSpan(site * record.ProfileLength(), record.Features.Count));
            }
        }

        return builder.Build();
    }

    private static string?[] MetadataOf(WellResult result, PlateWell annotation) =>
    [
        result.Plate.Barcode, result.Well.ToString(), result.Well.RowLetters,
        result.Well.ColumnNumber.ToString(CultureInfo.InvariantCulture),
        result.SiteNumbers.Count.ToString(CultureInfo.InvariantCulture), annotation.Role, annotation.Identifier,
        annotation.Compound, annotation.Moa, annotation.Dose?.ToString("R", CultureInfo.InvariantCulture),
            annotation.DoseUnit,
    ];

    private static ProfileTable AxisTable(ProfileTable table, double[] scores)
    {
        var builder = new ProfileTableBuilder(table.MetadataNames, [AxisColumn]);
        for (var row = 0; row < table.RowCount; row++)
            builder.AddRow([.. table.MetadataNames.Select(name => table.Metadata(name)[row])], [scores[row]]);
        return builder.Build();
    }

    private static List<DoseTrend> DoseTrends(ProfileTable axis)
    {
        var treated = axis.SelectRows(RowsWith(axis, ControlRole.Treatment));
        var means = Aggregator.Aggregate(treated, ["Metadata_pert_iname", "Metadata_Dose"], AggregationMethod.Mean);
        var compounds = means.Metadata("Metadata_pert_iname");
        var doses = means.Metadata("Metadata_Dose");
        var trends = new List<DoseTrend>();
        foreach (var rows in Enumerable.Range(0, means.RowCount)
            .Where(r => compounds[r].Length > 0 && doses[r].Length > 0)
            .GroupBy(r => compounds[r]))
        {
            var dose = rows.Select(r => double.Parse(doses[r], CultureInfo.InvariantCulture)).ToArray();
            var score = rows.Select(r => means[r, 0]).ToArray();
            if (dose.Length >= 3 && score.All(double.IsFinite))
                trends.Add(new DoseTrend(rows.Key, dose.Length, SpearmanCorrelation.Of(dose, score)));
        }

        return trends;
    }
}
