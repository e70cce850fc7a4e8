using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging;

/// <summary>
/// Cuts tiles out of planes and scales them to a model's numbers.
/// </summary>
public static class TileCutter
{
    /// <summary>
    /// Cuts one tile and scales it (see <see cref="IntensityScale"/>) into tileSize × tileSize numbers, row by row.
    /// </summary>
    /// <remarks>The result is the same bit for bit on every machine and for every vector width.</remarks>
    /// <exception cref="ArgumentException">The tile does not lie in the plane, or the destination is too
    /// small.</exception>
    public static void CutScaled(
        Plane plane, TileOrigin origin, int tileSize, IntensityScale scale, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(plane);
        scale.Validate();
        CheckInside(plane, origin, tileSize);
        if (destination.Length < tileSize * tileSize)
            throw new ArgumentException(
                $"A tile of {tileSize} x {tileSize} does not fit into {destination.Length} numbers.",
                nameof(destination));
        for (var row = 0; row < tileSize; row++)
        {
            var start = (origin.Y + row) * plane.Width + origin.X;
            var target = destination.Slice(row * tileSize, tileSize);
            if (plane.Type == SampleType.UInt8)
                Scale(plane.UInt8Samples.Slice(start, tileSize), scale, target);
            else
                Scale(plane.UInt16Samples.Slice(start, tileSize), scale, target);
        }
    }

    /// <summary>
    /// Cuts one tile as it is stored, row by row, into tileSize × tileSize samples of the plane's type.
    /// </summary>
    /// <exception cref="ArgumentException">The tile does not lie in the plane, or the destination is too
    /// small.</exception>
    public static void Cut(Plane plane, TileOrigin origin, int tileSize, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(plane);
        CheckInside(plane, origin, tileSize);
        var sampleBytes = plane.Type.ByteCount();
        var rowBytes = tileSize * sampleBytes;
        if (destination.Length < rowBytes * tileSize)
            throw new ArgumentException(
                $"A tile of {rowBytes * tileSize} bytes does not fit into {destination.Length}.", nameof(destination));
        var source = plane.Bytes;
        for (var row = 0; row < tileSize; row++)
        {
            var start = ((origin.Y + row) * plane.Width + origin.X) * sampleBytes;
            source.Slice(start, rowBytes).CopyTo(destination.Slice(row * rowBytes, rowBytes));
        }
    }

    /// <summary>Scales 16-bit samples, one to one.</summary>
    public static void Scale(ReadOnlySpan<ushort> samples, IntensityScale scale, Span<float> destination)
    {
        var (factor, offset, ceiling) = (scale.Factor, scale.Offset, scale.Ceiling);
        var lanes = Vector<ushort>.Count;
        ref var source = ref MemoryMarshal.GetReference(samples);
        ref var target = ref MemoryMarshal.GetReference(destination[..samples.Length]);
        var i = 0;
        for (; i <= samples.Length - lanes; i += lanes)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out var low, out var high);
            Store(low, factor, offset, ceiling, ref target, i);
            Store(high, factor, offset, ceiling, ref target, i + lanes / 2);
        }

        for (; i < samples.Length; i++)
            Unsafe.Add(ref target, i) = One(samples[i], factor, offset, ceiling);
    }

    /// <summary>Scales 8-bit samples, one to one.</summary>
    public static void Scale(ReadOnlySpan<byte> samples, IntensityScale scale, Span<float> destination)
    {
        var (factor, offset, ceiling) = (scale.Factor, scale.Offset, scale.Ceiling);
        var lanes = Vector<byte>.Count;
        ref var source = ref MemoryMarshal.GetReference(samples);
        ref var target = ref MemoryMarshal.GetReference(destination[..samples.Length]);
        var i = 0;
        for (; i <= samples.Length - lanes; i += lanes)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out var lower, out var upper);
            Vector.Widen(lower, out var first, out var second);
            Vector.Widen(upper, out var third, out var fourth);
            Store(first, factor, offset, ceiling, ref target, i);
            Store(second, factor, offset, ceiling, ref target, i + lanes / 4);
            Store(third, factor, offset, ceiling, ref target, i + lanes / 2);
            Store(fourth, factor, offset, ceiling, ref target, i + lanes / 4 * 3);
        }

        for (; i < samples.Length; i++)
            Unsafe.Add(ref target, i) = One(samples[i], factor, offset, ceiling);
    }

    // Comparisons are ordered so that the vector's Max and Min agree with the single number's; there is no NaN here.
    private static float One(int sample, float factor, float offset, float ceiling)
    {
        var scaled = sample * factor;
        scaled += offset;
        return Math.Min(Math.Max(scaled, 0f), ceiling);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector<uint> samples, float factor, float offset, float ceiling, ref float target, int index)
    {
        var scaled = Vector.ConvertToSingle(Vector.AsVectorInt32(samples)) * new Vector<float>(factor);
        scaled += new Vector<float>(offset);
        scaled = Vector.Min(Vector.Max(scaled, Vector<float>.Zero), new Vector<float>(ceiling));
        scaled.StoreUnsafe(ref target, (nuint)index);
    }

    private static void CheckInside(Plane plane, TileOrigin origin, int tileSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        if (origin.X < 0 || origin.Y < 0 || origin.X > plane.Width - tileSize || origin.Y > plane.Height - tileSize)
            throw new ArgumentException(
                $"A tile of {tileSize} at {origin.X}, {origin.Y} "
                + $"does not lie in {plane.Width} x {plane.Height} pixels.");
    }
}
