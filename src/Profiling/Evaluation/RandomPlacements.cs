using System.Numerics;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Draws average precisions of positives placed at random among all ranks, without replacement.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64 from the seed and the
/// configuration, so that a configuration's numbers depend on nothing else. Whole numbers below a bound come from the
/// upper half of a 128-bit product with rejection (Lemire 2019), subsets from Floyd's algorithm (Bentley 1987).
/// </remarks>
internal sealed class RandomPlacements
{
    private readonly PairConfiguration _configuration;
    private readonly ulong[] _taken;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public RandomPlacements(PairConfiguration configuration, int seed)
    {
        _configuration = configuration;
        _taken = new ulong[(configuration.TotalCount + 63) / 64];
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL)
            ^ ((ulong)(uint)configuration.PositiveCount << 32) ^ (uint)configuration.TotalCount;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>The average precisions of some placements, in single precision as the reference keeps them.</summary>
    public float[] Draw(int size)
    {
        var drawn = new float[size];
        for (var i = 0; i < size; i++)
            drawn[i] = (float)Next();
        return drawn;
    }

    private double Next()
    {
        var (positives, total) = (_configuration.PositiveCount, _configuration.TotalCount);
        var invert = positives > total / 2;
        Array.Clear(_taken);
        var draws = invert ? total - positives : positives;
        for (var bound = total - draws; bound < total; bound++)
        {
            var place = (int)Below((ulong)bound + 1);
            var (word, bit) = (place >> 6, 1UL << (place & 63));
            if ((_taken[word] & bit) != 0)
                (word, bit) = (bound >> 6, 1UL << (bound & 63));
            _taken[word] |= bit;
        }

        var (sum, found) = (0.0, 0);
        for (var word = 0; word < _taken.Length; word++)
        {
            var bits = invert ? ~_taken[word] : _taken[word];
            if (invert && word == _taken.Length - 1 && (total & 63) != 0)
                bits &= (1UL << (total & 63)) - 1;
            for (; bits != 0; bits &= bits - 1)
                sum += ++found / ((word << 6) + BitOperations.TrailingZeroCount(bits) + 1.0);
        }

        return sum / positives;
    }

    private ulong Below(ulong bound)
    {
        var high = Math.BigMul(NextBits(), bound, out var low);
        if (low < bound)
        {
            var least = unchecked(0UL - bound) % bound;
            while (low < least)
                high = Math.BigMul(NextBits(), bound, out low);
        }

        return high;
    }

    private ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
