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
/// <c>Image_Correlation_Correlation_&lt;a&gt;_&lt;b&gt;</c>. Intensities are as stored, unscaled.
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

    private readonly int _channelCount;

    public FeatureLayout(ModelCard card, IReadOnlyList<Channel> channels)
        : this(channels, EmbeddingNames(card, channels))
    {
    }

    private FeatureLayout(IReadOnlyList<Channel> channels, IEnumerable<string> names)
    {
        _channelCount = channels.Count;
        Names =
        [
            .. names,
            .. channels.SelectMany(channel => Statistics.Select(s => $"Image_{s.Name}_{channel}")),
            .. ChannelPairs(channels.Count).Select(
                p => $"Image_Correlation_Correlation_{channels[p.First]}_{channels[p.Second]}"),
        ];
    }

    /// <summary>The columns of a job: those of particles in place of the embedding where its model detects them.
    /// </summary>
    public static FeatureLayout Of(ModelCard card, ScreenJob job)
    {
        Channel[] channels = [.. job.Channels.Select(c => new Channel(c.Name))];
        if (job.Detection is not { } detection)
            return new FeatureLayout(card, channels);
        var particles = new ParticleFeatures(detection.Groups);
        return new FeatureLayout(channels, particles.Names) { Particles = particles };
    }

    private static IEnumerable<string> EmbeddingNames(ModelCard card, IReadOnlyList<Channel> channels)
    {
        var width = card.RequireEmbedding().Width;
        IEnumerable<string> embedded = card.Input.Channels.EachAlone ? channels.Select(c => c.Name) : ["all"];
        return embedded.SelectMany(channel => Enumerable.Range(0, width).Select(i => $"{card.Name}_{channel}_{i}"));
    }

    /// <summary>The columns of particles, which then come first; null where they are the embedding's.</summary>
    public ParticleFeatures? Particles { get; private init; }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count => Names.Count;

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
    /// <returns>One number a column.</returns>
    public double[] SiteProfile(
        SiteEmbeddings embeddings, IReadOnlyList<PlaneStatistics> statistics, IReadOnlyList<double> correlations)
    {
        var profile = new double[Count];
        var embeddedLength = embeddings.ChannelCount * embeddings.Width;
        for (var tile = 0; tile < embeddings.TileCount; tile++)
        {
            var values = embeddings.Values.AsSpan(tile * embeddedLength, embeddedLength);
            for (var i = 0; i < values.Length; i++)
                profile[i] += values[i];
        }

        for (var i = 0; i < embeddedLength; i++)
            profile[i] /= embeddings.TileCount;
        PutStatistics(profile.AsSpan(embeddedLength), statistics, correlations);
        return profile;
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
}
