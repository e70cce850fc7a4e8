using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// The truth about a well: what is in it, what that does to its cells, and what its position does to its images.
/// </summary>
public sealed record SimulatedWell
{
    public required PlateId Plate { get; init; }

    public required WellAddress Well { get; init; }

    public required ControlRole Role { get; init; }

    /// <summary>The compound; null for DMSO.</summary>
    public SimulatedCompound? Compound { get; init; }

    /// <summary>The dose in µM; null for DMSO.</summary>
    public double? DoseMicromolar { get; init; }

    /// <summary>Strength of the compound's effect: 0 for none, 1 for its mechanism in full.</summary>
    public double Strength { get; init; }

    /// <summary>The well's cells as the compound makes them on average.</summary>
    public Phenotype Phenotype { get; init; } = Phenotype.Untreated;

    /// <summary>Natural variation of the number of cells, as a factor.</summary>
    public double DensityFactor { get; init; } = 1;

    /// <summary>Natural variation of each channel's stain, as factors in the order of the channels.</summary>
    public required IReadOnlyList<double> StainFactors { get; init; }

    /// <summary>Wells between this one and the plate's border.</summary>
    public required int EdgeDistance { get; init; }

    /// <summary>The well's turn before the camera, from 1.</summary>
    public required int AcquisitionNumber { get; init; }

    /// <summary>Factor on the number of cells that the position causes.</summary>
    public required double PlateCountFactor { get; init; }

    /// <summary>Factors on each channel's intensity that plate and position cause, in the channels' order.</summary>
    public required IReadOnlyList<double> PlateIntensityFactors { get; init; }
}
