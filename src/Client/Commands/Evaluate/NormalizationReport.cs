namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// How a table was normalized before it was judged.
/// </summary>
/// <param name="Method">The formula's name.</param>
/// <param name="Samples">The rows that it was fitted on, as they were asked for.</param>
/// <param name="By">The columns that it was done by.</param>
/// <param name="GroupCount">The groups.</param>
/// <param name="PooledGroups">The groups without such rows, normalized by those of all groups together.</param>
internal sealed record NormalizationReport(
    string Method, string Samples, IReadOnlyList<string> By, int GroupCount, IReadOnlyList<string> PooledGroups)
{
    /// <summary>In words.</summary>
    public override string ToString() =>
        $"{Method} fitted on {Samples}{(By.Count > 0 ? $" by {string.Join(", ", By)}" : "")}: {GroupCount} groups, "
        + (PooledGroups.Count > 0
            ? $"of which pooled over all: {string.Join(", ", PooledGroups)}"
            : "each on its own rows");
}
