using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling;

/// <summary>
/// Sorts several columns of numbers at once, one in each lane of a vector.
/// </summary>
/// <remarks>
/// <para>A sorting network compares the same places whatever the numbers are, so that one instruction serves all lanes.
/// Source: Batcher, Sorting networks and their applications (1968), the odd-even merge; some n·log²n / 4 comparisons
/// of places.</para>
/// <para>There must be no NaN. Zeros of both signs are equal: one may come out as the other.</para>
/// </remarks>
internal static class LaneSort
{
    /// <summary>Columns are sorted in multiples of this many places.</summary>
    public const int Block = 8;

    /// <summary>The columns that are sorted at once.</summary>
    public static int Lanes => Vector<double>.Count;

    /// <summary>The places that a column of some values takes up.</summary>
    public static int PlacesFor(int count) => (count + Block - 1) / Block * Block;

    /// <summary>Sorts each lane upwards.</summary>
    /// <param name="places">places × lanes; the number of places is a multiple of <see cref="Block"/>.</param>
    public static void Sort(Span<double> places)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(places);
        if (vectors.Length % Block != 0)
            throw new ArgumentException($"{vectors.Length} places are no multiple of {Block}.", nameof(places));
        ref var first = ref MemoryMarshal.GetReference(vectors);
        for (nint block = 0; block < vectors.Length; block += Block)
            SortBlock(ref Unsafe.Add(ref first, block));
        for (nint sorted = Block; sorted < vectors.Length; sorted *= 2)
        {
            for (nint start = 0; start + sorted < vectors.Length; start += 2 * sorted)
                Merge(ref Unsafe.Add(ref first, start), sorted, Math.Min(2 * sorted, vectors.Length - start));
        }
    }

    /// <summary>Merges two sorted runs that follow each other, of which the second may be short: what it lacks would be
    /// larger than all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(ref Vector<double> first, nint sorted, nint length)
    {
        for (nint i = 0; i < length - sorted; i++)
            Order(ref Unsafe.Add(ref first, i), ref Unsafe.Add(ref first, i + sorted));
        for (var distance = sorted / 2; distance > 2; distance /= 2)
        {
            for (var start = distance; start + distance < length; start += 2 * distance)
            {
                var end = Math.Min(start + distance, length - distance);
                for (var i = start; i < end; i++)
                    Order(ref Unsafe.Add(ref first, i), ref Unsafe.Add(ref first, i + distance));
            }
        }

        for (nint i = 2; i < length - 2; i += 4)
        {
            Order(ref Unsafe.Add(ref first, i), ref Unsafe.Add(ref first, i + 2));
            Order(ref Unsafe.Add(ref first, i + 1), ref Unsafe.Add(ref first, i + 3));
        }

        for (nint i = 1; i < length - 1; i += 2)
            Order(ref Unsafe.Add(ref first, i), ref Unsafe.Add(ref first, i + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order(ref Vector<double> a, ref Vector<double> b)
    {
        var (x, y) = (a, b);
        a = Vector.MinNative(x, y);
        b = Vector.MaxNative(x, y);
    }

    /// <summary>Sorts eight places in registers by the network of 19 comparisons (Knuth, The Art of Computer
    /// Programming 3, 5.3.4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortBlock(ref Vector<double> first)
    {
        var (a, b, c, d) = (first, Unsafe.Add(ref first, 1), Unsafe.Add(ref first, 2), Unsafe.Add(ref first, 3));
        var (e, f, g, h) = (
            Unsafe.Add(ref first, 4), Unsafe.Add(ref first, 5), Unsafe.Add(ref first, 6), Unsafe.Add(ref first, 7));
        Order(ref a, ref b);
        Order(ref c, ref d);
        Order(ref e, ref f);
        Order(ref g, ref h);
        Order(ref a, ref c);
        Order(ref b, ref d);
        Order(ref e, ref g);
        Order(ref f, ref h);
        Order(ref b, ref c);
        Order(ref f, ref g);
        Order(ref a, ref e);
        Order(ref b, ref f);
        Order(ref c, ref g);
        Order(ref d, ref h);
        Order(ref c, ref e);
        Order(ref d, ref f);
        Order(ref b, ref c);
        Order(ref d, ref e);
        Order(ref f, ref g);
        (first, Unsafe.Add(ref first, 1), Unsafe.Add(ref first, 2), Unsafe.Add(ref first, 3)) = (a, b, c, d);
        (Unsafe.Add(ref first, 4), Unsafe.Add(ref first, 5)) = (e, f);
        (Unsafe.Add(ref first, 6), Unsafe.Add(ref first, 7)) = (g, h);
    }
}
