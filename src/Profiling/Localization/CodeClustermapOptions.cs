using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// How codes are put in order and cut into clusters.
/// </summary>
public sealed record CodeClustermapOptions
{
    /// <summary>How far two codes are apart; default by rows of the correlation matrix.</summary>
    public CodeDistance Distance { get; init; } = CodeDistance.Rows;

    /// <summary>The tree's linkage; default average, as cytoself has it.</summary>
    public LinkageMethod Linkage { get; init; } = LinkageMethod.Average;

    /// <summary>Clusters that the codes are cut into, 1 or more; default 8. Fewer codes make fewer clusters.</summary>
    public int ClusterCount { get; init; } = 8;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ClusterCount, 1);
        if (!Enum.IsDefined(Distance))
            throw new ArgumentOutOfRangeException(nameof(Distance), Distance, "There is no such distance.");
    }
}
