using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// The columns of a profile: the model's embedding, or what was found of particles; then plain statistics of each
/// channel, then the pairwise correlations of the channels.
/// </summary>
/// <remarks>
/// Columns: <c>&lt;model&gt;_&lt;channel&gt;_&lt;index&gt;</c> (<c>all</c> for the channel where a model takes them
/// together), and CellProfiler's names for what it measures too: <c>Image_Intensity_MeanIntensity_&lt;channel&gt;</c>,
/// <c>Image_Correlation_Correlation_&lt;a&gt;_&lt;b&gt;</c>. Intensities are as stored, unscaled. A model with a code
/// histogram has its shares, <c>&lt;model&gt;_&lt;channel&gt;_code&lt;index&gt;</c>, after all of these: they are no
/// features, and go into tables of their own. A job that cuts crops of cells has the numbers of cells at the features'
/// end: <c>Image_Count_Cells</c>, all cells of a site, and <c>Image_Count_Cells_Embedded</c>, those whose crop was
/// embedded.
/// </remarks>
public sealed class FeatureLayout
{
    private static readonly (string Name, Func<PlaneStatistics, double> Value)[] Statistics =
    [
        ("Intensity_MeanIntensity", s => s.Mean),
        ("Intensity_StdIntensity", s => s.StandardDeviation),
        ("Intensity_MinIntensity", s => s.Minimum),
        ("Intensity_MaxIntensity", s => s.Maximum),
        ("Intensity_MedianIntensity", s => s.Median),
        ("Intensity_MADIntensity", s => s.MedianAbsoluteDeviation),
        ("Intensity_LowerQuartileIntensity", s => s.LowerQuartile),
        ("Intensity_UpperQuartileIntensity", s => s.UpperQuartile),
        ("Intensity_Percentile1Intensity", s => s.Percentile1),
        ("Intensity_Percentile99Intensity", s => s.Percentile99),
        ("Intensity_Skewness", s => s.Skewness),
        ("ImageQuality_FocusScore", s => s.FocusScore),
        ("ImageQuality_PercentMaximal", s => s.PercentMaximal),
        ("ImageQuality_PercentSaturated", s => s.PercentSaturated),
    ];

    /// <summary>The column of the number of cells of a site.</summary>
    public const string CellCount = "Image_Count_Cells";

    /// <summary>The column of the number of cells of a site whose crop was embedded.</summary>
    public const string EmbeddedCellCount = "Image_Count_Cells_Embedded";

    private static readonly string[] CellNames = [CellCount, EmbeddedCellCount];

    /// <summary>How far the shares of a code histogram may be from 1 in sum: they are single precision.</summary>
    private const double MaxShareError = 1e-3;

    private readonly int _channelCount;
    private readonly int _embeddingWidth;
    private readonly int _embeddedLength;
    private readonly int _codeCount;
    private readonly string _model = "";

    /// <exception cref="ScreenDataException">The model gives no embedding, or takes another number of channels
    /// together.</exception>
    public FeatureLayout(ModelCard card, IReadOnlyList<Channel> channels, bool countsCells = false)
        : this(channels, EmbeddingNames(card, channels), countsCells ? CellNames : [])
    {
        _model = card.Name;
        CountsCells = countsCells;
        _embeddingWidth = card.RequireEmbedding().Width;
        _embeddedLength = _embeddingWidth * EmbeddedChannels(card, channels).Count();
        _codeCount = card.OutputOf(OutputMeaning.CodeHistogram)?.Width ?? 0;
        CodeNames =
        [
            .. EmbeddedChannels(card, channels).SelectMany(
                channel => Enumerable.Range(0, _codeCount).Select(i => $"{card.Name}_{channel}_code{i}")),
        ];
    }

    private FeatureLayout(IReadOnlyList<Channel> channels, IEnumerable<string> names, IEnumerable<string> last)
    {
        _channelCount = channels.Count;
        Names =
        [
            .. names,
            .. channels.SelectMany(channel => Statistics.Select(s => $"Image_{s.Name}_{channel}")),
            .. ChannelPairs(channels.Count).Select(
                p => $"Image_Correlation_Correlation_{channels[p.First]}_{channels[p.Second]}"),
            .. last,
        ];
        CodeNames = [];
    }

    /// <summary>The columns of a job: those of particles in place of the embedding where its model detects them.
    /// </summary>
    public static FeatureLayout Of(ModelCard card, ScreenJob job)
    {
        Channel[] channels = [.. job.Channels.Select(c => new Channel(c.Name))];
        if (job.Detection is not { } detection)
            return new FeatureLayout(card, channels, job.Tiles.Cells is not null);
        var particles = new ParticleFeatures(detection.Groups);
        return new FeatureLayout(channels, particles.Names, []) { Particles = particles };
    }

    private static IEnumerable<string> EmbeddingNames(ModelCard card, IReadOnlyList<Channel> channels)
    {
        var width = card.RequireEmbedding().Width;
        if (!card.Input.Channels.EachAlone && card.Input.Channels.PlaneCount != channels.Count)
        {
            throw new ScreenDataException(
                $"The model {card.Name} takes {card.Input.Channels}, and {channels.Count} are named: " +
                $"{string.Join(", ", channels)}", new Place { Key = "channels" });
        }

        return EmbeddedChannels(card, channels)
            .SelectMany(channel => Enumerable.Range(0, width).Select(i => $"{card.Name}_{channel}_{i}"));
    }

    private static IEnumerable<string> EmbeddedChannels(ModelCard card, IReadOnlyList<Channel> channels) =>
        card.Input.Channels.EachAlone ? channels.Select(c => c.Name) : ["all"];

    /// <summary>The columns of particles, which then come first; null where they are the embedding's.</summary>
    public ParticleFeatures? Particles { get; private init; }

    /// <summary>True where the last features are the numbers of cells.</summary>
    public bool CountsCells { get; }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Features.</summary>
    public int Count => Names.Count;

    /// <summary>The names of the codes' shares, which stand after the features; none for a model without codes.
    /// </summary>
    public IReadOnlyList<string> CodeNames { get; }

    /// <summary>Numbers of a profile: the features and then the codes' shares.</summary>
    public int Length => Names.Count + CodeNames.Count;

    /// <summary>True for a number that the model makes of tiles: missing where a site has none.</summary>
    internal bool IsEmbedded(int index) => index < _embeddedLength || index >= Count;

    /// <summary>True for a number whose wells have the mean of their sites, whatever the job's aggregation.</summary>
    internal bool IsAlwaysMean(int index) => index >= Count - (CountsCells ? CellNames.Length : 0);

    /// <summary>The pairs of channels whose correlations are measured: each with every later one.</summary>
    public static IEnumerable<(int First, int Second)> ChannelPairs(int channelCount)
    {
        for (var first = 0; first < channelCount; first++)
        {
            for (var second = first + 1; second < channelCount; second++)
                yield return (first, second);
        }
    }

    /// <summary>Fills a site's profile.</summary>
    /// <param name="embeddings">The embeddings of the site's tiles; the profile has their mean, summed in tile
    /// order.</param>
    /// <param name="statistics">One per channel.</param>
    /// <param name="correlations">One per pair, in the order of <see cref="ChannelPairs"/>.</param>
    /// <param name="cells">The crops that the tiles are, where the features count cells; else null.</param>
    /// <returns>One number a feature, and then the mean share of each code. Without a tile, what the model would tell
    /// is NaN.</returns>
    /// <exception cref="ScreenDataException">The model's code histogram is none: its shares are negative, no numbers,
    /// or do not sum to 1.</exception>
    public double[] SiteProfile(
        SiteEmbeddings embeddings, IReadOnlyList<PlaneStatistics> statistics, IReadOnlyList<double> correlations,
        CellCrops? cells = null)
    {
        var profile = new double[Length];
        PutEmbedding(profile, embeddings);
        PutStatistics(profile.AsSpan(_embeddedLength), statistics, correlations);
        if (CountsCells)
        {
            profile[Count - 2] = cells!.CellCount;
            profile[Count - 1] = cells.Tiles.Count;
        }

        return profile;
    }

    private void PutEmbedding(double[] profile, SiteEmbeddings embeddings)
    {
        if (embeddings.TileCount == 0)
        {
            profile.AsSpan(0, _embeddedLength).Fill(double.NaN);
            profile.AsSpan(Count).Fill(double.NaN);
            return;
        }

        for (var tile = 0; tile < embeddings.TileCount; tile++)
        {
            for (var channel = 0; channel < embeddings.ChannelCount; channel++)
            {
                var values = embeddings.Of(tile, channel);
                Add(values[.._embeddingWidth], profile.AsSpan(channel * _embeddingWidth));
                Add(values[_embeddingWidth..], profile.AsSpan(Count + (channel * _codeCount)));
            }
        }

        for (var i = 0; i < _embeddedLength; i++)
            profile[i] /= embeddings.TileCount;
        for (var i = Count; i < profile.Length; i++)
            profile[i] /= embeddings.TileCount;
        CheckShares(profile.AsSpan(Count));
    }

    /// <summary>Fills the profile of a site whose particles were found.</summary>
    /// <returns>One number a column.</returns>
    /// <exception cref="InvalidOperationException">The columns are those of an embedding.</exception>
    public double[] SiteProfile(FoundImage found, IReadOnlyList<PlaneStatistics> statistics)
    {
        var particles = Particles ?? throw new InvalidOperationException("The layout has no particles.");
        var profile = new double[Count];
        particles.Measure([found]).CopyTo(profile, 0);
        PutStatistics(profile.AsSpan(particles.Names.Count), statistics, []);
        return profile;
    }

    private void PutStatistics(
        Span<double> profile, IReadOnlyList<PlaneStatistics> statistics, IReadOnlyList<double> correlations)
    {
        var position = 0;
        for (var channel = 0; channel < _channelCount; channel++)
        {
            foreach (var (_, value) in Statistics)
                profile[position++] = value(statistics[channel]);
        }

        foreach (var correlation in correlations)
            profile[position++] = correlation;
    }

    private static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        for (var i = 0; i < values.Length; i++)
            sums[i] += values[i];
    }

    private void CheckShares(ReadOnlySpan<double> shares)
    {
        for (var first = 0; first < shares.Length; first += _codeCount)
        {
            var (sum, least) = (0.0, 0.0);
            foreach (var share in shares.Slice(first, _codeCount))
                (sum, least) = (sum + share, Math.Min(least, share));
            if (!(Math.Abs(sum - 1) <= MaxShareError && least >= 0))
            {
                throw new ScreenDataException(
                    FormattableString.Invariant(
                        $"The code histogram of the model {_model} has shares that sum to {sum:0.######}, the least ")
                    + FormattableString.Invariant($"{least:0.######}; expected shares of 0 or more that sum to 1"),
                    Place.Unknown);
            }
        }
    }
}
