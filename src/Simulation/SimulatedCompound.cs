namespace HcsGrid.Simulation;

/// <summary>
/// A made-up compound: its mechanism, how strong it is, and what it does to cells.
/// </summary>
/// <param name="Name">The compound's name (<c>pert_iname</c>).</param>
/// <param name="Identifier">The facility's identifier (<c>broad_sample</c>).</param>
/// <param name="Moa">The mechanism of action.</param>
/// <param name="HalfEffectMicromolar">The dose of half the effect, in µM.</param>
/// <param name="HillSlope">Steepness of the dose curve.</param>
/// <param name="Efficacy">The effect of a saturating dose, as a share of the mechanism's full strength.</param>
/// <param name="Full">The cells at strength 1: the mechanism's, with the compound's own small deviations.</param>
public sealed record SimulatedCompound(
    string Name,
    string Identifier,
    string Moa,
    double HalfEffectMicromolar,
    double HillSlope,
    double Efficacy,
    Phenotype Full)
{
    private static readonly Trait[] OwnTraits =
        [Trait.CellCount, Trait.NucleusBrightness, Trait.CellSize, Trait.CytoplasmBrightness, Trait.FibreBrightness];

    /// <summary>The strength of a dose: efficacy · d^h / (d^h + d50^h).</summary>
    public double StrengthAt(double doseMicromolar)
    {
        var ratio = PortableMath.Pow(HalfEffectMicromolar / doseMicromolar, HillSlope);
        return Efficacy / (1 + ratio);
    }

    internal static SimulatedCompound Make(ulong seed, int mechanismIndex, int compoundIndex)
    {
        var mechanism = Mechanisms.All[mechanismIndex];
        var random = new SeededRandom(seed, Purpose.Compound, mechanismIndex, compoundIndex);
        var full = mechanism.Full;
        foreach (var trait in OwnTraits)
            full = full.With(trait, random.NextFactor(0.06));
        return new SimulatedCompound(
            $"{mechanism.Stem}-{(char)('A' + compoundIndex)}",
            $"SIM-K{((mechanismIndex + 1) * 1000) + compoundIndex + 1:00000000}",
            mechanism.Moa,
            0.6 * random.NextFactor(0.5),
            random.NextDouble(1.1, 1.9),
            random.NextDouble(0.88, 1.0),
            full);
    }

    internal static SimulatedCompound MakePositiveControl() => new(
        "poscontrol", "SIM-POSCON", Mechanisms.PositiveControl.Moa, 0.5, 2, 1, Mechanisms.PositiveControl.Full);
}
