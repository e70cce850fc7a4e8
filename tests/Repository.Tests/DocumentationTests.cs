namespace HcsGrid.Repository.Tests;

public class DocumentationTests
{
    [Fact]
    public void Every_public_type_says_what_it_is_for() =>
        RuleAssert.Holds(
            RepositoryTree.Files
                .Where(f => f.IsUnder("src") && f.IsSource)
                .SelectMany(DocumentationRules.MissingSummaries));

    [Theory]
    [InlineData("public sealed class A;")]
    [InlineData("// What it is for.\npublic enum A { X }")]
    [InlineData("/// <summary>Of something else.</summary>\n\npublic class A;")]
    [InlineData("/// <remarks>No summary.</remarks>\npublic class A;")]
    [InlineData("[Flags]\npublic enum A { X }")]
    [InlineData("/// <summary>A.</summary>\npublic class A\n{\n    public sealed record B(int X);\n}")]
    public void A_public_type_without_a_summary_is_found(string text) =>
        Assert.Single(DocumentationRules.MissingSummaries(new("src/Plates/A.cs", text)));

    [Theory]
    [InlineData("/// <summary>What it is for.</summary>\npublic sealed class A;")]
    [InlineData("/// <summary>\n/// For.\n/// </summary>\n/// <remarks>More.</remarks>\npublic sealed class A;")]
    [InlineData("/// <summary>What it is for.</summary>\n[Flags]\n[X(\n    1)]\npublic enum A { X }")]
    [InlineData("internal sealed class A\n{\n    private enum B { X }\n}")]
    public void A_type_with_a_summary_or_not_public_passes(string text) =>
        Assert.Empty(DocumentationRules.MissingSummaries(new("src/Plates/A.cs", text)));
}
