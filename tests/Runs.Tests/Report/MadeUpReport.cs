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

    public ReportData Make()
    {
        var plates = Enumerable.Range(0, PlateCount).Select(MakePlate).ToArray();
        var wells = plates.SelectMany(p => p.Wells.Select(w => (Plate: p.Plate, Well: w))).ToArray();
        var done = wells.Where(w => w.Well.Status == ReportWell.Done).ToArray();
        var treated = done.Select(w => w.Well).Where(w => w.Role == "trt").DistinctBy(w => (w.Compound, w.Dose))
            .OrderBy(w => w.Moa, StringComparer.Ordinal).ThenBy(w => w.Compound, StringComparer.Ordinal)
            .ThenBy(w => w.Dose).ToArray();
        var treatments = treated.Select((w, i) => MakeTreatment(w, treated[(i + 4) % treated.Length], wells)).ToArray();
        return new ReportData
        {
            Run = "screen-2026-11",
            Title = "Morphology screen, pilot library",
            Software = "HcsGrid 0.1.0",
            Model = new ReportModel("scatter-v1", "9f2c" + new string('a', 60), 128),
            Normalization = "mad_robustize on negative controls",
            Summary = new ReportSummary
            {
                PlateCount = PlateCount,
                WellsDone = done.Length,
                WellsFailed = wells.Length - done.Length,
                Tiles = done.Length * 98L,
                ZPrime = Controls && done.Length > 1 ? 0.634 : null,
                MoaCorrect = KnownMoas && treated.Length > 1 ? treatments.Count(t => t.SameMoa == true) : null,
                MoaTotal = KnownMoas && treated.Length > 1 ? treatments.Length : null,
            },
            Plates = plates,
            Map = [.. done.Where(w => w.Well.Role != "empty").Select(w => MakePoint(w.Plate, w.Well))],
            MapMethod = "Principal components of normalized well profiles",
            MapExplained = [0.41, 0.18],
            Distances = MakeDistances(treated),
            Treatments = treatments,
            Problems = [.. wells.Where(w => w.Well.Status == ReportWell.Failed).Select(
                w => new ReportProblem($"plate {w.Plate}, well {w.Well.Well}", w.Well.Problem!))],
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
            ZPrime = Controls ? 0.634 - (0.05 * index) : null,
            RobustZPrime = Controls ? 0.581 : null,
            Ssmd = Controls ? 9.42 : null,
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
        var slot = address.ColumnIndex + (address.RowIndex * (last - 1));
        var moa = slot / 8 % Moas.Length;
        var dose = new[] { 0.1, 0.3, 1, 3 }[slot % 4];
        var compound = slot % 40 == 11 ? Hostile : $"{Moas[moa].Split(' ')[0]}-{(char)('A' + (slot / 4 % 2))}";
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

    private ReportPoint MakePoint(string plate, ReportWell well)
    {
        var moa = Math.Max(0, Array.IndexOf(Moas, well.Moa));
        var effect = Math.Abs(well.Values[0] ?? 0) * 9;
        var angle = 2 * Math.PI * moa / Moas.Length;
        var (x, y) = (effect * Math.Cos(angle), effect * Math.Sin(angle));
        return new ReportPoint(plate, well.Well, x + Noise(), y + Noise());
    }

    private ReportDistances MakeDistances(ReportWell[] treated)
    {
        var rows = treated.Select(_ => new double[treated.Length]).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var near = treated[i].Compound == treated[j].Compound ? 0.15
                    : treated[i].Moa == treated[j].Moa && treated[i].Moa is not null ? 0.4 : 1.05;
                rows[i][j] = rows[j][i] = Math.Clamp(near + (0.12 * Noise()), 0, 2);
            }
        }

        return new ReportDistances
        {
            Labels = [.. treated.Select(w => $"{w.Compound} @ {w.Dose} µM")],
            Moas = [.. treated.Select(w => w.Moa)],
            Cosine = rows,
        };
    }

    private ReportTreatment MakeTreatment(
        ReportWell well, ReportWell near, (string Plate, ReportWell Well)[] wells) => new()
        {
            Compound = well.Compound!,
            Dose = well.Dose,
            DoseUnit = well.DoseUnit,
            Moa = well.Moa,
            ReplicateCount = wells.Count(w => w.Well.Compound == well.Compound && w.Well.Dose == well.Dose),
            Effect = Controls ? well.Values[0] : null,
            NearestCompound = ReferenceEquals(well, near) ? null : near.Compound,
            NearestDose = ReferenceEquals(well, near) ? null : near.Dose,
            NearestMoa = ReferenceEquals(well, near) ? null : near.Moa,
            NearestCosine = ReferenceEquals(well, near) ? null : 0.9 - (0.2 * Math.Abs(Noise())),
            SameMoa = KnownMoas && !ReferenceEquals(well, near) ? well.Moa == near.Moa : null,
        };

    private double Noise() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
