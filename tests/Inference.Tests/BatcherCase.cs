using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// A made-up load of a batcher: its bounds, and sites with their tiles.
/// </summary>
/// <param name="BatchSize">Tiles of a run.</param>
/// <param name="RunnerCount">Threads that run the model.</param>
/// <param name="MaxWaitingTiles">The bound of the batcher.</param>
/// <param name="TogetherCount">Channels that the model takes together; 0: each alone.</param>
/// <param name="Sites">Tile columns and channels of each site.</param>
/// <param name="FailEvery">Every so many runs fail; 0: none.</param>
/// <param name="CancelEvery">Every so many sites are cancelled at some moment; 0: none.</param>
public sealed record BatcherCase(
    int BatchSize, int RunnerCount, int MaxWaitingTiles, int TogetherCount, (int Columns, int Channels)[] Sites,
        int FailEvery,
    int CancelEvery)
{
    /// <summary>Made-up cases, the same for the same seed.</summary>
    public static IReadOnlyList<BatcherCase> Make(int count, int siteCount, ulong seed) =>
        [.. Generator(siteCount).Sample(count, new Rnd(seed, 1), size: 50)];

    public override string ToString() =>
        $"batch {BatchSize}, runners {RunnerCount}, bound {MaxWaitingTiles}, together {TogetherCount}, " +
        $"fail {FailEvery}, " +
        $"cancel {CancelEvery}, sites {string.Join(' ', Sites)}";

    private static Gen<BatcherCase> Generator(int siteCount) =>
        from batch in Gen.Choose(1, 7)
        from runners in Gen.Choose(1, 4)
        from bound in Gen.Choose(1, 30)
        from together in Gen.Choose(0, 3)
        from sites in Gen.ArrayOf(
            from columns in Gen.Choose(1, 12)
            from channels in Gen.Choose(1, 3)
            select (columns, together == 0 ? channels : together), siteCount)
        from failEvery in Gen.Elements(0, 0, 5, 9)
        from cancelEvery in Gen.Elements(0, 0, 3, 7)
        select new BatcherCase(batch, runners, bound, together, sites, failEvery, cancelEvery);
}
