using System.Text.Json;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid evaluate batch</c> on tables of wells.
/// </summary>
public sealed class BatchEffectTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_effect_of_plates_is_told_before_and_after()
    {
        var document = await MeasureAsync(
            ProfileFile.Write(_folder, "raw.csv", plateShift: 60), "--after", ProfileFile.Write(_folder, "after.csv"),
            "--neighbours", "3");
        var (before, after) = (document.GetProperty("before"), document.GetProperty("after"));
        Assert.Equal(1, before.GetProperty("accuracy").GetDouble());
        Assert.Equal(24, before.GetProperty("rowCount").GetInt32());
        Assert.True(before.GetProperty("pValue").GetDouble() < 0.01);
        Assert.InRange(after.GetProperty("accuracy").GetDouble(), 0, 0.7);
        Assert.Equal(3, after.GetProperty("batches").GetArrayLength());
        Assert.InRange(document.GetProperty("removed").GetDouble(), 0.4, 1.6);
        Assert.Equal(document.ToString(), (await MeasureAsync(
            _folder.PathOf("raw.csv"), "--after", _folder.PathOf("after.csv"), "--neighbours", "3")).ToString());
    }

    [Fact]
    public async Task Rows_are_chosen_by_a_condition_and_neighbours_by_a_column()
    {
        var wells = ProfileFile.Write(_folder, plateShift: 60);
        var chosen = await MeasureAsync(wells, "--samples", "Metadata_Compound == 'c1'", "--neighbours", "1");
        Assert.Equal(6, chosen.GetProperty("before").GetProperty("rowCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, chosen.GetProperty("after").ValueKind);
        var none = await InProcess.RunAsync("evaluate", "batch", wells, "--batch", "Metadata_Plate",
            "--samples", "Metadata_Compound == 'c1'", "--not-same", "Metadata_Compound", "--json");
        Assert.Equal(0, JsonDocument.Parse(none.Output).RootElement.GetProperty("before").GetProperty("rowCount")
            .GetInt32());
        var people = await InProcess.RunAsync("evaluate", "batch", wells, "--batch", "Metadata_Plate");
        Assert.Contains("100.0%", people.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--batch Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("--batch Metadata_Plate --not-same Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("--batch Metadata_Plate --samples Metadata_Plate=='P1'", "two batches or more are compared")]
    [InlineData("--batch Metadata_Plate --neighbours 0", "--neighbours is 0, expected 1 to 512")]
    [InlineData("--neighbours 3", "--batch")]
    public async Task What_is_asked_wrongly_is_said(string options, string message)
    {
        var result = await InProcess.RunAsync(
            ["evaluate", "batch", ProfileFile.Write(_folder), .. options.Split(' ')]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> MeasureAsync(params string[] args)
    {
        var result = await InProcess.RunAsync(["evaluate", "batch", .. args, "--batch", "Metadata_Plate", "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
