namespace HcsGrid.Simulation;

/// <summary>
/// A cell's outline and nucleus, the same for every channel.
/// </summary>
internal sealed class CellShape
{
    public CellShape(ulong siteKey, SimulatedCell cell)
    {
        Cell = cell;
        var random = new SeededRandom(siteKey, Purpose.NucleusDetail, cell.Index);
        Nucleus = new NucleusShape(cell, ref random);
        var roughness = cell.State == CellState.Mitotic ? 0.02 : 0.055 * cell.Phenotype[Trait.OutlineRoughness];
        Body = new Outline(cell.Radius, cell.Elongation, cell.Angle, roughness, ref random);
    }

    public SimulatedCell Cell { get; }

    public NucleusShape Nucleus { get; }

    public Outline Body { get; }
}
