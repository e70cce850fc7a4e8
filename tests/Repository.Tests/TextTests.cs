namespace HcsGrid.Repository.Tests;

public class TextTests
{
    // The examples are put together here, so that this file passes its own rules.
    private const string Work = "/" + "work/";
    private const string Registry = "https" + "://registry.";

    [Fact]
    public void No_file_holds_a_path_of_a_machine() =>
        RuleAssert.Holds(RepositoryTree.Files.SelectMany(TextRules.MachinePaths));

    [Fact]
    public void No_file_names_a_package_feed() =>
        RuleAssert.Holds(RepositoryTree.Files.SelectMany(TextRules.FeedAddresses));

    [Fact]
    public void No_test_sleeps() =>
        RuleAssert.Holds(
            RepositoryTree.Files.Where(f => f.IsUnder("tests") && f.IsSource).SelectMany(TextRules.Sleeps));

    [Theory]
    [InlineData("docs/a.md", "see " + Work + "x", true)]
    [InlineData("docs/a.md", "see \"/ho" + "me/somebody/x\"", true)]
    [InlineData("src/Runs/A.cs", "\"/tm" + "p/x\"", true)]
    [InlineData("tests/Runs.Tests/A.cs", "\"/tm" + "p/x\"", false)]
    [InlineData("docs/a.md", "runs/work/x, at-work/y, https://example.org/work/z", false)]
    public void A_path_of_a_machine_is_found(string path, string text, bool isFound) =>
        Assert.Equal(isFound, TextRules.MachinePaths(new(path, $"\n{text}")).Any());

    [Theory]
    [InlineData(Registry + "npmjs.org/a/-/a-1.0.0.tgz", true)]
    [InlineData("https" + "://api.nuget.org/v3/index.json", true)]
    [InlineData("http" + "://feed.example.org/nuget/v3/index.json", true)]
    [InlineData("https" + "://files.example.org/a-1.0.0.tgz", true)]
    [InlineData("https" + "://github.com/duckdb/duckdb", false)]
    [InlineData("https" + "://api.example.org/v1/runs", false)]
    public void An_address_of_a_package_feed_is_found(string text, bool isFound) =>
        Assert.Equal(isFound, TextRules.FeedAddresses(new("native/x.json", $"\"resolved\": \"{text}\"")).Any());

    [Fact]
    public void A_sleeping_test_is_found()
    {
        RuleAssert.Breaks("A.cs:2", TextRules.Sleeps(new("A.cs", "\nThread.Sleep(1);")));
        Assert.Empty(TextRules.Sleeps(new("A.cs", "// Thread.Sleep(1);\n\"Thread.Sleep(1)\"")));
    }
}
