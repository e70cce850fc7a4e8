using HcsGrid.Runs.Coordination;
using HcsGrid.Web;
using HcsGrid.Web.Tests;

namespace HcsGrid.Client.Tests.Commands;

public class UnavailableServerTests
{
    [Theory]
    [InlineData("status")]
    [InlineData("status one")]
    [InlineData("watch one")]
    [InlineData("cancel one")]
    public async Task A_cluster_without_silos_is_told_in_the_servers_words_with_when_to_try_again(string command)
    {
        var runs = new FakeRuns { Error = new RunServiceUnavailableException("No silo can be reached just now") };
        await using var server = await HcsGridServer.StartAsync(
            ListenAddress.Parse("127.0.0.1:0"), new HcsGridWebOptions(), runs, [], TimeProvider.System,
            TestContext.Current.CancellationToken);

        var result = await InProcess.RunAsync([.. command.Split(' '), "--server", server.Url]);

        Assert.Equal((ExitCode.Failed, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.Errors.TrimEnd().Split('\n'));
        Assert.EndsWith("cannot do it just now: No silo can be reached just now. Try again in 10 s", line);
    }
}
