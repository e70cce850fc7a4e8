namespace HcsGrid.Simulation;

/// <summary>
/// A property of cells that a compound can change.
/// </summary>
/// <remarks>
/// Most are factors, 1 in untreated cells. <see cref="FragmentedShare"/>, <see cref="MitoticShare"/>,
/// <see cref="GranuleLoad"/> and <see cref="FibreBundling"/> are additions, 0 in untreated cells.
/// </remarks>
public enum Trait
{
    /// <summary>Cells per area.</summary>
    CellCount,

    /// <summary>Radius of the nucleus.</summary>
    NucleusSize,

    /// <summary>Long axis over short axis of the nucleus.</summary>
    NucleusElongation,

    /// <summary>Intensity of the nucleus in the DNA channel.</summary>
    NucleusBrightness,

    /// <summary>Contrast of the texture inside the nucleus.</summary>
    ChromatinContrast,

    /// <summary>Darkness of the nucleoli in the DNA channel.</summary>
    NucleolusContrast,

    /// <summary>Share of cells whose nucleus fell into several pieces.</summary>
    FragmentedShare,

    /// <summary>Share of cells held in mitosis, beyond the few of untreated cells.</summary>
    MitoticShare,

    /// <summary>Radius of the cell.</summary>
    CellSize,

    /// <summary>Long axis over short axis of the cell.</summary>
    CellElongation,

    /// <summary>Unevenness of the cell's outline.</summary>
    OutlineRoughness,

    /// <summary>Intensity in the cytoplasm channel.</summary>
    CytoplasmBrightness,

    /// <summary>Contrast of the texture in the cytoplasm channel.</summary>
    CytoplasmTexture,

    /// <summary>Bright granules in the cytoplasm channel; 1 is many and bright.</summary>
    GranuleLoad,

    /// <summary>Cytoplasm marker's intensity in the nucleus over that beside it.</summary>
    NuclearRatio,

    /// <summary>Filaments per cell.</summary>
    FibreCount,

    /// <summary>Length of a filament.</summary>
    FibreLength,

    /// <summary>Filaments lying together in bundles; 1 is all of them.</summary>
    FibreBundling,

    /// <summary>Intensity of a filament.</summary>
    FibreBrightness,

    /// <summary>Intensity of the fibre channel that is not in filaments.</summary>
    FibreHaze,
}
