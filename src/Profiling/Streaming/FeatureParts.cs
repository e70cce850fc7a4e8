using HcsGrid.Plates;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Cuts features into parts whose values fit into memory together.
/// </summary>
internal static class FeatureParts
{
    /// <summary>Parts of as many features as fit, in order.</summary>
    /// <param name="bytesPerFeature">What one feature takes.</param>
    /// <exception cref="ScreenDataException">Not even one feature fits.</exception>
    public static IReadOnlyList<string[]> Of(
        IReadOnlyList<string> features, long bytesPerFeature, StreamingOptions options, string path)
    {
        var budget = Math.Min(options.MemoryBytes / 4, 8L * ProfileTable.MaxValueCount);
        if (bytesPerFeature > budget)
        {
            throw new ScreenDataException(
                $"The largest group takes {bytesPerFeature} bytes for one feature alone; a quarter of the memory given "
                + $"is {budget}. Give it more memory, or smaller groups",
                new Place { Blob = path });
        }

        var count = (int)Math.Min(features.Count, budget / Math.Max(1, bytesPerFeature));
        return features.Count == 0 ? [[]] : [.. features.Chunk(count)];
    }
}
