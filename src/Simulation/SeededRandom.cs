namespace HcsGrid.Simulation;

/// <summary>
/// A stream of random numbers that depends on nothing but its key.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, 2014), started at a hash of the key by the same mixing function. Normal numbers
/// are entries of <see cref="NormalTable"/>.
/// </remarks>
internal struct SeededRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SeededRandom(ulong seed, Purpose purpose, params ReadOnlySpan<int> key)
    {
        _state = Mix(seed + Step);
        _state = Mix(_state ^ ((ulong)purpose * Step));
        foreach (var part in key)
            _state = Mix(_state + Step + (uint)part);
    }

    public ulong NextBits()
    {
        _state += Step;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in 0 … count − 1.</summary>
    public int NextInt32(int count) => (int)(((NextBits() >> 32) * (ulong)count) >> 32);

    /// <summary>Normal with mean 0 and standard deviation 1.</summary>
    public double NextNormal() => NormalTable.Values[(int)(NextBits() >> 48)];

    /// <summary>Factor around 1 whose logarithm is normal with that standard deviation.</summary>
    public double NextFactor(double logDeviation) => PortableMath.Exp(logDeviation * NextNormal());

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
