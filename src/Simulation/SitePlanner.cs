using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// Places a site's cells.
/// </summary>
/// <remarks>
/// Cells are thrown in one after the other; a place where the nucleus would come too near to another is thrown again,
/// at most <see cref="MaxThrows"/> times, then the cell is left out. So a crowded site has fewer cells than asked for.
/// </remarks>
internal sealed class SitePlanner(SimulatedScreenOptions options)
{
    /// <summary>Throws for one cell.</summary>
    public const int MaxThrows = 40;

    /// <summary>How far outside the image a cell may lie, in pixels.</summary>
    public const int Margin = 14;

    private const double NucleusRadius = 9.2;
    private const double CellRadius = 27;
    private const double NaturalMitoticShare = 0.03;

    public SimulatedSite Plan(int plateIndex, int wellIndex, SiteAddress address, SimulatedWell well)
    {
        var random = new SeededRandom(options.Seed, Purpose.Site, plateIndex, wellIndex, address.SiteNumber);
        var area = (options.ImageWidth + (2.0 * Margin)) * (options.ImageHeight + (2.0 * Margin));
        var mean = options.CellsPerMegapixel * area * 1e-6
            * well.Phenotype[Trait.CellCount] * well.DensityFactor * well.PlateCountFactor;
        var wanted = (int)Math.Floor(mean + (0.5 * options.Variation * Math.Sqrt(mean) * random.NextNormal()) + 0.5);
        var defocus = options.PlateEffect * 0.35 * Math.Abs(random.NextNormal());
        var cells = new List<SimulatedCell>(Math.Max(0, wanted));
        var inside = 0;
        for (var i = 0; i < wanted; i++)
        {
            var own = new SeededRandom(options.Seed, Purpose.Cell, plateIndex, wellIndex, address.SiteNumber, i);
            var cell = MakeCell(ref own, well, i);
            if (!TryPlace(ref own, cells, cell, out var x, out var y))
                continue;
            cells.Add(cell with { X = x, Y = y });
            if (x >= -0.5 && y >= -0.5 && x < options.ImageWidth - 0.5 && y < options.ImageHeight - 0.5)
                inside++;
        }

        return new SimulatedSite { Address = address, Cells = cells, CellCount = inside, DefocusSigma = defocus };
    }

    private bool TryPlace(
        ref SeededRandom random, List<SimulatedCell> cells, SimulatedCell cell, out double x, out double y)
    {
        for (var attempt = 0; attempt < MaxThrows; attempt++)
        {
            x = random.NextDouble(-Margin, options.ImageWidth + Margin);
            y = random.NextDouble(-Margin, options.ImageHeight + Margin);
            // The first throws keep whole cells apart, the last ones only nuclei.
            var wish = 0.85 * (1 - ((double)attempt / MaxThrows));
            var free = true;
            foreach (var other in cells)
            {
                var (dx, dy) = (x - other.X, y - other.Y);
                var distance = Math.Max(
                    1.25 * (cell.NucleusRadius + other.NucleusRadius), wish * (cell.Radius + other.Radius));
                if ((dx * dx) + (dy * dy) < distance * distance)
                {
                    free = false;
                    break;
                }
            }

            if (free)
                return true;
        }

        (x, y) = (0, 0);
        return false;
    }

    private SimulatedCell MakeCell(ref SeededRandom random, SimulatedWell well, int index)
    {
        var variation = options.Variation;
        var response = Math.Clamp(1 + (0.22 * variation * random.NextNormal()), 0.2, 1.8);
        var phenotype = well.Compound is null
            ? well.Phenotype
            : well.Compound.Full.AtStrength(well.Strength * response);
        // Of the growing cells most have one set of chromosomes, some two, some are between.
        var phase = random.NextDouble();
        var dna = phase < 0.55 ? 1 : phase < 0.75 ? 1 + ((phase - 0.55) / 0.2) : 2;
        var nucleusRadius = NucleusRadius * phenotype[Trait.NucleusSize]
            * (1 + (0.12 * (dna - 1))) * random.NextFactor(0.06 * variation);
        var nucleusElongation = (1.12 + (0.16 * Math.Abs(random.NextNormal()))) * phenotype[Trait.NucleusElongation];
        var brightness = phenotype[Trait.NucleusBrightness]
            * (1 + (0.3 * (dna - 1))) * random.NextFactor(0.1 * variation);
        var radius = CellRadius * phenotype[Trait.CellSize] * random.NextFactor(0.12 * variation);
        var elongation = Math.Clamp(
            (1.15 + (0.25 * Math.Abs(random.NextNormal()))) * phenotype[Trait.CellElongation], 1, 4.5);
        var angle = random.NextDouble(0, 2 * Math.PI);
        var pieces = 1;
        var state = StateOf(random.NextDouble(), phenotype);
        if (state == CellState.Fragmented)
        {
            pieces = 2 + random.NextInt32(4);
            nucleusRadius *= 1.1;
        }
        else if (state == CellState.Mitotic)
        {
            nucleusRadius *= 0.66;
            nucleusElongation = random.NextDouble(1.1, 2.2);
            brightness *= 1.8;
            radius *= 0.62;
            elongation = 1.08;
        }

        return new SimulatedCell
        {
            X = 0,
            Y = 0,
            State = state,
            NucleusRadius = nucleusRadius,
            NucleusElongation = nucleusElongation,
            NucleusAngle = elongation > 1.6 ? angle : random.NextDouble(0, Math.PI),
            NucleusPieceCount = pieces,
            NucleusBrightness = brightness,
            Radius = Math.Max(radius, nucleusRadius * 1.25),
            Elongation = elongation,
            Angle = angle,
            Phenotype = phenotype,
            StainFactor = random.NextFactor(0.12 * variation),
            Index = index,
        };
    }

    private static CellState StateOf(double draw, Phenotype phenotype)
    {
        var mitotic = NaturalMitoticShare + phenotype[Trait.MitoticShare];
        if (draw < mitotic)
            return CellState.Mitotic;
        return draw < mitotic + phenotype[Trait.FragmentedShare] ? CellState.Fragmented : CellState.Interphase;
    }
}
