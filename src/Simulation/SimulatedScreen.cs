using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Simulation;

/// <summary>
/// A made-up screen whose truth is known: plates of cells under compounds of known mechanism and dose.
/// </summary>
/// <remarks>
/// <para>Everything follows from the options: the same options give the same bytes, whatever is asked for first, by
/// however many threads. Every random number comes from a stream keyed by seed, plate, well, site and purpose, so more
/// plates or sites leave those that were there as they are.</para>
/// <para>Every member may be called from any thread. Nothing grows with the number of plates but the tables.</para>
/// </remarks>
public sealed class SimulatedScreen
{
    private readonly List<(SimulatedCompound Compound, double DoseMicromolar)> _treatments = [];
    private readonly List<PlateId> _plates;
    private readonly Textures _textures;

    /// <summary>Takes the options.</summary>
    /// <exception cref="InvalidOperationException">An option is out of range.</exception>
    public SimulatedScreen(SimulatedScreenOptions options)
    {
        options.Validate();
        Options = options;
        _textures = new Textures(options.Seed);
        _plates =
        [
            .. from number in Enumerable.Range(1, options.PlateCount)
               select new PlateId($"{options.BarcodePrefix}{number:0000}"),
        ];
        Compounds =
        [
            .. from mechanism in Enumerable.Range(0, options.MoaCount)
               from compound in Enumerable.Range(0, options.CompoundsPerMoa)
               select SimulatedCompound.Make(options.Seed, mechanism, compound),
        ];
        foreach (var compound in Compounds)
        {
            foreach (var dose in options.DosesMicromolar)
                _treatments.Add((compound, dose));
        }
    }

    public SimulatedScreenOptions Options { get; }

    /// <summary>The plates, in order.</summary>
    public IReadOnlyList<PlateId> Plates => _plates;

    /// <summary>The channels: <c>DNA</c> (nucleus), <c>Cyto</c> (cytoplasm), <c>Fibre</c> (filaments).</summary>
    public IReadOnlyList<Channel> Channels { get; } = [new("DNA"), new("Cyto"), new("Fibre")];

    /// <summary>The compounds under test; the positive control is not among them.</summary>
    public IReadOnlyList<SimulatedCompound> Compounds { get; }

    /// <summary>The compound of the positive control wells, at 10 µM.</summary>
    public SimulatedCompound PositiveControl { get; } = SimulatedCompound.MakePositiveControl();

    /// <summary>What every well of a plate holds.</summary>
    /// <exception cref="ArgumentException">The screen has no such plate.</exception>
    public PlateMap PlateMapOf(PlateId plate) => new(
        Options.PlateFormat,
        MakePlate(plate).Wells.Select(w => KeyValuePair.Create(
            w.Well, new PlateMapEntry(w.Role, PerturbationOf(w)))));

    /// <summary>The truth about a well.</summary>
    /// <exception cref="ArgumentException">The screen has no such well.</exception>
    public SimulatedWell WellOf(PlateId plate, WellAddress well) => MakePlate(plate)[well];

    /// <summary>The truth about a site.</summary>
    /// <exception cref="ArgumentException">The screen has no such site.</exception>
    public SimulatedSite SiteOf(SiteAddress site) =>
        MakePlate(Checked(site).Plate).PlanSite(site.Well, site.SiteNumber);

    /// <summary>The light over every image of a plate and channel.</summary>
    /// <exception cref="ArgumentException">The screen has no such plate or channel.</exception>
    public IlluminationField IlluminationOf(PlateId plate, Channel channel) =>
        MakePlate(plate).Conditions.IlluminationOf(IndexOf(channel));

    /// <summary>Draws one image: pixels row by row, 0 to 4095.</summary>
    /// <exception cref="ArgumentException">The screen has no such site or channel.</exception>
    public ushort[] RenderSite(SiteAddress site, Channel channel)
    {
        var pixels = new ushort[Options.ImageWidth * Options.ImageHeight];
        RenderSite(site, channel, pixels);
        return pixels;
    }

    /// <summary>Draws one image into a span of exactly its pixels.</summary>
    /// <exception cref="ArgumentException">
    /// The screen has no such site or channel, or the span's length is wrong.
    /// </exception>
    public void RenderSite(SiteAddress site, Channel channel, Span<ushort> pixels)
    {
        var expected = Options.ImageWidth * Options.ImageHeight;
        if (pixels.Length != expected)
        {
            throw new ArgumentException(
                $"The span has {pixels.Length} pixels; the image has {expected}.", nameof(pixels));
        }


        var plate = MakePlate(Checked(site).Plate);
        var plan = plate.PlanSite(site.Well, site.SiteNumber);
        MakeRenderer().Render(plate, plan, IndexOf(channel)).CopyTo(pixels);
    }

    /// <summary>Where <see cref="WriteAsync"/> puts an image: <c>images/P/P_A01_s1_DNA.tif</c>.</summary>
    public static BlobKey ImageKeyOf(SiteAddress site, Channel channel) =>
        new($"images/{site.Plate}/{site.Plate}_{site.Well}_s{site.SiteNumber}_{channel}.tif");

    /// <summary>
    /// Writes plate maps, truth and every image into a store; see docs/simulation.md for the files.
    /// </summary>
    /// <remarks>May be repeated and interrupted: what is there is written again with the same bytes.</remarks>
    /// <param name="store">Where to.</param>
    /// <param name="sitesDone">Told the number of sites written so far, after each.</param>
    /// <param name="workerCount">Sites drawn at once, from 1; the bytes do not depend on it.</param>
    /// <param name="cancellationToken">Ends the work after the sites at hand.</param>
    public Task WriteAsync(
        IBlobStore store, IProgress<int>? sitesDone, int workerCount, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workerCount, 1);
        return new ScreenWriter(this, store).WriteAsync(sitesDone, workerCount, cancellationToken);
    }

    internal SimulatedPlate MakePlate(PlateId id)
    {
        var index = _plates.IndexOf(id);
        if (index < 0)
        {
            throw new ArgumentException(
                $"The simulated screen has no plate {id}: it has {Plates[0]} to {Plates[^1]}.", nameof(id));
        }


        return new SimulatedPlate(Options, index, id, Channels.Count, _treatments, PositiveControl);
    }

    internal SiteRenderer MakeRenderer() => new(Options, _textures);

    private static Perturbation PerturbationOf(SimulatedWell well) => well.Compound is { } compound
        ? new Perturbation(
            compound.Name, well.DoseMicromolar, "uM", compound.Identifier, new Moa(compound.Moa))
        : new Perturbation(ScreenTables.Solvent, Identifier: ScreenTables.Solvent);

    private int IndexOf(Channel channel)
    {
        for (var i = 0; i < Channels.Count; i++)
        {
            if (Channels[i] == channel)
                return i;
        }

        throw new ArgumentException(
            $"The simulated screen has no channel {channel}: it has {string.Join(", ", Channels)}.", nameof(channel));
    }

    private SiteAddress Checked(SiteAddress site) =>
        site.SiteNumber >= 1 && site.SiteNumber <= Options.SitesPerWell
            ? site
            : throw new ArgumentException(
                $"There is no site {site.SiteNumber}: wells have {Options.SitesPerWell} (SitesPerWell).", nameof(site));
}
