using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Repository.Tests;

public partial class DocumentsTests
{
    private static IEnumerable<RepositoryFile> Pages =>
        RepositoryTree.Files.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal));

    public static TheoryData<string, string> Forms => new()
    {
        { nameof(PlateRecord), "`plate.json`" },
        { nameof(PlateChannel), "`plate.json`" },
        { nameof(PlateWell), "`plate.json`" },
        { nameof(RunProblem), "`<well>.failed`" },
        { nameof(PlateQualitySummary), "`quality.json`" },
        { nameof(DoseTrend), "`quality.json`" },
        { nameof(RunSummary), "`profiles/summary.json`" },
    };

    [Fact]
    public void Every_link_leads_somewhere() => RuleAssert.Holds(Pages.SelectMany(DocumentsLinks.Broken));

    [Theory]
    [InlineData("[x](nowhere.md)", "nowhere.md, which is not there")]
    [InlineData("[x](formats/well.md#nothing)", "no such heading")]
    public void A_link_that_leads_nowhere_is_found(string text, string expected) =>
        RuleAssert.Breaks(expected, DocumentsLinks.Broken(new("docs/x.md", text)));

    [Theory]
    [InlineData("[x](formats/well.md#an-example) and [y](https://example.org/nowhere)")]
    [InlineData("[x](#the-job-s-one)\n# The job s one")]
    [InlineData("```\n[x](nowhere.md)\n```")]
    public void A_link_that_leads_somewhere_passes(string text) =>
        Assert.Empty(DocumentsLinks.Broken(new("docs/x.md", text)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_run_folder_s_page_names_every_key(string typeName, string heading)
    {
        var type = typeof(RunSummary).Assembly.GetTypes().Single(t => t.Name == typeName);
        var section = SectionOf("docs/formats/run-folder.md", heading);
        Assert.All(
            type.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)),
            key => Assert.Contains($"`{key}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void The_well_results_page_names_every_key_in_order()
    {
        var type = typeof(RunSummary).Assembly.GetTypes().Single(t => t.Name == "WellResultHeader");
        var keys = type.GetConstructors()[0].GetParameters()
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!));
        var header = SectionOf("docs/formats/well.md", "Header");
        Assert.Equal(keys, KeyPattern().Matches(header).Select(m => m.Groups[1].Value));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/formats/job.md")]
    public void The_pages_job_is_a_job(string page)
    {
        var job = JsonPattern().Match(Page(page)).Groups[1].Value;
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(JsonNode.Parse(job)));
        Assert.Equal("screen1", JobFile.Parse(System.Text.Encoding.UTF8.GetBytes(job), page).Name);
    }

    private static string SectionOf(string path, string heading) =>
        Page(path).Split("\n## ").Single(s => s.StartsWith(heading, StringComparison.Ordinal));

    private static string Page(string path) => RepositoryTree.Files.Single(f => f.Path == path).Text;

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonPattern();
}
