using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// Finds the gold particles of a micrograph of any size, by a model that gives a centre map and a diameter map.
/// </summary>
/// <remarks>
/// <para>The image is brought to the model's pixel size where its own is known, mirrored at its borders by the model's
/// halo, and cut into tiles that overlap by twice the halo: every cell of the maps comes from one tile that saw all
/// that the cell depends on, so the particles are the same wherever the tiles begin.</para>
/// <para>Tiles go through an <see cref="ITileEmbedder"/>, here or elsewhere, some rows of tiles at once: beside the
/// image and those rows, memory holds two numbers for each cell of the maps. Safe for many images at once.</para>
/// </remarks>
public sealed class ParticleDetector
{
    /// <summary>Times a particle's diameter: nearer to the image's border its centre is not told. There the mirrored
    /// image makes round spots of whatever touches the border.</summary>
    private const double InsideShare = 0.25;

    private readonly ITileEmbedder _embedder;
    private readonly ModelCard _card;
    private readonly PixelPool _pool;
    private readonly ParticleDetectorOptions _options;

    /// <exception cref="ScreenDataException">The model detects no particles.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    public ParticleDetector(
        ITileEmbedder embedder, ModelCard card, PixelPool pool, ParticleDetectorOptions options)
    {
        options.Validate();
        _ = card.RequireDetection();
        (_embedder, _card, _pool, _options) = (embedder, card, pool, options);
    }

    /// <summary>The least value of a peak that is a particle.</summary>
    public double Threshold => _options.Threshold ?? _card.RequireDetection().Threshold;

    /// <summary>How many tiles an image takes.</summary>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="pixelSizeNm">Nanometres of a pixel; null where unknown.</param>
    public int TileCountOf(int width, int height, double? pixelSizeNm)
    {
        var (atModelWidth, atModelHeight) = Micrograph.SizeAt(ModelScale.Of(_card, pixelSizeNm), width, height);
        var frame = new TileFrame(_card, (int)atModelWidth, (int)atModelHeight);
        return frame.ColumnCount * frame.RowCount;
    }

    /// <summary>Finds the particles of an image.</summary>
    /// <param name="image">The image, 8 or 16 bits; it stays the caller's.</param>
    /// <param name="pixelSizeNm">Nanometres of a pixel; null where unknown: then the model runs at the image's own
    /// scale.</param>
    /// <returns>The particles, row by row from the top.</returns>
    /// <exception cref="ScreenDataException">At the model's pixel size the image would be too large, or the model
    /// failed.</exception>
    public async Task<IReadOnlyList<Particle>> DetectAsync(
        Plane image, double? pixelSizeNm, CancellationToken cancellationToken = default)
    {
        var scale = ModelScale.Of(_card, pixelSizeNm);
        using var atModelScale = Micrograph.Prepare(image, scale, _pool, _options.MaxPixels);
        var frame = new TileFrame(_card, atModelScale.Plane.Width, atModelScale.Plane.Height);
        var maps = new ParticleMaps(frame.CellColumnCount, frame.CellRowCount);
        var rowsAtOnce = Math.Max(1, _options.MaxTilesAtOnce / frame.ColumnCount);
        for (var row = 0; row < frame.RowCount; row += rowsAtOnce)
        {
            var rowCount = Math.Min(rowsAtOnce, frame.RowCount - row);
            using var band = frame.CutBand(atModelScale.Plane, row, rowCount, _pool);
            var grid = TileGrid.Create(band.Width, band.Height, frame.TileSize, frame.TileSize - frame.CoreSize);
            var outputs = await _embedder
                .EmbedAsync(new SiteTiles([band], [atModelScale.Scale], grid), cancellationToken).ConfigureAwait(false);
            frame.Stitch(outputs, row, maps);
        }

        var share = _card.RequireDetection().SuppressionShare;
        var peaks = PeakFinder.Find(maps, Threshold, frame.CellSize, scale)
            .Where(p => IsInside(p.XPixels, image.Width, p) && IsInside(p.YPixels, image.Height, p));
        return [.. NearPeaks.Suppress([.. peaks], share).OrderBy(p => p.YPixels).ThenBy(p => p.XPixels)];
    }

    /// <summary>Whether half a particle's radius or more lies between its centre and both borders of a line.</summary>
    private static bool IsInside(double position, int length, Particle particle) =>
        Math.Min(position + 0.5, length - 0.5 - position) >= InsideShare * particle.DiameterPixels;
}
