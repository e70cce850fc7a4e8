using System.Diagnostics;

namespace HcsGrid.Simulation;

/// <summary>
/// Draws a site's images; the one place where light, optics and camera follow each other.
/// </summary>
/// <remarks>Not for several threads at once: it holds the canvas. What it draws does not depend on what it drew before.</remarks>
internal sealed class SiteRenderer(SimulatedScreenOptions options, Textures textures)
{
    /// <summary>Blur of the optics in focus, as a standard deviation in pixels.</summary>
    public const double OpticsSigma = 0.8;

    private readonly Canvas _canvas = new(options.ImageWidth, options.ImageHeight);

    /// <summary>Draws one channel.</summary>
    /// <param name="site">The cells.</param>
    /// <param name="well">The well's stain and position.</param>
    /// <param name="plate">The plate's background and light.</param>
    /// <param name="siteKey">The key of every random detail of the site.</param>
    /// <param name="channelIndex">0 DNA, 1 cytoplasm, 2 fibres.</param>
    /// <param name="pixels">Where the pixels go, row by row.</param>
    public void Render(
        SimulatedSite site, SimulatedWell well, PlateConditions plate, ulong siteKey, int channelIndex,
        Span<ushort> pixels)
    {
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
            plate.BackgroundOf(channelIndex),
            plate.IlluminationOf(channelIndex),
            options.NoiseLevel,
            new SeededRandom(siteKey, Purpose.CameraNoise, channelIndex),
            pixels);
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
