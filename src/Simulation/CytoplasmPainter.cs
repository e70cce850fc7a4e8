namespace HcsGrid.Simulation;

/// <summary>
/// Paints the cytoplasm channel: a body that is thickest around the nucleus, its texture, granules, and the marker's
/// share inside the nucleus.
/// </summary>
internal static class CytoplasmPainter
{
    private const float Light = 620;
    private const double NuclearRatio = 0.42;
    private const int NaturalGranuleCount = 5;
    private const int MaxExtraGranules = 26;

    public static void Paint(Canvas canvas, CellShape shape, Textures textures, ulong siteKey)
    {
        var cell = shape.Cell;
        var random = new SeededRandom(siteKey, Purpose.CytoplasmDetail, cell.Index);
        var rounded = cell.State == CellState.Mitotic ? 1.35 : 1;
        var light = (float)(Light * cell.StainFactor * cell.Phenotype[Trait.CytoplasmBrightness] * rounded);
        var nuclear = cell.State == CellState.Mitotic ? 0.9 : NuclearRatio * cell.Phenotype[Trait.NuclearRatio];
        PaintBody(
            canvas, shape, textures, ref random,
            light, (float)cell.Phenotype[Trait.CytoplasmTexture], (float)nuclear);
        PaintGranules(canvas, shape, ref random, light);
    }

    /// <summary>Paints the body; where cells overlap the brighter one shows.</summary>
    public static void PaintBody(
        Canvas canvas, CellShape shape, Textures textures, ref SeededRandom random,
        float light, float contrast, float nuclearRatio)
    {
        var cell = shape.Cell;
        var (offsetX, offsetY) = (random.NextInt32(TexturePatch.Side), random.NextInt32(TexturePatch.Side));
        var body = shape.Body;
        var nucleus = shape.Nucleus;
        var nearNucleus = nucleus.Reach * nucleus.Reach;
        var edge = body.Radius * 0.4f;
        var (left, top, right, bottom) = canvas.BoxAround(cell.X, cell.Y, body.Reach);
        for (var y = top; y < bottom; y++)
        {
            var row = canvas.Row(y);
            var dy = y - (float)cell.Y;
            for (var x = left; x < right; x++)
            {
                var dx = x - (float)cell.X;
                var place = body.PlaceOf(dx, dy);
                if (place >= 1)
                    continue;
                var height = 1 - (place * place);
                var value = light * Math.Min(1, (1 - place) * edge) * (0.22f + (0.78f * height * height));
                var texture = (0.17f * textures.Coarse[x + offsetX, y + offsetY])
                    + (0.1f * textures.Fine[x + offsetX, y + offsetY]);
                value *= Math.Max(0.1f, 1 + (contrast * texture));
                if ((dx * dx) + (dy * dy) < nearNucleus)
                    value *= 1 + (nucleus.CoverAt(dx, dy, out _, out _) * (nuclearRatio - 1));
                row[x] = Math.Max(row[x], value);
            }
        }
    }

    private static void PaintGranules(Canvas canvas, CellShape shape, ref SeededRandom random, float light)
    {
        var cell = shape.Cell;
        var load = cell.Phenotype[Trait.GranuleLoad];
        var count = NaturalGranuleCount + (int)Math.Floor((MaxExtraGranules * load) + random.NextDouble());
        for (var i = 0; i < count; i++)
        {
            var direction = random.NextInt32(Outline.DirectionCount);
            var (dx, dy) = shape.Body.PointAt(direction, (float)Math.Sqrt(random.NextDouble(0.08, 0.7)));
            var radius = (float)(random.NextDouble(1.6, 2.6) * (1 + (0.5 * load)));
            var height = (float)(light * random.NextDouble(0.15, 0.4) * (1 + (3.2 * load)));
            var hidden = shape.Nucleus.CoverAt(dx, dy, out _, out _);
            PaintSpot(
                canvas, new Spot((float)cell.X + dx, (float)cell.Y + dy, radius, height * (1 - (0.8f * hidden))));
        }
    }

    private static void PaintSpot(Canvas canvas, Spot spot)
    {
        var (left, top, right, bottom) = canvas.BoxAround(spot.X, spot.Y, spot.Radius);
        for (var y = top; y < bottom; y++)
        {
            var row = canvas.Row(y);
            for (var x = left; x < right; x++)
                row[x] += spot.At(x, y);
        }
    }
}
