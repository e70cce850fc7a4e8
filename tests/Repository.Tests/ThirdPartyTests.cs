namespace HcsGrid.Repository.Tests;

public class ThirdPartyTests
{
    private const string Page =
        "| `CsvHelper` | x |\n| `@duckdb/node-bindings-*` | x |\n| `@img/sharp-win32-*` | x |\n";

    [Fact]
    public void Every_package_stands_with_its_licence_in_the_list_of_third_parties() =>
        RuleAssert.Holds(
            ThirdPartyRules.Unlisted(
                TextOf("Directory.Packages.props"),
                string.Concat(RepositoryTree.Files
                    .Where(f => f.Path.EndsWith("/package.json", StringComparison.Ordinal)).Select(f => f.Text)),
                TextOf("docs/third-party.md")));

    [Fact]
    public void A_package_that_the_list_lacks_is_found()
    {
        const string Versions = "<PackageVersion Include=\"CsvHelper\" Version=\"33.0.1\" />";
        const string Npm = "{\n  \"version\": \"0.0.0\",\n  \"@duckdb/node-bindings-linux-x64\": \"1.5.5-r.5\",\n" +
            "  \"@img/sharp-win32-arm64\": \"0.35.5\"\n}";
        Assert.Empty(ThirdPartyRules.Unlisted(Versions, Npm, Page));
        RuleAssert.Breaks("Polly", ThirdPartyRules.Unlisted("<PackageVersion Include=\"Polly\" />", Npm, Page));
        RuleAssert.Breaks("left-pad", ThirdPartyRules.Unlisted(Versions, "{\n  \"left-pad\": \"^1.0.0\"\n}", Page));
    }

    private static string TextOf(string path) => RepositoryTree.Files.Single(f => f.Path == path).Text;
}
