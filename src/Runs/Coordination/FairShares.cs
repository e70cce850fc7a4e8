namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Divides slots between jobs: by weight, never more than a job can use, nothing left over while somebody can use it.
/// </summary>
/// <remarks>
/// Nobody starves: each job with a demand gets one slot first, the heaviest first where there are fewer slots than
/// jobs. Every further slot goes to the job whose share is the smallest for its weight when it has got it (the
/// highest averages of D'Hondt); of equals the one named first. So the shares depend on the claims and their order
/// alone.
/// </remarks>
public static class FairShares
{
    /// <summary>Divides slots.</summary>
    /// <returns>The slots of each claim, in the order of the claims.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of slots, a weight or a demand is out of
    /// bounds.</exception>
    public static int[] Divide(int slotCount, IReadOnlyList<ShareClaim> claims)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slotCount);
        foreach (var claim in claims)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(claim.Weight, 1, nameof(claims));
            ArgumentOutOfRangeException.ThrowIfNegative(claim.Demand, nameof(claims));
        }

        var shares = new int[claims.Count];
        var left = slotCount;
        foreach (var index in Enumerable.Range(0, claims.Count).OrderByDescending(i => claims[i].Weight))
        {
            if (left > 0 && claims[index].Demand > 0)
                (shares[index], left) = (1, left - 1);
        }

        var next = new PriorityQueue<int, (double Share, int Index)>();
        for (var index = 0; index < shares.Length; index++)
            EnqueueIfHungry(index);
        while (left > 0 && next.TryDequeue(out var index, out _))
        {
            shares[index]++;
            left--;
            EnqueueIfHungry(index);
        }

        return shares;

        void EnqueueIfHungry(int index)
        {
            if (shares[index] < claims[index].Demand)
                next.Enqueue(index, ((shares[index] + 1) / (double)claims[index].Weight, index));
        }
    }
}
