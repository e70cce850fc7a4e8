using HcsGrid.Plates;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>A made-up screen's report, seeded: mechanisms, doses, controls, failed wells and hostile names.</summary>
internal sealed class MadeUpReport
{
    public const string Hostile = "</script><img src=x onerror=alert(1)>";

    private static readonly string[] Moas =
    [
        "tubulin destabilizer", "actin disruptor", "DNA damage", "kinase inhibitor", "protein synthesis inhibitor",
        "proteasome inhibitor", "nuclear export inhibitor", "cholesterol-lowering",
    ];

    private readonly Random _random = new(20261122);

    public int PlateCount { get; init; } = 2;

    public PlateFormat Format { get; init; } = PlateFormat.FromWellCount(96);

    public bool Controls { get; init; } = true;

    public bool KnownMoas { get; init; } = true;

    public bool Pictures { get; init; } = true;

    /// <summary>How many wells the plate has of those that the format allows; null for all.</summary>
    public int? WellCount { get; init; }

    public bool AllFailed { get; init; }

    /// <summary>How many compounds each mechanism has; each stands at four doses.</summary>
    public int CompoundsPerMoa { get; init; } = 2;

    public ReportData Make()
    {
        var plates = Enumerable.Range(0, PlateCount).Select(MakePlate).ToArray();
        var wells = plates.SelectMany(p => p.Wells.Select(w => (Plate: p.Plate, Well: w))).ToArray();
        var done = wells.Where(w => w.Well.Status == ReportWell.Done).ToArray();
        var treated = done.Select(w => w.Well).Where(w => w.Role == "trt").DistinctBy(w => (w.Compound, w.Dose))
            .OrderBy(w => w.Moa, StringComparer.Ordinal).ThenBy(w => w.Compound, StringComparer.Ordinal)
            .ThenBy(w => w.Dose).ToArray();
        var counts = wells.CountBy(w => (w.Well.Compound, w.Well.Dose)).ToDictionary();
        var results = new MadeUpResults(this, _random);
        var treatments = treated
            .Select((w, i) => results.Treatment(w, i, treated, counts[(w.Compound, w.Dose)])).ToArray();
        return new ReportData
        {
            Run = "screen-2026-11",
            Title = "Morphology screen, pilot library",
            Software = "HcsGrid 0.1.0",
            Model = new ReportModel("scatter-v1", "9f2c" + new string('a', 60), 128),
            Normalization = "mad_robustize on negative controls",
            Provenance = [new("Job", "sha-256 51c0" + new string('b', 60)), new("Curves", "4-parameter logistic")],
            Summary = Summary(wells.Length, done.Length, treatments),
            Plates = plates,
            DoseMetric = "Control axis",
            Treatments = treatments,
            EffectText = Controls ? "Distance from the negative controls, in units of their spread." : null,
            Curves = [.. treated.GroupBy(w => w.Compound!).Select(results.Curve)],
            Maps = [new("UMAP", "UMAP of normalized well profiles, seed 1", []),
                new("PCA", "Principal components of normalized well profiles", [0.41, 0.18])],
            Points = [.. done.Where(w => w.Well.Role != "empty").Select(w => results.Point(w.Plate, w.Well, Moas))],
            Distances = results.Distances(treated),
            Absent = Controls ? [] : [new("hits", "No treatment has a q-value: the run has no negative controls.")],
            Problems = [.. wells.Where(w => w.Well.Status == ReportWell.Failed).Select(
                w => new ReportProblem($"plate {w.Plate}, well {w.Well.Well}", w.Well.Problem!))],
        };
    }

    private ReportSummary Summary(int wells, int done, ReportTreatment[] treatments)
    {
        var any = Controls && treatments.Length > 0;
        var known = KnownMoas && treatments.Length > 1;
        var replicated = treatments.Where(t => t.MedianCosine is not null).ToArray();
        return new ReportSummary
        {
            PlateCount = PlateCount,
            WellsDone = done,
            WellsFailed = wells - done,
            Tiles = done * 98L,
            ZPrime = Controls && done > 1 ? 0.634 : null,
            MoaCorrect = known ? treatments.Count(t => t.SameMoa == true) : null,
            MoaTotal = known ? treatments.Length : null,
            HitCount = any ? treatments.Count(t => t.QValue <= 0.05) : null,
            TestedCount = any ? treatments.Count(t => t.QValue is not null) : null,
            ReplicatingCount = replicated.Length > 0 ? replicated.Count(t => t.MedianCosine > t.Null95) : null,
            ReplicatedCount = replicated.Length > 0 ? replicated.Length : null,
        };
    }

    private ReportPlate MakePlate(int index)
    {
        var wells = Format.Wells().Take(WellCount ?? Format.WellCount)
            .Select((w, i) => MakeWell(w, index, i)).ToArray();
        return new ReportPlate
        {
            Plate = $"PLT-{index + 1:000}",
            RowCount = Format.RowCount,
            ColumnCount = Format.ColumnCount,
            ZPrime = Controls ? 0.634 - (0.37 * (index % 3)) : null,
            RobustZPrime = Controls ? 0.581 : null,
            Ssmd = Controls ? 9.42 - index : null,
            NegativeCv = Controls ? 0.093 : null,
            RowEffect = 0.01,
            ColumnEffect = 0.12,
            EdgeEffect = 0.05,
            NegativeSpread = Controls ? 0.061 : null,
            PositiveSpread = Controls ? 0.058 : null,
            Metrics =
            [
                new("Control axis", "Projection on the axis from negative (0) to positive controls (1)."),
                new("Cell count", "Nuclei found in the well; few mean toxicity.", "cells"),
                new("Nuclear area", "Deviation of the median nuclear area from the negative controls.", "SD", true),
            ],
            Wells = wells,
        };
    }

    private ReportWell MakeWell(WellAddress address, int plate, int index)
    {
        var last = Format.ColumnCount - 1;
        var role = Controls && address.ColumnIndex == 0 ? "negcon"
            : Controls && address.ColumnIndex == last ? "poscon"
            : address.RowIndex == Format.RowCount - 1 && address.ColumnIndex == last - 1 ? "empty"
            : "trt";
        var slot = address.ColumnIndex + (address.RowIndex * (last - 1)) + (CompoundsPerMoa > 2 ? plate * 384 : 0);
        var moa = slot / (4 * CompoundsPerMoa) % Moas.Length;
        var dose = new[] { 0.1, 0.3, 1, 3 }[slot % 4];
        var compound = slot % 40 == 11 ? Hostile : $"{Moas[moa].Split(' ')[0]}-{NameOf(slot / 4 % CompoundsPerMoa)}";
        var effect = role switch { "negcon" or "empty" => 0, "poscon" => 1, _ => dose / 3 * (0.4 + (0.07 * moa)) };
        var fails = AllFailed || index % 37 == 17 + plate;
        double?[] values =
        [
            effect + (0.06 * Noise()),
            Math.Round((240 - (130 * effect) + (14 * Noise())) * (address.RowIndex is 0 ? 0.9 : 1)),
            (2.4 * effect * (moa % 2 == 0 ? 1 : -1)) + (0.3 * Noise()),
        ];
        return new ReportWell
        {
            Well = address.ToString(),
            Role = role,
            Compound = role switch { "negcon" => "DMSO", "poscon" => "nocodazole", "empty" => null, _ => compound },
            Dose = role switch { "trt" => dose, "poscon" => 1, _ => null },
            DoseUnit = role is "trt" or "poscon" ? "uM" : null,
            Moa = role == "trt" && KnownMoas ? Moas[moa] : role == "poscon" && KnownMoas ? Moas[0] : null,
            Status = fails ? ReportWell.Failed : ReportWell.Done,
            Problem = fails ? "channel DNA, site 2: the image is truncated after 41 312 of 2 332 800 bytes" : null,
            Values = fails ? [null, null, null] : role == "empty" ? [null, 0, null] : values,
            Thumbnail = fails || role == "empty" || !Pictures
                ? null : MadeUpPicture.Of(index + (100 * plate), 14 - (int)(8 * effect), 5 + (5 * effect), moa),
        };
    }

    private static string NameOf(int compound) => compound < 26 ? $"{(char)('A' + compound)}" : $"{compound + 1:000}";

    private double Noise() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
