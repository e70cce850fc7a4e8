using System.Buffers;
using System.Runtime.InteropServices;
using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Counts how often each sample value occurs, over one plane or over many: exact, whatever the order they come in.
/// </summary>
/// <remarks>
/// Percentiles are those of linear interpolation (type 7; numpy's default), bit for bit. Not for several threads.
/// </remarks>
public sealed class PlaneHistogram
{
    /// <summary>Tables that take turns, so that equal neighbours do not wait for each other's store.</summary>
    private const int TableCount = 4;

    private readonly long[] _counts;

    public PlaneHistogram(SampleType type)
    {
        Type = type;
        _counts = new long[type.Maximum() + 1];
    }

    public SampleType Type { get; }

    /// <summary>Samples counted.</summary>
    public long Count { get; private set; }

    /// <summary>How often each value occurs, from 0 to the type's maximum.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Counts a plane's samples.</summary>
    /// <exception cref="ScreenDataException">The plane's samples are of another type.</exception>
    public void Add(Plane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        if (plane.Type != Type)
            throw new ScreenDataException(
                $"a {plane.Type.Name()} image cannot be pooled with {Type.Name()} images", Place.Unknown);
        var bins = _counts.Length;
        var tables = ArrayPool<uint>.Shared.Rent(bins * TableCount);
        try
        {
            var span = tables.AsSpan(0, bins * TableCount);
            span.Clear();
            if (Type == SampleType.UInt8)
                CountBytes(plane.UInt8Samples, span);
            else
                CountWords(plane.UInt16Samples, span);
            for (var value = 0; value < bins; value++)
                _counts[value] += (long)span[value] + span[bins + value]
                    + span[2 * bins + value] + span[3 * bins + value];
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(tables);
        }

        Count += plane.PixelCount;
    }

    /// <summary>Takes another histogram's counts in.</summary>
    /// <exception cref="ScreenDataException">It is of another type.</exception>
    public void Add(PlaneHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Type != Type)
            throw new ScreenDataException(
                $"a {other.Type.Name()} histogram cannot be pooled with {Type.Name()} ones", Place.Unknown);
        for (var value = 0; value < _counts.Length; value++)
            _counts[value] += other._counts[value];
        Count += other.Count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The value below which <paramref name="p"/> percent of the samples lie (0 to 100).</summary>
    /// <exception cref="InvalidOperationException">Nothing was counted.</exception>
    public double Percentile(double p)
    {
        if (!(p is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A percentile lies between 0 and 100.");
        if (Count == 0)
            throw new InvalidOperationException("A histogram of nothing has no percentiles.");
        var position = (Count - 1) * (p / 100);
        var rank = (long)Math.Floor(position);
        var share = position - rank;
        var (lower, upper) = ValuesAt(rank);
        double difference = upper - lower;
        return share >= 0.5 ? upper - difference * (1 - share) : lower + difference * share;
    }

    /// <summary>The sample of this rank (from 0) and the next one, or the same where there is none.</summary>
    internal (int Value, int Next) ValuesAt(long rank)
    {
        long below = 0;
        for (var value = 0; value < _counts.Length; value++)
        {
            below += _counts[value];
            if (below <= rank)
                continue;
            if (below > rank + 1 || below == Count)
                return (value, value);
            var next = value + 1;
            while (_counts[next] == 0)
                next++;
            return (value, next);
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }

    private static void CountBytes(ReadOnlySpan<byte> samples, Span<uint> tables)
    {
        var first = tables[..256];
        var second = tables.Slice(256, 256);
        var third = tables.Slice(512, 256);
        var fourth = tables.Slice(768, 256);
        var words = MemoryMarshal.Cast<byte, uint>(samples);
        foreach (var word in words)
        {
            first[(byte)word]++;
            second[(byte)(word >> 8)]++;
            third[(byte)(word >> 16)]++;
            fourth[(byte)(word >> 24)]++;
        }

        foreach (var sample in samples[(words.Length * 4)..])
            first[sample]++;
    }

    private static void CountWords(ReadOnlySpan<ushort> samples, Span<uint> tables)
    {
        var first = tables[..65536];
        var second = tables.Slice(65536, 65536);
        var third = tables.Slice(131072, 65536);
        var fourth = tables.Slice(196608, 65536);
        var words = MemoryMarshal.Cast<ushort, ulong>(samples);
        foreach (var word in words)
        {
            first[(ushort)word]++;
            second[(ushort)(word >> 16)]++;
            third[(ushort)(word >> 32)]++;
            fourth[(ushort)(word >> 48)]++;
        }

        foreach (var sample in samples[(words.Length * 4)..])
            first[sample]++;
    }
}
