namespace HcsGrid.Simulation;

/// <summary>
/// A mechanism of action: its name in tables and the phenotype at full strength.
/// </summary>
/// <param name="Moa">The name in tables.</param>
/// <param name="Stem">What its compounds' names begin with.</param>
/// <param name="Full">The cells at full strength.</param>
internal sealed record Mechanism(string Moa, string Stem, Phenotype Full);
