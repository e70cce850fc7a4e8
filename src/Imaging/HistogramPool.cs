using System.Collections.Concurrent;

namespace HcsGrid.Imaging;

/// <summary>
/// Keeps a few histograms (512 KiB each) for the next plane to be measured.
/// </summary>
internal static class HistogramPool
{
    private const int MaxKept = 16;

    private static readonly ConcurrentBag<PlaneHistogram> Bytes = [];
    private static readonly ConcurrentBag<PlaneHistogram> Words = [];

    public static PlaneHistogram Rent(SampleType type) =>
        BagOf(type).TryTake(out var histogram) ? histogram : new PlaneHistogram(type);

    public static void Return(PlaneHistogram histogram)
    {
        var bag = BagOf(histogram.Type);
        if (bag.Count >= MaxKept)
            return;
        histogram.Clear();
        bag.Add(histogram);
    }

    private static ConcurrentBag<PlaneHistogram> BagOf(SampleType type) => type == SampleType.UInt8 ? Bytes : Words;
}
