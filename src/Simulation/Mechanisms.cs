namespace HcsGrid.Simulation;

/// <summary>
/// The mechanisms that a simulated screen knows: eight for its compounds, one for its positive control.
/// </summary>
/// <remarks>
/// Drawn after what real classes do to cells (microtubule poisons, DNA damage, mitotic kinases, actin, protein
/// synthesis and degradation, nuclear export), not fitted to any.
/// </remarks>
internal static class Mechanisms
{
    /// <summary>The compounds' mechanisms; a screen of n mechanisms has the first n.</summary>
    public static IReadOnlyList<Mechanism> All { get; } =
    [
        new("microtubule destabilizer", "destabulin", new Phenotype(
            (Trait.FibreCount, 0.12), (Trait.FibreLength, 0.3), (Trait.FibreHaze, 2.6), (Trait.CellSize, 0.82),
            (Trait.OutlineRoughness, 0.4), (Trait.CellElongation, 0.85), (Trait.MitoticShare, 0.12),
            (Trait.CellCount, 0.8))),
        new("microtubule stabilizer", "stabitaxin", new Phenotype(
            (Trait.FibreBundling, 0.95), (Trait.FibreBrightness, 1.7), (Trait.FibreHaze, 0.6),
            (Trait.FragmentedShare, 0.3), (Trait.CellSize, 1.12), (Trait.CellCount, 0.75))),
        new("DNA damaging agent", "genotomycin", new Phenotype(
            (Trait.NucleusSize, 1.5), (Trait.NucleusBrightness, 0.75), (Trait.CellCount, 0.45), (Trait.CellSize, 1.35),
            (Trait.NucleolusContrast, 1.8), (Trait.ChromatinContrast, 0.8))),
        new("aurora kinase inhibitor", "aurosertib", new Phenotype(
            (Trait.FragmentedShare, 0.55), (Trait.MitoticShare, 0.32), (Trait.NucleusBrightness, 1.3),
            (Trait.ChromatinContrast, 1.5), (Trait.CellCount, 0.6))),
        new("actin disruptor", "latrachalin", new Phenotype(
            (Trait.CellElongation, 2.1), (Trait.CellSize, 0.74), (Trait.OutlineRoughness, 2),
            (Trait.NucleusElongation, 1.35), (Trait.NucleusSize, 0.92), (Trait.CytoplasmBrightness, 1.2))),
        new("protein synthesis inhibitor", "ribostatin", new Phenotype(
            (Trait.CytoplasmBrightness, 0.38), (Trait.CytoplasmTexture, 0.4), (Trait.NucleolusContrast, 0.1),
            (Trait.NucleusSize, 0.84), (Trait.CellCount, 0.7))),
        new("proteasome inhibitor", "proteazomib", new Phenotype(
            (Trait.GranuleLoad, 0.95), (Trait.CytoplasmBrightness, 1.35), (Trait.CytoplasmTexture, 1.7),
            (Trait.CellSize, 0.9), (Trait.CellCount, 0.8))),
        new("nuclear export inhibitor", "exportinib", new Phenotype(
            (Trait.NuclearRatio, 5.5), (Trait.CytoplasmBrightness, 0.65), (Trait.ChromatinContrast, 1.3),
            (Trait.CellCount, 0.9))),
    ];

    /// <summary>The positive control's: most cells are gone, the rest condensed.</summary>
    public static Mechanism PositiveControl { get; } = new("apoptosis inducer", "poscontrol", new Phenotype(
        (Trait.CellCount, 0.35), (Trait.NucleusSize, 0.62), (Trait.NucleusBrightness, 1.8), (Trait.CellSize, 0.52),
        (Trait.FragmentedShare, 0.35), (Trait.FibreCount, 0.3), (Trait.FibreLength, 0.4), (Trait.FibreHaze, 1.6),
        (Trait.CytoplasmBrightness, 1.3), (Trait.OutlineRoughness, 1.6), (Trait.NucleolusContrast, 0.2)));
}
