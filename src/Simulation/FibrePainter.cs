namespace HcsGrid.Simulation;

/// <summary>
/// Paints the fibre channel: a diffuse pool, and filaments that leave the nucleus' surroundings, wander to the cell's
/// border and may lie together in bundles.
/// </summary>
internal static class FibrePainter
{
    private const float HazeLight = 170;
    private const float FilamentLight = 250;
    private const double FilamentCount = 88;
    private const int MaxFilaments = 400;
    private const int MaxBundles = 7;

    /// <summary>Paints the part that is in no filament; all cells' before any filament.</summary>
    public static void PaintHaze(Canvas canvas, CellShape shape, Textures textures, ulong siteKey)
    {
        var cell = shape.Cell;
        var random = new SeededRandom(siteKey, Purpose.FibreDetail, cell.Index);
        var rounded = cell.State == CellState.Mitotic ? 1.6 : 1;
        var light = (float)(HazeLight * cell.StainFactor * cell.Phenotype[Trait.FibreHaze] * rounded);
        CytoplasmPainter.PaintBody(canvas, shape, textures, ref random, light, 0.7f, 0.8f);
    }

    public static void PaintFilaments(Canvas canvas, CellShape shape, ulong siteKey)
    {
        var cell = shape.Cell;
        var phenotype = cell.Phenotype;
        var random = new SeededRandom(siteKey, Purpose.FibreDetail, cell.Index, 1);
        var bundling = phenotype[Trait.FibreBundling];
        Span<int> bundles = stackalloc int[MaxBundles];
        foreach (ref var bundle in bundles)
            bundle = random.NextInt32(Outline.DirectionCount);
        var bundleCount = 3 + random.NextInt32(MaxBundles - 2);
        var count = (FilamentCount * phenotype[Trait.FibreCount]) + random.NextDouble();
        var light = (float)(FilamentLight * cell.StainFactor * phenotype[Trait.FibreBrightness]);
        var length = 1.5 * cell.Radius * phenotype[Trait.FibreLength];
        if (cell.State == CellState.Mitotic)
            length *= 0.6;
        for (var i = 0; i < Math.Min(MaxFilaments, (int)count); i++)
        {
            var bundled = random.NextDouble() < bundling;
            var direction = bundled
                ? bundles[i % bundleCount] + (int)Math.Floor(1.6 * random.NextNormal())
                : random.NextInt32(Outline.DirectionCount);
            PaintFilament(
                canvas, shape, ref random, direction & (Outline.DirectionCount - 1), bundled,
                length * random.NextDouble(0.6, 1.2), light * (float)random.NextDouble(0.5, 1.3));
        }
    }

    private static void PaintFilament(
        Canvas canvas, CellShape shape, ref SeededRandom random, int direction, bool bundled, double length,
        float light)
    {
        var cell = shape.Cell;
        var body = shape.Body;
        var start = bundled ? random.NextDouble(0.32, 0.42) : random.NextDouble(0.2, 0.62);
        var (x, y) = body.PointAt(direction, (float)start);
        var distance = Math.Max(1e-3, Math.Sqrt((x * x) + (y * y)));
        // Off the radius, so that filaments cross; bundles lie more along the nucleus' border.
        var offRadius = bundled ? 0.9 : 0.95 * random.NextNormal();
        var (sin, cos) = PortableMath.SinCos(offRadius);
        var dx = (float)(((x * cos) - (y * sin)) / distance);
        var dy = (float)(((x * sin) + (y * cos)) / distance);
        var bend = (float)((bundled ? -0.035 : 0) + (0.045 * random.NextNormal()));
        var wander = bundled ? 0.02f : 0.07f;
        var steps = (int)length;
        for (var step = 0; step < steps; step++)
        {
            var place = body.PlaceOf(x, y);
            if (place > 0.96f)
                return;
            canvas.Splat((float)cell.X + x, (float)cell.Y + y, light * (1 - (0.55f * place)));
            var turn = bend + (wander * (float)random.NextNormal());
            // A small turn, kept to unit length to first order.
            (dx, dy) = (dx - (turn * dy), dy + (turn * dx));
            var norm = 1.5f - (0.5f * ((dx * dx) + (dy * dy)));
            (dx, dy) = (dx * norm, dy * norm);
            (x, y) = (x + dx, y + dy);
        }
    }
}
