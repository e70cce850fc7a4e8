namespace HcsGrid.Simulation;

/// <summary>
/// The truth about a cell of a site: where it is and what it looks like.
/// </summary>
/// <remarks>Lengths and places in pixels, angles in radians; the centre of the upper left pixel is (0, 0).</remarks>
public sealed record SimulatedCell
{
    /// <summary>Centre of the nucleus, to the right.</summary>
    public required double X { get; init; }

    /// <summary>Centre of the nucleus, downwards.</summary>
    public required double Y { get; init; }

    public required CellState State { get; init; }

    /// <summary>Mean radius of the nucleus (of its pieces taken together).</summary>
    public required double NucleusRadius { get; init; }

    /// <summary>Long axis over short axis of the nucleus.</summary>
    public required double NucleusElongation { get; init; }

    public required double NucleusAngle { get; init; }

    /// <summary>Pieces of the nucleus; 1 unless fragmented.</summary>
    public required int NucleusPieceCount { get; init; }

    /// <summary>Brightness of the nucleus, 1 in a typical untreated cell.</summary>
    public required double NucleusBrightness { get; init; }

    /// <summary>Mean radius of the cell.</summary>
    public required double Radius { get; init; }

    /// <summary>Long axis over short axis of the cell.</summary>
    public required double Elongation { get; init; }

    public required double Angle { get; init; }

    /// <summary>The cell's own phenotype: the well's, at the strength to which this cell responds.</summary>
    public required Phenotype Phenotype { get; init; }

    /// <summary>Brightness of the cytoplasm and of the fibres beside other cells of the same phenotype.</summary>
    public required double StainFactor { get; init; }

    /// <summary>The cell's number among the site's, from 0; keys its random details.</summary>
    public required int Index { get; init; }
}
