using System.Text.Json.Nodes;
using HcsGrid.Imaging;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A plate of 24 wells (rows A to C, columns 1 to 8) with two channels of 128 × 128 random pixels, its plate map and
/// its job: small enough to be made for each test, and to be damaged by it.
/// </summary>
internal sealed class MadeUpPlate : IDisposable
{
    public const string Barcode = "P1";
    public const int Side = 128;
    private readonly TempFolder _folder = new();

    public MadeUpPlate()
    {
        Directory.CreateDirectory(Images);
        foreach (var well in Wells)
        {
            foreach (var channel in (string[])["DNA", "GFP"])
                File.WriteAllBytes(ImageOf(well, channel), ImageEncoder.EncodeTiff(Pixels(well, channel, Side * Side),
                    Side, Side));
        }

        WriteMap([]);
        WriteJob(_ => { });
    }

    public static IReadOnlyList<string> Wells { get; } =
        [.. "ABC".SelectMany(row => Enumerable.Range(1, 8).Select(column => $"{row}{column:00}"))];

    public string Images => _folder.PathOf("images");

    public string Job => _folder.PathOf("job.json");

    public string Run => _folder.PathOf("run");

    public string MapFile => _folder.PathOf("images", "map.csv");

    public string PlateFile(string name) => Path.Combine(Run, "plates", Barcode, name);

    public string PathOf(string name) => _folder.PathOf(name);

    public string ImageOf(string well, string channel) => Path.Combine(Images, $"{well}_s1_{channel}.tif");

    public static ushort[] Pixels(string well, string channel, int count)
    {
        var random = new Random((100 * well[0]) + (10 * (well[^1] - '0')) + channel[0]);
        var pixels = new ushort[count];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (ushort)(500 + random.Next(20_000));
        return pixels;
    }

    /// <summary>Writes the plate map with further lines at its end; the first is line 26.</summary>
    public void WriteMap(IEnumerable<string> moreLines) => File.WriteAllLines(
        MapFile,
        [
            "well_position,pert_iname,pert_type",
            .. Wells.Select(w => w[1..] switch
            {
                "01" or "02" => $"{w},DMSO,negcon",
                "03" => $"{w},strong,poscon",
                _ => $"{w},compound {w[^1]},trt",
            }),
            .. moreLines,
        ]);

    /// <summary>Writes the job, indented, after a change.</summary>
    public void WriteJob(Action<JsonObject> change)
    {
        var job = new JsonObject
        {
            ["name"] = "made-up",
            ["images"] = new JsonObject
            {
                ["store"] = "images",
                ["pattern"] = "{well}_s{site}_{channel}.tif",
                ["plate"] = Barcode,
            },
            ["channels"] = new JsonArray(new JsonObject { ["name"] = "DNA" }, new JsonObject { ["name"] = "GFP" }),
            ["plateFormat"] = 96,
            ["plateMap"] = new JsonObject { ["file"] = "map.csv" },
        };
        change(job);
        File.WriteAllText(Job, job.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
    }

    public Task<ProcessResult> RunAsync(params string[] more) =>
        HcsGridProcess.RunAsync(["run", Job, "--out", Run, "--json", .. more]);

    public void Dispose() => _folder.Dispose();
}
