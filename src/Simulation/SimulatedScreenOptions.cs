using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// What a simulated screen holds and how strong its effects are.
/// </summary>
/// <remarks>The same options give the same bytes.</remarks>
public sealed record SimulatedScreenOptions
{
    /// <summary>Where all randomness starts; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Plates, all with the same compounds in different wells; 2 by default, 1 to 1000.</summary>
    public int PlateCount { get; init; } = 2;

    /// <summary>The plates' format; 96 wells by default.</summary>
    public PlateFormat PlateFormat { get; init; } = PlateFormat.FromWellCount(96);

    /// <summary>Sites of a well; 2 by default, 1 to 64.</summary>
    public int SitesPerWell { get; init; } = 2;

    /// <summary>Width of an image in pixels; 384 by default, 64 to 4096.</summary>
    public int ImageWidth { get; init; } = 384;

    /// <summary>Height of an image in pixels; 384 by default, 64 to 4096.</summary>
    public int ImageHeight { get; init; } = 384;

    /// <summary>Mechanisms of action among the compounds; 8 by default, 1 to 8.</summary>
    public int MoaCount { get; init; } = 8;

    /// <summary>Compounds of each mechanism; 2 by default, 1 to 26.</summary>
    public int CompoundsPerMoa { get; init; } = 2;

    /// <summary>Every compound's doses in µM, rising; 0.1, 0.3, 1, 3 and 10 by default, 1 to 24 of them.</summary>
    public IReadOnlyList<double> DosesMicromolar { get; init; } = [0.1, 0.3, 1, 3, 10];

    /// <summary>Strength of every compound's effect, positive control included; 1 by default, 0 (none) to 2.</summary>
    public double EffectSize { get; init; } = 1;

    /// <summary>Strength of the camera's noise; 1 by default, 0 (none) to 10.</summary>
    public double NoiseLevel { get; init; } = 1;

    /// <summary>
    /// Strength of everything that depends on plate and position: illumination, edge, drift, stain and background of a
    /// plate, focus; 1 by default, 0 (none) to 3.
    /// </summary>
    public double PlateEffect { get; init; } = 1;

    /// <summary>Strength of the natural variation of wells and of cells; 1 by default, 0 (none) to 3.</summary>
    public double Variation { get; init; } = 1;

    /// <summary>Untreated cells on a million pixels; 320 by default, 1 to 1000.</summary>
    public double CellsPerMegapixel { get; init; } = 320;

    /// <summary>What the plates' barcodes begin with; <c>SIM</c> by default, 1 to 32 letters or digits.</summary>
    public string BarcodePrefix { get; init; } = "SIM";

    /// <summary>
    /// Whether the images are written compressed (Deflate); false by default: camera noise hardly compresses, and
    /// compressing takes longer than drawing.
    /// </summary>
    public bool CompressImages { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidOperationException">
    /// A value is out of range; the text gives name, value and bound.
    /// </exception>
    public void Validate()
    {
        Check(nameof(PlateCount), PlateCount, 1, 1000);
        Check(nameof(SitesPerWell), SitesPerWell, 1, 64);
        Check(nameof(ImageWidth), ImageWidth, 64, 4096);
        Check(nameof(ImageHeight), ImageHeight, 64, 4096);
        Check(nameof(MoaCount), MoaCount, 1, Mechanisms.All.Count);
        Check(nameof(CompoundsPerMoa), CompoundsPerMoa, 1, 26);
        Check(nameof(EffectSize), EffectSize, 0, 2);
        Check(nameof(NoiseLevel), NoiseLevel, 0, 10);
        Check(nameof(PlateEffect), PlateEffect, 0, 3);
        Check(nameof(Variation), Variation, 0, 3);
        Check(nameof(CellsPerMegapixel), CellsPerMegapixel, 1, 1000);
        if (!PlateFormat.All.Contains(PlateFormat))
            throw new InvalidOperationException(
                $"{nameof(PlateFormat)} is {PlateFormat.RowCount} × {PlateFormat.ColumnCount} wells; "
                + $"it must have {string.Join(", ", PlateFormat.All.Select(f => f.WellCount))} wells.");
        if (BarcodePrefix is not { Length: > 0 and <= 32 } || !BarcodePrefix.All(char.IsAsciiLetterOrDigit))
            throw new InvalidOperationException(
                $"{nameof(BarcodePrefix)} is '{BarcodePrefix}'; it must be 1 to 32 letters or digits.");
        CheckDoses();
        var needed = MoaCount * CompoundsPerMoa * DosesMicromolar.Count;
        var present = PlateLayout.TreatmentWellCount(PlateFormat);
        if (needed > present)
        {
            throw new InvalidOperationException(
                $"{nameof(MoaCount)} × {nameof(CompoundsPerMoa)} × {nameof(DosesMicromolar)} is {needed} wells; "
                + $"a plate of {PlateFormat} has {present} beside its control columns.");
        }
    }

    private void CheckDoses()
    {
        Check($"{nameof(DosesMicromolar)}.Count", DosesMicromolar.Count, 1, 24);
        var previous = 0.0;
        foreach (var dose in DosesMicromolar)
        {
            if (!(dose > previous) || dose > 1e6)
                throw new InvalidOperationException(
                    $"{nameof(DosesMicromolar)} holds {dose} after {previous}; they must rise, above 0 to 1000000.");
            previous = dose;
        }
    }

    private static void Check(string name, double value, double lowest, double highest)
    {
        if (!(value >= lowest && value <= highest))
            throw new InvalidOperationException($"{name} is {value}; it must be {lowest} to {highest}.");
    }
}
