using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Evaluate;

public class EvaluateMoaTests
{
    [Theory]
    [InlineData("nsc", 79, 103)]
    [InlineData("nscb", 63, 92)]
    public async Task Public_files_lead_to_the_number_in_one_command(string convention, int correct, int total)
    {
        // The counts were made by a script of pandas and numpy that does the same: per-plate z-score on DMSO, median.
        var result = (await InProcess.RunAsync([.. Arguments(convention), "--json"])).Json(0);
        Assert.Equal(total, result.GetProperty("total").GetInt32());
        Assert.Equal(correct, result.GetProperty("correct").GetInt32());
        Assert.Equal((double)correct / total, result.GetProperty("accuracy").GetDouble());
        Assert.Equal((632, 330), (Number(result, "wells"), Number(result, "controls")));
        Assert.Equal(total, result.GetProperty("treatments").GetArrayLength());
        Assert.Equal(
            convention == "nsc" ? [] : ["Cholesterol-lowering", "Kinase inhibitors"],
            result.GetProperty("leftOutMoas").EnumerateArray().Select(moa => moa.GetString()));
        var normalization = result.GetProperty("normalization");
        Assert.Equal(55, Number(normalization, "groupCount"));
        Assert.Equal(0, normalization.GetProperty("pooledGroups").GetArrayLength());
        Assert.Equal(
            correct,
            result.GetProperty("confusion").EnumerateArray()
                .Where(c => c.GetProperty("moa").GetString() == c.GetProperty("found").GetString())
                .Sum(c => Number(c, "count")));
    }

    [Fact]
    public async Task People_get_the_number_first_and_what_was_wrong()
    {
        var words = await InProcess.RunAsync(Arguments("nsc"));
        Assert.Equal((0, ""), (words.ExitCode, words.Errors));
        Assert.StartsWith("nsc: 79 of 103 correct (76.7", words.Output);
        Assert.Contains("camptothecin", words.Output);
    }

    [Fact]
    public async Task Plates_without_samples_are_normalized_by_those_of_all_and_named()
    {
        using var folder = new TempFolder();
        var path = await WriteAsync(folder, "wells.csv");
        var result = (await InProcess.RunAsync(
            "evaluate", "nsc", path, "--compound", "Metadata_cpd", "--moa", "Metadata_moa", "--normalize",
            "standardize", "--samples", "Metadata_cpd == 'DMSO'", "--by", "Metadata_plate", "--json")).Json(0);
        Assert.Equal(
            ["Q"],
            result.GetProperty("normalization").GetProperty("pooledGroups").EnumerateArray()
                .Select(group => group.GetString()));
        Assert.Equal((2, 3), (Number(result, "controls"), Number(result, "total")));
    }

    [Fact]
    public async Task Controls_can_be_chosen_or_kept()
    {
        using var folder = new TempFolder();
        var path = await WriteAsync(folder, "wells.csv");
        string[] command = ["evaluate", "nsc", path, "--compound", "Metadata_cpd", "--moa", "Metadata_moa", "--json"];
        Assert.Equal(5, Number((await InProcess.RunAsync([.. command, "--controls", "none"])).Json(0), "total"));
        var two = await InProcess.RunAsync([.. command, "--controls", "Metadata_cpd in ['a', 'DMSO']"]);
        Assert.Equal((3, 3), (Number(two.Json(0), "controls"), Number(two.Json(0), "total")));
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_its_column_row_and_file()
    {
        using var folder = new TempFolder();
        var path = await WriteAsync(folder, "wells.csv");
        string[] nsc = ["evaluate", "nsc", path, "--compound", "Metadata_cpd", "--moa"];
        (await InProcess.RunAsync([.. nsc, "Metadata_none"])).AssertRefused("'Metadata_none'", "--moa", path);
        (await InProcess.RunAsync("evaluate", "nsc", path, "--moa", "Metadata_moa"))
            .AssertRefused("--compound", path);
        (await InProcess.RunAsync([.. nsc, "Metadata_moa", "--join", path])).AssertRefused("--on");
        (await InProcess.RunAsync([.. nsc, "Metadata_moa", "--by", "none", "--normalize", "standardize"]))
            .AssertRefused("'none'", "--by");
        string[] normalized = [.. nsc, "Metadata_moa", "--normalize", "standardize"];
        (await InProcess.RunAsync([.. normalized, "--samples", "Metadata_cpd == '-'"]))
            .AssertRefused("--samples");
        string[] nscb = ["evaluate", "nscb", path, "--compound", "Metadata_cpd", "--moa", "Metadata_moa"];
        (await InProcess.RunAsync(nscb)).AssertRefused("--batch");
        (await InProcess.RunAsync([.. nscb, "--batch", "Metadata_plate~^(P)"])).AssertRefused("'Q'", "row 5", path);
        (await InProcess.RunAsync([.. nscb, "--batch", "Metadata_plate~("])).AssertRefused("--batch", "pattern");
        (await InProcess.RunAsync("evaluate", "nsc", path, "--compound", "Metadata_moa", "--moa", "Metadata_cpd"))
            .AssertRefused("Rows 3 and 5", "'a' and 'b'", path);
    }

    [Theory]
    [InlineData("Metadata_plate,Metadata_cpd,Metadata_moa,x,y\n", "0 rows, of which 0 are controls")]
    [InlineData("Metadata_plate,Metadata_cpd,Metadata_moa,x,y\nP,DMSO,,1,2\nP,a,,2,2\n",
        "2 rows, of which 1 are controls and 1 without compound or mechanism")]
    public async Task Where_no_treatment_is_left_to_judge_the_accuracy_is_undefined_and_it_is_said_why(
        string wells, string why)
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("wells.csv");
        await File.WriteAllTextAsync(path, wells);
        foreach (var convention in (string[][])[["nsc"], ["nscb", "--batch", "Metadata_plate"]])
        {
            var result = await InProcess.RunAsync(
                ["evaluate", convention[0], path, "--moa", "Metadata_moa", "--compound", "Metadata_cpd",
                    .. convention[1..], "--json"]);
            Assert.Equal(0, Number(result.Json(2), "total"));
            Assert.Equal(JsonValueKind.Null, result.Json(2).GetProperty("accuracy").ValueKind);
            Assert.Contains($"{path} has {why}", result.Errors, StringComparison.Ordinal);
        }
    }

    private static string[] Arguments(string convention)
    {
        string PathOf(string name) => Shared.PathOf("data", "bbbc021", name);
        return
        [
            "evaluate", convention, PathOf("ljosa_jbiomolscreen_2013_per_well_mean.csv.gz"),
            "--join", PathOf("BBBC021_v1_image.csv.gz"),
            "--on", "Image_Metadata_Plate=Image_Metadata_Plate_DAPI,Image_Metadata_Well=Image_Metadata_Well_DAPI",
            "--join", PathOf("BBBC021_v1_moa.csv"),
            "--on", "Image_Metadata_Compound=compound,Image_Metadata_Concentration=concentration",
            "--compound", "Image_Metadata_Compound", "--concentration", "Image_Metadata_Concentration", "--moa", "moa",
            "--batch", @"Image_Metadata_Plate~^(Week\d+)_",
            "--normalize", "standardize", "--samples", "Image_Metadata_Compound == 'DMSO'", "--by",
            "Image_Metadata_Plate",
        ];
    }

    private static async Task<string> WriteAsync(TempFolder folder, string name)
    {
        var path = folder.PathOf(name);
        await File.WriteAllTextAsync(
            path,
            """
            Metadata_plate,Metadata_cpd,Metadata_moa,x,y
            P,DMSO,DMSO,0.1,0.2
            P,dmso,DMSO,0.2,0.1
            P,a,M,1,2
            P,a,M,1,2.5
            Q,b,M,1,2.1
            Q,c,K,3,-1

            """);
        return path;
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
