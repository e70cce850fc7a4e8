using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// A plate of a simulated screen: its wells and what it does to their images.
/// </summary>
internal sealed class SimulatedPlate
{
    private readonly SimulatedScreenOptions _options;
    private readonly SimulatedWell[] _wells;

    public SimulatedPlate(
        SimulatedScreenOptions options, int plateIndex, PlateId id, int channelCount,
        IReadOnlyList<(SimulatedCompound Compound, double DoseMicromolar)> treatments,
        SimulatedCompound positiveControl)
    {
        _options = options;
        Index = plateIndex;
        Id = id;
        Conditions = new PlateConditions(options, plateIndex, channelCount);
        var layout = PlateLayout.Make(options.Seed, plateIndex, options.PlateFormat, treatments.Count);
        _wells = new SimulatedWell[layout.Length];
        for (var i = 0; i < layout.Length; i++)
        {
            var plain = MakePlainWell(i, channelCount);
            _wells[i] = layout[i] switch
            {
                PlateLayout.NegativeControl => plain,
                PlateLayout.PositiveControl => Treat(plain, positiveControl, 10) with
                {
                    Role = ControlRole.PositiveControl,
                },
                var t => Treat(plain, treatments[t].Compound, treatments[t].DoseMicromolar),
            };
        }
    }

    public int Index { get; }

    public PlateId Id { get; }

    public PlateConditions Conditions { get; }

    /// <summary>Every well, row by row.</summary>
    public IReadOnlyList<SimulatedWell> Wells => _wells;

    public SimulatedWell this[WellAddress well] => _wells[WellIndexOf(well)];

    /// <summary>Places the cells of a site.</summary>
    public SimulatedSite PlanSite(WellAddress well, int siteNumber) =>
        new SitePlanner(_options).Plan(Index, WellIndexOf(well), new SiteAddress(Id, well, siteNumber), this[well]);

    /// <summary>The key of a site's random details.</summary>
    public ulong SiteKeyOf(WellAddress well, int siteNumber) =>
        new SeededRandom(_options.Seed, Purpose.Site, Index, WellIndexOf(well), siteNumber, 1).NextBits();

    private int WellIndexOf(WellAddress well) =>
        _options.PlateFormat.Contains(well)
            ? (well.RowIndex * _options.PlateFormat.ColumnCount) + well.ColumnIndex
            : throw new ArgumentException(
                $"Well {well} lies outside plate {Id} of {_options.PlateFormat}.", nameof(well));

    private SimulatedWell Treat(SimulatedWell well, SimulatedCompound compound, double dose)
    {
        var strength = _options.EffectSize * compound.StrengthAt(dose);
        return well with
        {
            Role = ControlRole.Treatment,
            Compound = compound,
            DoseMicromolar = dose,
            Strength = strength,
            Phenotype = compound.Full.AtStrength(strength),
        };
    }

    private SimulatedWell MakePlainWell(int wellIndex, int channelCount)
    {
        var format = _options.PlateFormat;
        var well = new WellAddress(wellIndex / format.ColumnCount, wellIndex % format.ColumnCount);
        var random = new SeededRandom(_options.Seed, Purpose.Well, Index, wellIndex);
        var density = random.NextFactor(0.09 * _options.Variation);
        var stains = new double[channelCount];
        var intensities = new double[channelCount];
        for (var c = 0; c < channelCount; c++)
        {
            stains[c] = random.NextFactor(0.03 * _options.Variation);
            intensities[c] = Conditions.IntensityFactorOf(well, c);
        }

        return new SimulatedWell
        {
            Plate = Id,
            Well = well,
            Role = ControlRole.NegativeControl,
            DensityFactor = density,
            StainFactors = stains,
            EdgeDistance = Conditions.EdgeDistanceOf(well),
            AcquisitionNumber = Conditions.AcquisitionNumberOf(well),
            PlateCountFactor = Conditions.CountFactorOf(well),
            PlateIntensityFactors = intensities,
        };
    }
}
