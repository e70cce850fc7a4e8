namespace HcsGrid.Plates;

/// <summary>
/// A compound or reagent with its dose.
/// </summary>
/// <param name="Compound">The compound's name (<c>Metadata_pert_iname</c>).</param>
/// <param name="Dose">The dose in <paramref name="DoseUnit"/>; null where there is none.</param>
/// <param name="DoseUnit">The dose's unit, such as <c>uM</c>, or empty where the source states none.</param>
/// <param name="Identifier">The facility's identifier (<c>Metadata_broad_sample</c>); null where there is none.</param>
/// <param name="Moa">The mechanism of action; null where it is not known.</param>
public sealed record Perturbation(
    string Compound,
    double? Dose = null,
    string DoseUnit = "",
    string? Identifier = null,
    Moa? Moa = null);
