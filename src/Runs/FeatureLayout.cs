using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// The columns of a profile: the model's embedding, then plain statistics of each channel, then the pairwise
/// correlations of the channels.
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

    /// <exception cref="ScreenDataException">The model gives no embedding, or takes another number of channels
    /// together.</exception>
    public FeatureLayout(ModelCard card, IReadOnlyList<Channel> channels)
    {
        _channelCount = channels.Count;
        var width = card.RequireEmbedding().Width;
        if (!card.Input.Channels.EachAlone && card.Input.Channels.PlaneCount != channels.Count)
        {
            throw new ScreenDataException(
                $"The model {card.Name} takes {card.Input.Channels}, and {channels.Count} are named: " +
                $"{string.Join(", ", channels)}", new Place { Key = "channels" });
        }

        IEnumerable<string> embedded = card.Input.Channels.EachAlone ? channels.Select(c => c.Name) : ["all"];
        Names =
        [
            .. embedded.SelectMany(channel => Enumerable.Range(0, width).Select(i => $"{card.Name}_{channel}_{i}")),
            .. channels.SelectMany(channel => Statistics.Select(s => $"Image_{s.Name}_{channel}")),
            .. ChannelPairs(channels.Count).Select(
                p => $"Image_Correlation_Correlation_{channels[p.First]}_{channels[p.Second]}"),
        ];
    }

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
        var position = embeddedLength;
        for (var channel = 0; channel < _channelCount; channel++)
        {
            foreach (var (_, value) in Statistics)
                profile[position++] = value(statistics[channel]);
        }

        foreach (var correlation in correlations)
            profile[position++] = correlation;
        return profile;
    }
}
