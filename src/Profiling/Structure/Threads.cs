namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Shares independent pieces of work among threads.
/// </summary>
internal static class Threads
{
    /// <summary>Does each piece once, on at most so many threads; 0 is as many as there are cores.</summary>
    public static void For(int count, int maxThreads, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxThreads);
        var threads = maxThreads == 0 ? Environment.ProcessorCount : maxThreads;
        if (threads == 1)
        {
            for (var i = 0; i < count; i++)
                work(i);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
