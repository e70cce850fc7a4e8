using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Finds the dark and the bright end of each channel of a plate, and its sample type, from a sample of its sites.
/// </summary>
/// <remarks>
/// The sample is spread evenly over the plate's sites in the order of wells and sites, so it is the same each time. A
/// site that cannot be read is left out here; its well tells the reason. Counts are whole numbers: the order in which
/// sites are read does not matter.
/// </remarks>
public sealed class PlateScaling(ISiteReader reader, ScreenJob job, IReadOnlyList<int> imageIndexes)
{
    /// <summary>Measures a plate.</summary>
    public async Task<IReadOnlyList<PlateChannel>> MeasureAsync(PlateImages plate, CancellationToken cancellationToken)
    {
        var sites = plate.Wells.Where(w => w.Error is null)
            .SelectMany(w => w.Sites.Select(s => (w.Well, Site: s))).ToArray();
        var count = Math.Min(sites.Length, job.Scaling.SampleSiteCount);
        var histograms = new Dictionary<(int Channel, SampleType Type), PlaneHistogram>();
        var planeCounts = new Dictionary<(int Channel, SampleType Type), int>();
        var gate = new Lock();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Environment.ProcessorCount,
                CancellationToken = cancellationToken
            },
            async (index, token) =>
            {
                var (well, site) = sites[(int)((long)index * sites.Length / count)];
                try
                {
                    using var planes = await reader
                        .ReadAsync(plate.Plate, well, site, job.Channels, imageIndexes, plan: null, token)
                        .ConfigureAwait(false);
                    lock (gate)
                    {
                        for (var channel = 0; channel < planes.Count; channel++)
                            Add(channel, planes[channel]);
                    }
                }
                catch (ScreenDataException)
                {
                    // The well tells its reason when it runs.
                }
            }).ConfigureAwait(false);

        return [.. job.Channels.Select((channel, i) => Decide(channel.Name, i))];

        void Add(int channel, Plane plane)
        {
            var key = (channel, plane.Type);
            if (!histograms.TryGetValue(key, out var histogram))
                histograms[key] = histogram = new PlaneHistogram(plane.Type);
            histogram.Add(plane);
            planeCounts[key] = planeCounts.GetValueOrDefault(key) + 1;
        }

        PlateChannel Decide(string name, int channel)
        {
            var narrow = planeCounts.GetValueOrDefault((channel, SampleType.UInt8));
            var wide = planeCounts.GetValueOrDefault((channel, SampleType.UInt16));
            var type = narrow > wide ? SampleType.UInt8 : SampleType.UInt16;
            var (low, high) = EndsOf(histograms.GetValueOrDefault((channel, type)), type);

            // A channel without any contrast is dark everywhere.
            return new PlateChannel(name, low, high > low ? high : low + 1, type.Name());
        }
    }

    private (double Low, double High) EndsOf(PlaneHistogram? histogram, SampleType type) => job.Scaling.Method switch
    {
        ScalingMethod.Range => (job.Scaling.Low, job.Scaling.High),
        ScalingMethod.Percentiles when histogram is not null =>
            (histogram.Percentile(job.Scaling.Low), histogram.Percentile(job.Scaling.High)),
        _ => (0, type.Maximum()),
    };
}
