using System.Numerics;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Random numbers that a seed decides, the same on every machine: xoshiro256** (Blackman and Vigna 2018), its state
/// filled by splitmix64.
/// </summary>
internal sealed class SeededChance
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededChance(long seed)
    {
        var state = (ulong)seed;
        (_a, _b, _c, _d) = (Mix(ref state), Mix(ref state), Mix(ref state), Mix(ref state));
    }

    /// <summary>Numbers of their own for each place under one seed, such as a split and a plate.</summary>
    public SeededChance(long seed, params ReadOnlySpan<int> key)
        : this(At(seed, key))
    {
    }

    /// <summary>A whole number from 0 to below a bound, each as likely to within 2⁻³².</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number in [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts values into a random order, each order as likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private static long At(long seed, ReadOnlySpan<int> key)
    {
        var state = (ulong)seed;
        foreach (var part in key)
        {
            state += (uint)part;
            state = Mix(ref state);
        }

        return (long)state;
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
