namespace HcsGrid.Profiling.Response;

/// <summary>
/// Random whole numbers that depend on nothing but a seed and a place, the same on every machine.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014), started at a hash of the key by the same mixing function.</remarks>
internal sealed class DrawSequence
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    public DrawSequence(int seed, params ReadOnlySpan<int> key)
    {
        _state = Mix((uint)seed + Step);
        foreach (var part in key)
            _state = Mix(_state + Step + (uint)part);
    }

    /// <summary>Uniform in 0 … count − 1 (to 2⁻³²).</summary>
    public int Below(int count)
    {
        _state += Step;
        return (int)(((Mix(_state) >> 32) * (ulong)count) >> 32);
    }

    /// <summary>Puts random ones of the items into the first places.</summary>
    public void Shuffle(int[] items, int places)
    {
        for (var i = 0; i < places && i < items.Length - 1; i++)
        {
            var j = i + Below(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
