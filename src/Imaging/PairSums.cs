using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging;

/// <summary>
/// The exact sums that a correlation is made of: Σa, Σb, Σa², Σb², Σab.
/// </summary>
/// <remarks>A plane has fewer than 2³¹ pixels and a product is below 2³², so 64 bits hold every sum.</remarks>
internal readonly record struct PairSums(ulong A, ulong B, ulong AA, ulong BB, ulong AB)
{
    /// <summary>Pairs after which 32-bit sums of 16-bit numbers are emptied: 65,536 · 65,535 is below 2³².</summary>
    private const int Block = 65536;

    public static PairSums Of(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b)
    {
        var sums = default(PairSums);
        var lanes = Vector<ushort>.Count;
        // A lane takes two samples a step, so half a block of steps at most.
        var blockLength = Block / 2 * lanes;
        var whole = a.Length / lanes * lanes;
        for (var start = 0; start < whole; start += blockLength)
        {
            var length = Math.Min(blockLength, whole - start);
            sums += OfBlock(a.Slice(start, length), b.Slice(start, length));
        }

        return sums + Rest(a[whole..], b[whole..]);
    }

    public static PairSums Of(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sums = default(PairSums);
        var lanes = Vector<byte>.Count;
        // A 32-bit lane takes four products below 2¹⁶ a step.
        var blockLength = Block / 4 * lanes;
        var whole = a.Length / lanes * lanes;
        for (var start = 0; start < whole; start += blockLength)
        {
            var length = Math.Min(blockLength, whole - start);
            sums += OfBlock(a.Slice(start, length), b.Slice(start, length));
        }

        for (var i = whole; i < a.Length; i++)
            sums += OfPair(a[i], b[i]);
        return sums;
    }

    public static PairSums OfMixed(ReadOnlySpan<byte> a, ReadOnlySpan<ushort> b)
    {
        var sums = default(PairSums);
        for (var i = 0; i < a.Length; i++)
            sums += OfPair(a[i], b[i]);
        return sums;
    }

    public static PairSums operator +(PairSums x, PairSums y) =>
        new(x.A + y.A, x.B + y.B, x.AA + y.AA, x.BB + y.BB, x.AB + y.AB);

    /// <summary>(nΣab − ΣaΣb) / √((nΣa² − (Σa)²)(nΣb² − (Σb)²)).</summary>
    public double Pearson(int count)
    {
        var n = (Int128)count;
        var covariance = n * AB - (Int128)A * B;
        var varianceA = n * AA - (Int128)A * A;
        var varianceB = n * BB - (Int128)B * B;
        if (varianceA == 0 || varianceB == 0)
            return double.NaN;
        return Math.Clamp((double)covariance / Math.Sqrt((double)varianceA * (double)varianceB), -1, 1);
    }

    private static PairSums OfPair(uint a, uint b) => new(a, b, a * a, b * b, a * b);

    private static PairSums Rest(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b)
    {
        var sums = default(PairSums);
        for (var i = 0; i < a.Length; i++)
            sums += OfPair(a[i], b[i]);
        return sums;
    }

    private static PairSums OfBlock(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b)
    {
        ref var startA = ref MemoryMarshal.GetReference(a);
        ref var startB = ref MemoryMarshal.GetReference(b);
        Vector<uint> sumA = default, sumB = default;
        Vector<ulong> sumAA = default, sumBB = default, sumAB = default;
        for (nuint i = 0; i < (nuint)a.Length; i += (nuint)Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref startA, i), out var lowA, out var highA);
            Vector.Widen(Vector.LoadUnsafe(ref startB, i), out var lowB, out var highB);
            sumA += lowA + highA;
            sumB += lowB + highB;
            AddProducts(ref sumAA, lowA, lowA, highA, highA);
            AddProducts(ref sumBB, lowB, lowB, highB, highB);
            AddProducts(ref sumAB, lowA, lowB, highA, highB);
        }

        return new PairSums(SumOf(sumA), SumOf(sumB), Vector.Sum(sumAA), Vector.Sum(sumBB), Vector.Sum(sumAB));
    }

    private static PairSums OfBlock(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        ref var startA = ref MemoryMarshal.GetReference(a);
        ref var startB = ref MemoryMarshal.GetReference(b);
        Vector<uint> sumA = default, sumB = default, sumAA = default, sumBB = default, sumAB = default;
        for (nuint i = 0; i < (nuint)a.Length; i += (nuint)Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref startA, i), out var lowA, out var highA);
            Vector.Widen(Vector.LoadUnsafe(ref startB, i), out var lowB, out var highB);
            AddWidened(ref sumA, lowA + highA);
            AddWidened(ref sumB, lowB + highB);
            AddWidened(ref sumAA, lowA * lowA);
            AddWidened(ref sumAA, highA * highA);
            AddWidened(ref sumBB, lowB * lowB);
            AddWidened(ref sumBB, highB * highB);
            AddWidened(ref sumAB, lowA * lowB);
            AddWidened(ref sumAB, highA * highB);
        }

        return new PairSums(SumOf(sumA), SumOf(sumB), SumOf(sumAA), SumOf(sumBB), SumOf(sumAB));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(
        ref Vector<ulong> sum, Vector<uint> low, Vector<uint> otherLow, Vector<uint> high, Vector<uint> otherHigh)
    {
        Vector.Widen(low * otherLow, out var first, out var second);
        Vector.Widen(high * otherHigh, out var third, out var fourth);
        sum += first + second + (third + fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWidened(ref Vector<uint> sum, Vector<ushort> values)
    {
        Vector.Widen(values, out var low, out var high);
        sum += low + high;
    }

    private static ulong SumOf(Vector<uint> values)
    {
        Vector.Widen(values, out var low, out var high);
        return Vector.Sum(low) + Vector.Sum(high);
    }
}
