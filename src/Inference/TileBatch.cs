using HcsGrid.Imaging;

namespace HcsGrid.Inference;

/// <summary>
/// Tiles of one site on their way to a model in another process: pixels as they are stored, never floats.
/// </summary>
/// <remarks>
/// <para>One plane a channel, of one tile's width, in which the tiles lie one below the other: so the pixels of a batch
/// are embedded as those of a site are, and to the same bytes.</para>
/// <para>A batch has at most <see cref="MaxBytes"/> bytes of pixels. It owns its planes, whose memory is a pixel
/// pool's: whoever takes it out of the wire disposes it, and so does who made it, each for their own process.</para>
/// </remarks>
public sealed class TileBatch : IDisposable
{
    /// <summary>The most bytes of pixels in one batch: 4 MiB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Takes over the planes.</summary>
    /// <exception cref="ArgumentException">The planes are not stacks of as many tiles each, or there is not one scale a
    /// plane, or they are too large.</exception>
    public TileBatch(IReadOnlyList<Plane> planes, IReadOnlyList<IntensityScale> scales)
    {
        if (planes.Count == 0 || planes.Count != scales.Count)
        {
            throw new ArgumentException(
                $"A batch has {planes.Count} planes and {scales.Count} scales.", nameof(planes));
        }

        var first = planes[0];
        if (first.Height % first.Width != 0 || planes.Any(p => p.Width != first.Width || p.Height != first.Height))
            throw new ArgumentException("The planes of a batch are not stacks of square tiles.", nameof(planes));
        ByteCount = planes.Sum(p => p.Buffer.Length);
        if (ByteCount > MaxBytes)
        {
            throw new ArgumentException($"A batch has {ByteCount} bytes of pixels, expected at most {MaxBytes}.",
                nameof(planes));
        }

        (Planes, Scales) = (planes, scales);
    }

    /// <summary>One stack of tiles a channel.</summary>
    public IReadOnlyList<Plane> Planes { get; }

    /// <summary>The dark and the bright end of each channel.</summary>
    public IReadOnlyList<IntensityScale> Scales { get; }

    /// <summary>Side of the tiles, in pixels.</summary>
    public int TileSizePixels => Planes[0].Width;

    public int TileCount => Planes[0].Height / Planes[0].Width;

    /// <summary>Bytes of pixels.</summary>
    public int ByteCount { get; }

    /// <summary>The batch as a site whose tiles lie one below the other.</summary>
    public SiteTiles AsSite() =>
        new(Planes, Scales, TileGrid.Create(Planes[0].Width, Planes[0].Height, TileSizePixels));

    public void Dispose()
    {
        foreach (var plane in Planes)
            plane.Dispose();
    }
}
