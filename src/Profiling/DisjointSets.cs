namespace HcsGrid.Profiling;

/// <summary>
/// Things that are joined pair by pair, and which of them hang together.
/// </summary>
/// <remarks>Each set is known by its smallest member. Union-find with path halving (Tarjan and van Leeuwen
/// 1984).</remarks>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>Makes one set of those of two members.</summary>
    public void Join(int a, int b)
    {
        var (first, second) = (FirstOf(a), FirstOf(b));
        _parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    /// <summary>The smallest member of a member's set.</summary>
    public int FirstOf(int member)
    {
        while (_parents[member] != member)
            member = _parents[member] = _parents[_parents[member]];
        return member;
    }
}
