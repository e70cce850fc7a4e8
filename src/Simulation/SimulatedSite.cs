using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// The truth about a site: its cells and its focus.
/// </summary>
/// <remarks>
/// Cells whose centre lies a little outside the image are there too, since a part of them shows;
/// <see cref="CellCount"/> leaves them out.
/// </remarks>
public sealed record SimulatedSite
{
    public required SiteAddress Address { get; init; }

    /// <summary>Every cell that may show, in the order in which it was placed.</summary>
    public required IReadOnlyList<SimulatedCell> Cells { get; init; }

    /// <summary>Cells whose centre lies in the image.</summary>
    public required int CellCount { get; init; }

    /// <summary>Blur by defocus, as the standard deviation of a Gaussian in pixels.</summary>
    public required double DefocusSigma { get; init; }
}
