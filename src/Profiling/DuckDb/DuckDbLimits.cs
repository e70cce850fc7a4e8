namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// How much memory a database may take, and where it puts what does not fit.
/// </summary>
/// <param name="MemoryBytes">The most bytes of its buffers; sorts beyond it go to the folder.</param>
/// <param name="TempFolder">A folder of its own.</param>
internal sealed record DuckDbLimits(long MemoryBytes, string TempFolder)
{
    /// <summary>Whether an error says that the memory is not enough.</summary>
    public static bool IsExceededIn(DuckDbException error) =>
        error.Message.StartsWith("Out of Memory", StringComparison.Ordinal);
}
