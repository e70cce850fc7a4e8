namespace HcsGrid.Profiling;

/// <summary>
/// Runs independent work on each feature of a table, on all cores where that pays.
/// </summary>
/// <remarks>The outputs must be the features' own, so that nothing depends on the number of threads.</remarks>
internal static class FeatureBlocks
{
    /// <summary>Below this many values one thread is faster than waking others.</summary>
    private const long SmallestShare = 1 << 15;

    /// <summary>Does the work for each feature; every thread has a buffer of the given length of its own.</summary>
    public static void ForEach(int featureCount, int rowCount, int bufferLength, FeatureWork work)
    {
        var shares = Math.Min(Environment.ProcessorCount, (long)featureCount * rowCount / SmallestShare);
        if (shares <= 1)
        {
            var buffer = new double[bufferLength];
            for (var f = 0; f < featureCount; f++)
                work(f, buffer);
            return;
        }

        const int BlocksPerThread = 4;
        var blockCount = (int)Math.Min(featureCount, BlocksPerThread * shares);
        Parallel.For(
            0,
            blockCount,
            new ParallelOptions { MaxDegreeOfParallelism = (int)shares },
            () => new double[bufferLength],
            (block, _, buffer) =>
            {
                var end = (int)((long)featureCount * (block + 1) / blockCount);
                for (var f = (int)((long)featureCount * block / blockCount); f < end; f++)
                    work(f, buffer);
                return buffer;
            },
            _ => { });
    }
}
