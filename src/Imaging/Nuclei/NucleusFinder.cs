using System.Runtime.InteropServices;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Finds nuclei in the plane of a nuclear stain: smoothing, background, one threshold, holes, touching nuclei, size.
/// </summary>
/// <remarks>
/// <para>The classic way of CellProfiler's IdentifyPrimaryObjects. Pixels are smoothed (<see cref="PlaneSmoothing"/>),
/// the background is taken off block by block (<see cref="LocalBackground"/>), what is above the threshold of minimum
/// cross-entropy and above the background's noise is foreground (<see cref="NucleusThreshold"/>), each blob of it ends
/// at half its own brightness (<see cref="BlobBorders"/>), holes are filled (<see cref="SmallHoles"/>), touching nuclei
/// are parted at their necks (<see cref="TouchingNuclei"/>), and what is too small or too large goes. Nuclei at the
/// image's border are found too.</para>
/// <para>Whole numbers, and of real ones only what IEEE 754 rounds exactly: the same plane gives the same nuclei on
/// every machine. Time goes with the pixels. Memory is the pool's: 12 bytes a pixel while it works. Safe for many
/// planes at once.</para>
/// </remarks>
public sealed class NucleusFinder
{
    /// <summary>The largest plane: 2^28 pixels, for which the work takes 3 GiB.</summary>
    public const int MaxPixelCount = 1 << 28;

    /// <summary>The largest hole that is filled, as a share of the smallest nucleus: a nucleolus, not the gap between
    /// nuclei that touch.</summary>
    private const double HoleShare = 0.5;

    private readonly NucleusFinderOptions _options;
    private readonly PixelPool _pool;

    /// <exception cref="InvalidOperationException">An option is out of bounds.</exception>
    public NucleusFinder(NucleusFinderOptions options, PixelPool pool)
    {
        options.Validate();
        (_options, _pool) = (options, pool);
    }

    /// <summary>Finds the nuclei of a plane.</summary>
    /// <returns>Row by row from the top: by the row of the pixel that holds the centre, then by column.</returns>
    /// <exception cref="ScreenDataException">The plane has more than <see cref="MaxPixelCount"/> pixels, or the pool's
    /// bound is reached.</exception>
    public IReadOnlyList<Nucleus> Find(Plane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        var (width, height, count) = (plane.Width, plane.Height, plane.PixelCount);
        if (count > MaxPixelCount)
        {
            throw new ScreenDataException(
                $"The image has {count} pixels; nuclei are found in images of at most {MaxPixelCount}", Place.Unknown);
        }

        using var first = _pool.Rent(count * sizeof(ushort));
        using var second = _pool.Rent(count * sizeof(ushort));
        using var third = _pool.Rent(count * sizeof(int));
        using var fourth = _pool.Rent(count * sizeof(int));
        var pixels = MemoryMarshal.Cast<byte, ushort>(first.Bytes);
        var spare = MemoryMarshal.Cast<byte, ushort>(second.Bytes);
        var labels = MemoryMarshal.Cast<byte, int>(third.Bytes);
        var queue = MemoryMarshal.Cast<byte, int>(fourth.Bytes);

        PlaneSmoothing.Smooth(plane, RadiusOf(_options.MinimumDiameterPixels), pixels, spare);
        LocalBackground.Subtract(pixels, width, height, _options.MaximumDiameterPixels);
        var threshold = NucleusThreshold.Of(pixels);
        BlobBorders.Mask(pixels, width, height, threshold, labels, queue);
        SmallHoles.Fill(pixels, width, height, HoleShare * AreaOf(_options.MinimumDiameterPixels), labels, queue);
        DistanceLevels.Measure(pixels, width, height, spare);
        var nuclei = new TouchingNuclei(width, height, _options.MinimumDiameterPixels).Part(pixels, labels, queue);
        var (least, most) = (AreaOf(_options.MinimumDiameterPixels), AreaOf(_options.MaximumDiameterPixels));
        return
        [
            .. nuclei.Where(n => n.AreaPixels >= least && n.AreaPixels <= most)
                .OrderBy(n => Math.Round(n.Y)).ThenBy(n => n.X).ThenBy(n => n.Y),
        ];
    }

    /// <summary>How far pixels are smoothed: a tenth of the smallest nucleus's diameter, a pixel at least.</summary>
    private static int RadiusOf(double diameter) => Math.Max(1, (int)Math.Round(diameter / 10));

    private static double AreaOf(double diameter) => Math.PI / 4 * diameter * diameter;
}
