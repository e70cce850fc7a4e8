using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Runs.Tests.Coordination;

public class FairSharesTests
{
    [Fact]
    public void Two_jobs_of_one_weight_share_alike() =>
        Assert.Equal([5, 5], FairShares.Divide(10, [new(5, 100), new(5, 100)]));

    [Fact]
    public void A_job_of_three_times_the_weight_gets_three_times_the_slots() =>
        Assert.Equal([15, 5], FairShares.Divide(20, [new(9, 100), new(3, 100)]));

    [Fact]
    public void What_one_job_cannot_use_goes_to_the_others() =>
        Assert.Equal([2, 18], FairShares.Divide(20, [new(9, 2), new(1, 100)]));

    [Fact]
    public void The_lightest_job_goes_on_beside_the_heaviest() =>
        Assert.Equal([3, 1], FairShares.Divide(4, [new(9, 100), new(1, 100)]));

    [Fact]
    public void With_fewer_slots_than_jobs_the_heaviest_go_first() =>
        Assert.Equal([0, 1, 1, 0], FairShares.Divide(2, [new(1, 9), new(9, 9), new(5, 9), new(5, 9)]));

    [Fact]
    public void Nobody_gets_anything_of_nothing() => Assert.Equal([0, 0], FairShares.Divide(0, [new(1, 9), new(9, 9)]));

    [Fact]
    public void Nobody_gets_more_than_the_demand_and_nothing_is_left_while_somebody_is_hungry() =>
        Prop.ForAll(Cases, x =>
        {
            var shares = FairShares.Divide(x.SlotCount, x.Claims);
            Assert.All(shares.Zip(x.Claims), p => Assert.InRange(p.First, 0, p.Second.Demand));
            Assert.Equal(Math.Min(x.SlotCount, x.Claims.Sum(c => c.Demand)), shares.Sum());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_hungry_job_could_get_a_slot_of_another_and_still_have_the_smaller_share_for_its_weight() =>
        Prop.ForAll(Cases, x =>
        {
            var shares = FairShares.Divide(x.SlotCount, x.Claims);
            for (var hungry = 0; hungry < shares.Length; hungry++)
            {
                if (shares[hungry] == x.Claims[hungry].Demand)
                    continue;
                for (var other = 0; other < shares.Length; other++)
                {
                    // The first slot of a job is its own, whatever its weight.
                    if (shares[other] > 1)
                    {
                        Assert.True(
                            (shares[hungry] + 1) / (double)x.Claims[hungry].Weight >=
                            shares[other] / (double)x.Claims[other].Weight);
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, -1)]
    public void What_is_out_of_bounds_is_refused(int slotCount, int weight, int demand) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FairShares.Divide(slotCount, [new(weight, demand)]));

    private static Arbitrary<(int SlotCount, ShareClaim[] Claims)> Cases { get; } =
        (from slots in Gen.Choose(0, 200)
         from claims in (from weight in Gen.Choose(JobRecord.MinPriority, JobRecord.MaxPriority)
                         from demand in Gen.Choose(0, 60)
                         select new ShareClaim(weight, demand)).ArrayOf()
         select (slots, claims)).ToArbitrary();
}
