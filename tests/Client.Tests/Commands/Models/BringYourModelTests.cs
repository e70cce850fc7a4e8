using System.Text.RegularExpressions;
using HcsGrid.Inference.Tests.Adding;

namespace HcsGrid.Client.Tests.Commands.Models;

/// <summary>
/// The lines of docs/bring-your-model.md that add a model, on small files with the same inputs and outputs.
/// </summary>
public sealed partial class BringYourModelTests : IDisposable
{
    private static readonly Dictionary<string, OnnxBuilder> StandIns = new()
    {
        ["resnet18.onnx"] = SmallModels.PlaneMeans(3, 224),
        ["vit-small-dino.onnx"] = SmallModels.PlaneMeans(3, 224),
        ["efficientnet.onnx"] = SmallModels.PlaneMeansOfKeras(3, 224),
        ["painting.onnx"] = SmallModels.PlaneMeans(5, 128),
        ["deepprofiler.onnx"] = SmallModels.PlaneMeansOfKeras(5, 128),
        ["protein.onnx"] = SmallModels.TwoInputs(100),
        ["nuclei.onnx"] = SmallModels.Segmentation(64),
    };

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Lines =>
    [
        .. LinePattern().Matches(File.ReadAllText(Path.Combine(
            HcsGrid.Tests.Shared.RepositoryRoot, "docs", "bring-your-model.md"))).Select(m => m.Groups[1].Value),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_line_of_the_page_adds_a_model(string line)
    {
        string[] words = [.. WordPattern().Matches(line).Select(m => m.Value.Trim('"'))];
        var path = _folder.PathOf(words[0]);
        await File.WriteAllBytesAsync(path, StandIns[words[0]].Build(), TestContext.Current.CancellationToken);
        var added = (await InProcess.RunAsync(
            ["models", "add", path, "--into", _folder.PathOf("models"), .. words[1..], "--json"])).Json(0);
        Assert.Equal(Path.GetFileNameWithoutExtension(words[0]), added.GetProperty("name").GetString());
        Assert.True((await InProcess.RunAsync("models", "verify", added.GetProperty("folder").GetString()!, "--json"))
            .Json(0)[0].GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void Every_stand_in_has_its_line() =>
        Assert.Equal(StandIns.Keys.Order(), Lines.Select(l => l.Data.Split(' ')[0]).Order());

    [GeneratedRegex(@"^hcsgrid models add (\S+\.onnx\b.*)$", RegexOptions.Multiline)]
    private static partial Regex LinePattern();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex WordPattern();
}
