namespace HcsGrid.Client.Tests;

/// <summary>
/// The demo, as a newcomer runs it.
/// </summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_runs_its_screen_and_finds_the_mechanisms()
    {
        var document = (await HcsGridProcess.RunAsync("demo", "--out", _folder.Path, "--json")).Json(0);
        Assert.Equal("""{"done":192,"failed":0}""", document.GetProperty("wells").GetRawText());
        Assert.Equal(2, document.GetProperty("plates").GetInt32());
        Assert.Equal(192 * 2 * 3 * 9, document.GetProperty("tiles").GetInt32());
        Assert.Equal(0, document.GetProperty("problems").GetArrayLength());

        // Eight mechanisms: one of eight would be chance.
        var moa = document.GetProperty("quality").GetProperty("nearestNeighbourMoa");
        Assert.Equal(80, moa.GetProperty("total").GetInt32());
        Assert.InRange(moa.GetProperty("correct").GetInt32(), 40, 80);
        Assert.InRange(document.GetProperty("quality").GetProperty("zPrime").GetDouble(), 0.3, 1);
        Assert.Single(Directory.GetFiles(_folder.Path, "report.html", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_gold_demo_makes_micrographs_and_finds_their_particles()
    {
        var document = (await HcsGridProcess.RunAsync("demo", "gold", "--out", _folder.Path, "--json")).Json(0);
        Assert.Equal("""{"done":6,"failed":0}""", document.GetProperty("wells").GetRawText());
        var images = Path.Combine(_folder.Path, "seed1", "images");
        var truth = File.ReadAllLines(Path.Combine(images, "truth.csv")).Length - 1;
        var table = Path.Combine(_folder.Path, "seed1", "run", "profiles", "particles.csv");
        Assert.InRange(File.ReadAllLines(table).Length - 1, 0.85 * truth, 1.15 * truth);
        Assert.Single(Directory.GetFiles(_folder.Path, "report.html", SearchOption.AllDirectories));
    }
}
