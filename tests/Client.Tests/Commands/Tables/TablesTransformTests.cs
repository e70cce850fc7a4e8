using System.Globalization;

namespace HcsGrid.Client.Tests.Commands.Tables;

public sealed class TablesTransformTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Logarithms_are_taken_of_features_above_zero()
    {
        var input = Write("Metadata_Well,Cells_a,Cells_b\nA01,1,-1\nA02,2.718281828459045,1\n");
        var output = _folder.PathOf("out.csv");
        var done = await InProcess.RunAsync("tables", "transform", input, output, "--method", "log", "--json");
        var json = done.Json(0);
        Assert.Equal(1, json.GetProperty("replaced").GetInt32());
        Assert.Equal(2, json.GetProperty("features").GetInt32());
        var table = new Csv(output);
        Assert.Equal(["0", "1"], table.Column("Cells_a"));
        Assert.Equal(["-1", "1"], table.Column("Cells_b"));
    }

    [Fact]
    public async Task Replicates_are_sphered_wholly_shrunken_by_one_number()
    {
        // Within groups the variances are 8 and 0: their mean is 4, so all is halved.
        var input = Write("Metadata_g,Cells_a,Cells_b\nx,1,0\nx,5,0\ny,8,10\ny,12,10\nz,5,5\n");
        var output = _folder.PathOf("out.csv");
        var done = await InProcess.RunAsync(
            "tables", "transform", input, output, "--method", "replicates", "--by", "Metadata_g", "--shrinkage", "1");
        Assert.Equal(0, done.ExitCode);
        double[] expected = [0.5, 2.5, 4, 6, 2.5];
        var actual = new Csv(output).Column("Cells_a");
        for (var row = 0; row < expected.Length; row++)
            Assert.Equal(expected[row], double.Parse(actual[row], CultureInfo.InvariantCulture), 12);
    }

    [Fact]
    public async Task Axes_are_those_of_the_samples_and_all_rows_get_coordinates()
    {
        var input = Write("Metadata_g,Cells_a,Cells_b\nDMSO,0,70\nx,2,0\ny,3,0\n");
        var output = _folder.PathOf("out.csv");
        var json = (await InProcess.RunAsync(
            "tables", "transform", input, output, "--method", "axes", "--by", "Metadata_g", "--samples",
            "Metadata_g != 'DMSO'", "--components", "1", "--json")).Json(0);
        Assert.Equal(1, json.GetProperty("features").GetInt32());
        Assert.Equal(["Metadata_g", "Axis_1"], new Csv(output).Columns);
        Assert.Equal(["0", "2", "3"], new Csv(output).Column("Axis_1"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_the_reason()
    {
        var input = Write("Metadata_g,Cells_a\nx,1\ny,\n");
        var output = _folder.PathOf("out.csv");
        (await InProcess.RunAsync("tables", "transform", input, output, "--method", "replicates"))
            .AssertRefused("--method replicates needs --by");
        (await InProcess.RunAsync(
            "tables", "transform", input, output, "--method", "replicates", "--by", "Metadata_g"))
            .AssertRefused("'Cells_a'", "row 2", "in.csv");
        (await InProcess.RunAsync(
            "tables", "transform", input, output, "--method", "replicates", "--by", "Metadata_g", "--shrinkage", "2"))
            .AssertRefused("--shrinkage is 2");
        (await InProcess.RunAsync("tables", "transform", input, output, "--method", "axes", "--by", "Nobody"))
            .AssertRefused("Nobody");
        Assert.False(File.Exists(output));
    }

    private string Write(string text)
    {
        var path = _folder.PathOf("in.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
