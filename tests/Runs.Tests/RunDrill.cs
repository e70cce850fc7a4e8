using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Runs that are ended before their end, and what must not come of it.
/// </summary>
internal static class RunDrill
{
    /// <summary>Runs until so many blobs were written, then ends the run; false where it did not come to its
    /// end.</summary>
    public static async Task<bool> RunUntilAsync(
        MemoryBlobStore output, int writeCount, Func<CancellationToken, Task> run)
    {
        using var cancel = new CancellationTokenSource();
        var written = 0;
        output.OnWrite = _ =>
        {
            if (Interlocked.Increment(ref written) == writeCount)
                cancel.Cancel();
        };
        try
        {
            await run(cancel.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            output.OnWrite = _ => { };
        }
    }

    /// <summary>Asserts that two stores have the same blobs with the same bytes.</summary>
    public static void AssertSame(MemoryBlobStore expected, MemoryBlobStore found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected.Keys, key =>
            Assert.True(expected[key].AsSpan().SequenceEqual(found[key]), $"{key} differs"));
    }
}
