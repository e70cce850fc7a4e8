namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Where the plate maps come from: one file for all plates, or the field's <c>barcode_platemap.csv</c> with a folder.
/// </summary>
/// <remarks>All files are blobs of the image store. Tab- and comma-separated files are told apart by their
/// header.</remarks>
public sealed record PlateMapSource
{
    /// <summary>One file for all plates; null where <see cref="Barcodes"/> is used, or only regions.</summary>
    public string? File { get; init; }

    /// <summary>The table <c>Assay_Plate_Barcode,Plate_Map_Name</c>; null where <see cref="File"/> is used.</summary>
    public string? Barcodes { get; init; }

    /// <summary>The folder of <c>&lt;Plate_Map_Name&gt;.txt</c> beside the barcodes.</summary>
    public string Folder { get; init; } = "platemap";

    /// <summary>A table joined on the identifier's column, such as <c>external_metadata.tsv</c>; null: none.</summary>
    public string? Metadata { get; init; }

    /// <summary>What the columns are called.</summary>
    public PlateMapColumns Columns { get; init; } = new();

    /// <summary>What the texts of the role's column mean, where they are not the field's: <c>{"-1":
    /// "negcon"}</c>.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new SortedDictionary<string,
        string>(StringComparer.Ordinal);

    /// <summary>The unit of the doses.</summary>
    public string DoseUnit { get; init; } = "";

    /// <summary>Rectangles of wells that share what the file does not say; later ones win, files win over
    /// all.</summary>
    public IReadOnlyList<PlateRegion> Regions { get; init; } = [];

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate()
    {
        JobCheck.That(File is null || Barcodes is null, "plateMap", "has both file and barcodes, expected one of them");
        JobCheck.That(
            File is not null || Barcodes is not null || Regions.Count > 0, "plateMap",
                "has no file, no barcodes and no regions");
        JobCheck.That(Folder.Length > 0, "plateMap.folder", "is empty");
        foreach (var (text, role) in Roles)
        {
            JobCheck.That(
                Plates.ControlRoles.TryParse(role, out _), "plateMap.roles",
                $"says '{text}' is '{role}', expected trt, negcon, poscon or empty");
        }

        JobCheck.That(Regions.All(r => r is not null), "plateMap.regions", "holds a null");
        foreach (var region in Regions)
            region.Validate();
    }
}
