namespace HcsGrid.Simulation;

/// <summary>
/// How cells look: a value for every <see cref="Trait"/>.
/// </summary>
/// <remarks>Immutable; equal by value.</remarks>
public sealed class Phenotype : IEquatable<Phenotype>
{
    private const double LowestFactor = 0.04;
    private const double HighestFactor = 10;
    private const double HighestShare = 0.95;

    private readonly double[] _values;

    /// <summary>Takes the traits that differ from untreated cells.</summary>
    public Phenotype(params ReadOnlySpan<(Trait Trait, double Value)> changes)
    {
        _values = [.. Traits.Select(NeutralValueOf)];
        foreach (var (trait, value) in changes)
            _values[(int)trait] = value;
    }

    private Phenotype(double[] values) => _values = values;

    /// <summary>Every trait, in the order of tables.</summary>
    public static IReadOnlyList<Trait> Traits { get; } = Enum.GetValues<Trait>();

    /// <summary>Untreated cells.</summary>
    public static Phenotype Untreated { get; } = new();

    /// <summary>The trait's value.</summary>
    public double this[Trait trait] => _values[(int)trait];

    /// <summary>The trait's value in untreated cells: 1 for a factor, 0 for an addition.</summary>
    public static double NeutralValueOf(Trait trait) =>
        trait is Trait.FragmentedShare or Trait.MitoticShare or Trait.GranuleLoad or Trait.FibreBundling ? 0 : 1;

    /// <summary>
    /// The way from untreated (strength 0) to this phenotype (1), and beyond; every trait moves in proportion and is
    /// kept inside what can be drawn (factors 0.04 to 10, additions 0 to 0.95).
    /// </summary>
    public Phenotype AtStrength(double strength)
    {
        var values = new double[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var neutral = NeutralValueOf((Trait)i);
            var value = neutral + (strength * (_values[i] - neutral));
            values[i] = neutral == 0
                ? Math.Clamp(value, 0, HighestShare)
                : Math.Clamp(value, LowestFactor, HighestFactor);
        }

        return new Phenotype(values);
    }

    /// <summary>This phenotype with one trait multiplied.</summary>
    internal Phenotype With(Trait trait, double factor)
    {
        var values = (double[])_values.Clone();
        values[(int)trait] *= factor;
        return new Phenotype(values);
    }

    public bool Equals(Phenotype? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as Phenotype);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
