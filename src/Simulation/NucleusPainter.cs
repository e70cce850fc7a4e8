namespace HcsGrid.Simulation;

/// <summary>
/// Paints the DNA channel: chromatin texture, dark nucleoli, condensed mitotic figures, fragments.
/// </summary>
internal static class NucleusPainter
{
    private const float Light = 820;
    private const int MaxNucleoli = 4;

    public static void Paint(Canvas canvas, CellShape shape, Textures textures, ulong siteKey)
    {
        var cell = shape.Cell;
        var random = new SeededRandom(siteKey, Purpose.NucleusDetail, cell.Index, 1);
        var (offsetX, offsetY) = (random.NextInt32(TexturePatch.Side), random.NextInt32(TexturePatch.Side));
        Span<Spot> nucleoli = stackalloc Spot[MaxNucleoli];
        nucleoli = nucleoli[..MakeNucleoli(nucleoli, cell, ref random)];
        var condensed = cell.State == CellState.Mitotic ? 1.6 : 1;
        var contrast = (float)(cell.Phenotype[Trait.ChromatinContrast] * condensed);
        var light = Light * (float)cell.NucleusBrightness;
        var nucleus = shape.Nucleus;
        var (left, top, right, bottom) = canvas.BoxAround(cell.X, cell.Y, nucleus.Reach);
        for (var y = top; y < bottom; y++)
        {
            var row = canvas.Row(y);
            var dy = y - (float)cell.Y;
            for (var x = left; x < right; x++)
            {
                var dx = x - (float)cell.X;
                var cover = nucleus.CoverAt(dx, dy, out var brightness, out var place);
                if (cover <= 0)
                    continue;
                var texture = (0.13f * textures.Coarse[x + offsetX, y + offsetY])
                    + (0.09f * textures.Fine[x + offsetX, y + offsetY]);
                var value = light * brightness * cover * (0.86f + (0.2f * (1 - (place * place))))
                    * Math.Max(0.15f, 1 + (contrast * texture));
                foreach (var spot in nucleoli)
                    value *= 1 - spot.At(dx, dy);
                row[x] = Math.Max(row[x], value);
            }
        }
    }

    private static int MakeNucleoli(Span<Spot> spots, SimulatedCell cell, ref SeededRandom random)
    {
        if (cell.State != CellState.Interphase)
            return 0;
        var count = 1 + random.NextInt32(MaxNucleoli);
        var depth = Math.Min(0.85, 0.38 * cell.Phenotype[Trait.NucleolusContrast]);
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = PortableMath.SinCos(random.NextDouble(0, 2 * Math.PI));
            var distance = cell.NucleusRadius * random.NextDouble(0.1, 0.55);
            spots[i] = new Spot(
                (float)(distance * cos), (float)(distance * sin),
                (float)(cell.NucleusRadius * random.NextDouble(0.2, 0.38)), (float)depth);
        }

        return count;
    }
}
