namespace HcsGrid.Client.Tests;

/// <summary>
/// The commands' help, wrong commands, and the doctor.
/// </summary>
public class CommandLineTests
{
    [Fact]
    public async Task The_help_names_every_command()
    {
        var help = await HcsGridProcess.RunAsync("--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        foreach (var command in (string[])["demo", "run", "inspect", "decode", "models", "report", "doctor"])
            Assert.Contains($"\n  {command}", help.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("demo", "--out", "--seed", "--workers", "--json")]
    [InlineData("run", "<job>", "--images", "--out", "--workers", "--device", "--json")]
    [InlineData("inspect", "<path>", "--images", "--json")]
    [InlineData("decode", "<file>", "--json")]
    [InlineData("models list", "--json")]
    [InlineData("models verify", "<model>", "--device", "--json")]
    [InlineData("report", "<run>", "--json")]
    [InlineData("doctor", "--json")]
    [InlineData("serve", "--listen", "--store", "--allow-images", "--models", "--api-key-file", "--json")]
    [InlineData("submit", "<job>", "--server", "--images", "--id", "--priority", "--watch", "--json")]
    [InlineData("status", "<id>", "--server", "--json")]
    [InlineData("watch", "<id>", "--server", "--json")]
    [InlineData("pause", "<id>", "--server", "--json")]
    [InlineData("resume", "<id>", "--server", "--json")]
    [InlineData("cancel", "<id>", "--server", "--json")]
    public async Task The_help_of_a_command_names_its_arguments_and_options(string command, params string[] words)
    {
        var help = await InProcess.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.Contains($"hcsgrid {command}", help.Output.Replace("HcsGrid.Client.Tests", "hcsgrid"));
        foreach (var word in words)
            Assert.Contains(word, help.Output);
    }

    [Theory]
    [InlineData("dance", "'dance'")]
    [InlineData("run", "<job> is missing: The job description")]
    [InlineData("tables normalize", "<in> is missing: The table")]
    [InlineData("tables normalize a.csv", "<out> is missing: Where the result goes")]
    [InlineData("models bench --batch", "--batch")]
    [InlineData("run job.json --fast", "'--fast'")]
    [InlineData("decode a.tif b.tif", "'b.tif'")]
    [InlineData("run job.json --device abacus", "--device is 'abacus', expected cpu|cuda. (")]
    [InlineData("demo --seed green", "green")]
    [InlineData("detect gold a.tif --pixel-size 0,559", "'0,559', expected a number with a point in place of")]
    [InlineData("detect gold a.tif --threshold half", "--threshold is 'half', expected a number. (")]
    [InlineData("evaluate hits a.csv --compound c --fdr 0,05", "--fdr is '0,05'")]
    [InlineData("cluster a.csv --k 1.5", "--k is '1.5', expected a whole number. (")]
    [InlineData("evaluate retrieval a.csv --top 1 x", "--top is 'x', expected a whole number. (")]
    [InlineData("models", "command")]
    [InlineData("", "command")]
    public async Task A_command_that_cannot_be_understood_is_told_in_one_line(string command, string word) =>
        (await InProcess.RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries))).AssertRefused(word,
            "--help");

    [Fact]
    public async Task Every_argument_that_is_missing_is_named_once()
    {
        var refused = await InProcess.RunAsync("tables", "join", "a.csv", "--on", "x");
        refused.AssertRefused("<right> is missing", "<out> is missing");
        Assert.DoesNotContain("<in> is missing", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Required argument", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "<cpu|cuda>")]
    [InlineData("run", "[default: cpu]")]
    [InlineData("evaluate nsc", "[default: median]")]
    [InlineData("evaluate nsc", "<median|mean|modz>")]
    [InlineData("cluster", "<average|")]
    public async Task The_help_shows_choices_in_small_letters(string command, string choices) =>
        Assert.Contains(choices, (await InProcess.RunAsync([.. command.Split(' '), "--help"])).Output);

    [Theory]
    [InlineData("tables join a.csv b.csv c.csv", "'--on'")]
    [InlineData("tables join a.csv b.csv c.csv --on ,", "--on")]
    [InlineData("evaluate scales a.csv", "'--labels'")]
    [InlineData("evaluate hits a.csv --controls none", "'--treatment'")]
    [InlineData("evaluate nsc a.csv", "'--moa'")]
    [InlineData("evaluate nscb a.csv --moa m", "'--batch'")]
    [InlineData("evaluate dose a.csv", "'--dose'")]
    [InlineData("evaluate consistency a.csv", "'--moa'")]
    [InlineData("evaluate batch a.csv", "'--batch'")]
    [InlineData("evaluate quality a.csv --negative none", "'--positive'")]
    public async Task A_missing_option_is_asked_for_by_name(string command, string option)
    {
        var words = command.Split(' ');
        (await InProcess.RunAsync(words)).AssertRefused(option, $"hcsgrid {words[0]} {words[1]} --help");
    }

    [Fact]
    public async Task Options_may_be_written_with_underscores_as_other_programs_do()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("in.csv"), "Metadata_a,Cells_x,Cells_y\np,1,2\np,1,3\nq,4,1\nq,5,1\n",
            TestContext.Current.CancellationToken);
        (await InProcess.RunAsync(
            "tables", "normalize", folder.PathOf("in.csv"), folder.PathOf("out.csv"), "--method", "mad_robustize",
            "--mad_robustize_epsilon=0.5")).AssertDone();
        (await InProcess.RunAsync(
            "evaluate", "map", folder.PathOf("in.csv"), "--pos_sameby", "Metadata_a", "--neg_diffby", "Metadata_a"))
            .AssertDone();
    }

    [Fact]
    public async Task An_output_without_a_place_is_refused_before_anything_is_computed()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("in.csv"), "Metadata_a,Cells_x\np,1\nq,4\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.PathOf("taken.csv"));
        foreach (var output in (string[])[folder.PathOf(Path.Combine("gone", "out.csv")), folder.PathOf("taken.csv")])
        {
            foreach (var command in (string[][])[["tables", "normalize"], ["tables", "aggregate"], ["map2d"]])
                (await InProcess.RunAsync([.. command, folder.PathOf("in.csv"), output])).AssertRefused(output);
        }
    }

    [Fact]
    public async Task The_program_ends_with_1_on_an_unknown_command() =>
        (await HcsGridProcess.RunAsync("dance", "--json")).AssertRefused("'dance'");

    [Fact]
    public async Task The_doctor_finds_everything_in_order()
    {
        using var folder = new TempFolder();
        var findings = (await HcsGridProcess.RunInAsync(folder.Path, "doctor",
            "--json")).Json(0).EnumerateArray().ToArray();
        Assert.True(findings.Length >= 5);
        Assert.All(findings, f => Assert.True(f.GetProperty("works").GetBoolean(), f.GetRawText()));
    }

    [Fact]
    public async Task A_run_shows_a_table_to_people_and_lines_of_progress_beside_it()
    {
        using var plate = new MadeUpPlate();
        File.Delete(plate.ImageOf("B02", "GFP"));
        var run = await HcsGridProcess.RunAsync("run", plate.Job, "--out", plate.Run);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("23 of 24 on 1 plate ", run.Output);
        Assert.Contains("1 problem\n", run.Output.ReplaceLineEndings("\n"));
        Assert.Contains("plate P1, well B02, site 1, channel GFP: The image of the channel is missing", run.Output);
        Assert.Contains("Done: 24 of 24 wells (1 failed), 46 tiles", run.Errors);
        Assert.DoesNotContain('\x1b', run.Output + run.Errors);
    }
}
