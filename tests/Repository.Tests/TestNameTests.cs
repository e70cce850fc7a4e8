namespace HcsGrid.Repository.Tests;

public class TestNameTests
{
    private static IEnumerable<RepositoryFile> Tests =>
        RepositoryTree.Files.Where(f => f.IsUnder("tests") && f.IsSource);

    [Fact]
    public void The_names_of_tests_are_sentences() => RuleAssert.Holds(Tests.SelectMany(TestNameRules.NotSentences));

    [Theory]
    [InlineData("[Fact]\npublic void Works() { }")]
    [InlineData("[Fact]\npublic void Read_works() { }")]
    [InlineData("[Fact(Timeout = 1)]\npublic async Task ReadAsyncReturnsBytes() { }")]
    [InlineData("[Theory]\n[InlineData(\"a]\")]\n[InlineData(new[] { 2 })]\npublic void read_works_well(int x) { }")]
    [InlineData("[Theory, Trait(\"a\", \"b\")]\n[MemberData(nameof(X))]\npublic static Task Test1(int x) => null!;")]
    public void A_name_that_is_no_sentence_is_found(string text) =>
        Assert.Single(TestNameRules.NotSentences(new("tests/X.Tests/A.cs", text)));

    [Theory]
    [InlineData("[Fact]\npublic void A_blob_reads_back() { }")]
    [InlineData("[Theory]\n[InlineData(\"a\")]\npublic async Task A_blob_reads_back(string x) { }")]
    [InlineData("private void Do() { }\n[Fact]\npublic void A_blob_reads_back() => Do();\npublic void Dispose() { }")]
    public void A_sentence_passes(string text) =>
        Assert.Empty(TestNameRules.NotSentences(new("tests/X.Tests/A.cs", text)));
}
