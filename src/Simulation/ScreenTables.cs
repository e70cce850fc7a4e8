using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// A simulated screen's tables: the plate maps as the field writes them, and the truth.
/// </summary>
/// <remarks>UTF-8, lines end in a line feed, numbers have a point and at most ten decimals.</remarks>
internal sealed class ScreenTables(SimulatedScreen screen)
{
    public const string Solvent = "DMSO";

    /// <summary>The plates with their maps' names (<c>barcode_platemap.csv</c>).</summary>
    public string BarcodePlateMap()
    {
        var text = new StringBuilder("Assay_Plate_Barcode,Plate_Map_Name\n");
        foreach (var plate in screen.Plates)
            text.Append(CultureInfo.InvariantCulture, $"{plate},{MapNameOf(plate)}\n");
        return text.ToString();
    }

    /// <summary>The name of a plate's map.</summary>
    public static string MapNameOf(PlateId plate) => $"{plate}-map";

    /// <summary>What a plate's wells hold (<c>platemap/….txt</c>, tab-separated).</summary>
    public static string PlateMap(SimulatedPlate plate)
    {
        var text = new StringBuilder("plate_map_name\twell_position\tbroad_sample\tmmoles_per_liter\tpert_type\n");
        foreach (var well in plate.Wells)
        {
            text.AppendJoin(
                '\t', MapNameOf(plate.Id), well.Well, well.Compound?.Identifier ?? Solvent, MillimolarOf(well),
                well.Role.ToTableText()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The compounds (<c>external_metadata.tsv</c>).</summary>
    public string ExternalMetadata()
    {
        var text = new StringBuilder("broad_sample\tpert_iname\tmoa\n");
        text.Append(CultureInfo.InvariantCulture, $"{Solvent}\t{Solvent}\t\n");
        foreach (var compound in screen.Compounds.Append(screen.PositiveControl))
            text.AppendJoin('\t', compound.Identifier, compound.Name, compound.Moa).Append('\n');
        return text.ToString();
    }

    /// <summary>The header of <c>truth.csv</c>.</summary>
    public string TruthHeader()
    {
        var columns = new List<string>
        {
            "Metadata_Plate", "Metadata_Well", "Metadata_pert_type", "Metadata_broad_sample", "Metadata_pert_iname",
            "Metadata_moa", "Metadata_mmoles_per_liter", "Truth_Strength",
        };
        columns.AddRange(Phenotype.Traits.Select(t => $"Truth_{t}"));
        columns.AddRange(SiteNumbers().Select(n => $"Truth_Cells_s{n}"));
        columns.AddRange(SiteNumbers().Select(n => $"Truth_Defocus_s{n}"));
        columns.AddRange(["Truth_Density", "Truth_EdgeDistance", "Truth_AcquisitionNumber", "Truth_PlateCount"]);
        columns.AddRange(screen.Channels.Select(c => $"Truth_Stain_{c}"));
        columns.AddRange(screen.Channels.Select(c => $"Truth_PlateIntensity_{c}"));
        return string.Join(',', columns) + "\n";
    }

    /// <summary>A plate's rows of <c>truth.csv</c>, one a well; and its cells (<c>truth_cells/….csv</c>).</summary>
    public (string Wells, string Cells) TruthOf(SimulatedPlate plate)
    {
        var wells = new StringBuilder();
        var cells = new StringBuilder(
            "Metadata_Plate,Metadata_Well,Metadata_Site,Truth_X,Truth_Y,Truth_State,Truth_NucleusRadius,"
            + "Truth_CellRadius\n");
        foreach (var well in plate.Wells)
        {
            var sites = SiteNumbers().Select(n => plate.PlanSite(well.Well, n)).ToList();
            wells.AppendJoin(',', TruthRow(well, sites)).Append('\n');
            foreach (var site in sites)
            {
                foreach (var cell in site.Cells)
                    AppendCell(cells, site.Address, cell);
            }
        }

        return (wells.ToString(), cells.ToString());
    }

    /// <summary>What each plate does to each channel (<c>truth_plates.csv</c>): its header.</summary>
    public static string PlateTruthHeader() =>
        "Metadata_Plate,Channel,Truth_Background,Truth_IlluminationFalloff,Truth_IlluminationTiltX,"
        + "Truth_IlluminationTiltY,Truth_IlluminationCentreU,Truth_IlluminationCentreV\n";

    /// <summary>A plate's rows of <c>truth_plates.csv</c>, one a channel.</summary>
    public string PlateTruthOf(SimulatedPlate plate)
    {
        var text = new StringBuilder();
        for (var c = 0; c < screen.Channels.Count; c++)
        {
            var field = plate.Conditions.IlluminationOf(c);
            text.AppendJoin(
                ',', plate.Id, screen.Channels[c], Text(plate.Conditions.BackgroundOf(c)), Text(field.Falloff),
                Text(field.TiltX), Text(field.TiltY), Text(field.CentreU), Text(field.CentreV)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> TruthRow(SimulatedWell well, List<SimulatedSite> sites) =>
    [
        well.Plate.ToString(), well.Well.ToString(), well.Role.ToTableText(),
        well.Compound?.Identifier ?? Solvent, well.Compound?.Name ?? Solvent, well.Compound?.Moa ?? "",
        MillimolarOf(well), Text(well.Strength),
        .. Phenotype.Traits.Select(t => Text(well.Phenotype[t])),
        .. sites.Select(s => Text(s.CellCount)),
        .. sites.Select(s => Text(s.DefocusSigma)),
        Text(well.DensityFactor), Text(well.EdgeDistance), Text(well.AcquisitionNumber), Text(well.PlateCountFactor),
        .. well.StainFactors.Select(Text),
        .. well.PlateIntensityFactors.Select(Text),
    ];

    private static void AppendCell(StringBuilder text, SiteAddress site, SimulatedCell cell) => text.AppendJoin(
        ',', site.Plate, site.Well, site.SiteNumber, Text(cell.X), Text(cell.Y), cell.State,
        Text(cell.NucleusRadius), Text(cell.Radius)).Append('\n');

    private static string MillimolarOf(SimulatedWell well) =>
        well.DoseMicromolar is { } dose ? Text(dose / 1000) : "";

    private static string Text(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private IEnumerable<int> SiteNumbers() => Enumerable.Range(1, screen.Options.SitesPerWell);
}
