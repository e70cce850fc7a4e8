using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class ShareIntervalTests
{
    // scipy 1.10.1: beta.ppf(0.025, k, n - k + 1) and beta.ppf(0.975, k + 1, n - k).
    [Theory]
    [InlineData(0, 10, 0, 0.3084971078187608)]
    [InlineData(1, 10, 0.0025285785444617848, 0.4450161170281954)]
    [InlineData(5, 10, 0.18708602844739855, 0.8129139715526015)]
    [InlineData(10, 10, 0.6915028921812392, 1)]
    [InlineData(63, 92, 0.5795743616047662, 0.7777114356176602)]
    [InlineData(79, 103, 0.6734236638795212, 0.8446431837794973)]
    [InlineData(999, 1000, 0.9944410757201734, 0.9999746825125088)]
    [InlineData(3, 20000, 3.093467444528525e-05, 0.00043830045339363695)]
    public void The_bounds_are_the_quantiles_of_beta_distributions(int count, int total, double lower, double upper)
    {
        var interval = new ShareInterval(count, total);
        Assert.Equal(lower, interval.Lower, 1e-10);
        Assert.Equal(upper, interval.Upper, 1e-10);
        Assert.Equal((double)count / total, interval.Share);
    }

    [Fact]
    public void Without_queries_the_share_is_undefined_and_anything_is_possible()
    {
        var interval = new ShareInterval(0, 0);
        Assert.Equal((null, 0, 1), (interval.Share, interval.Lower, interval.Upper));
    }
}
