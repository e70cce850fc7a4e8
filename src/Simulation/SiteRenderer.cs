using System.Diagnostics;

namespace HcsGrid.Simulation;

/// <summary>
/// Draws a site's images; the one place where light, optics and camera follow each other.
/// </summary>
/// <remarks>
/// Not for several threads at once: it holds the canvas and the pixels. What it draws does not depend on what it drew
/// before.
/// </remarks>
internal sealed class SiteRenderer(SimulatedScreenOptions options, Textures textures)
{
    /// <summary>Blur of the optics in focus, as a standard deviation in pixels.</summary>
    public const double OpticsSigma = 0.8;

    private readonly Canvas _canvas = new(options.ImageWidth, options.ImageHeight);
    private readonly ushort[] _pixels = new ushort[options.ImageWidth * options.ImageHeight];

    /// <summary>Draws one channel.</summary>
    /// <param name="plate">The site's plate.</param>
    /// <param name="site">The cells.</param>
    /// <param name="channelIndex">0 DNA, 1 cytoplasm, 2 fibres.</param>
    /// <returns>The pixels row by row; valid until the next image is drawn.</returns>
    public ReadOnlySpan<ushort> Render(SimulatedPlate plate, SimulatedSite site, int channelIndex)
    {
        var (address, well) = (site.Address, plate[site.Address.Well]);
        var siteKey = plate.SiteKeyOf(address.Well, address.SiteNumber);
        _canvas.Clear();
        var shapes = new CellShape[site.Cells.Count];
        for (var i = 0; i < shapes.Length; i++)
            shapes[i] = new CellShape(siteKey, site.Cells[i]);
        Paint(shapes, siteKey, channelIndex);
        var sigma = Math.Sqrt((OpticsSigma * OpticsSigma) + (site.DefocusSigma * site.DefocusSigma));
        new Blur(_canvas, sigma).Apply();
        Camera.Expose(
            _canvas,
            well.StainFactors[channelIndex] * well.PlateIntensityFactors[channelIndex],
            plate.Conditions.BackgroundOf(channelIndex),
            plate.Conditions.IlluminationOf(channelIndex),
            options.NoiseLevel,
            new SeededRandom(siteKey, Purpose.CameraNoise, channelIndex),
            _pixels);
        return _pixels;
    }

    private void Paint(CellShape[] shapes, ulong siteKey, int channelIndex)
    {
        switch (channelIndex)
        {
            case 0:
                foreach (var shape in shapes)
                    NucleusPainter.Paint(_canvas, shape, textures, siteKey);
                break;
            case 1:
                foreach (var shape in shapes)
                    CytoplasmPainter.Paint(_canvas, shape, textures, siteKey);
                break;
            case 2:
                foreach (var shape in shapes)
                    FibrePainter.PaintHaze(_canvas, shape, textures, siteKey);
                foreach (var shape in shapes)
                    FibrePainter.PaintFilaments(_canvas, shape, siteKey);
                break;
            default:
                throw new UnreachableException($"There is no channel {channelIndex}.");
        }
    }
}
