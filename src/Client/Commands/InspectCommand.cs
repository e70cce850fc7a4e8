using System.CommandLine;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs;
using HcsGrid.Runs.Cells;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid inspect PATH</c>: tells what a job, run folder, model folder, image, well result or table is.
/// </summary>
internal static class InspectCommand
{
    /// <summary>The most things of a list that are told to people; <c>--json</c> has all.</summary>
    private const int MaxListedCount = 20;

    public static Command Make()
    {
        var path = new Argument<string>("path")
        {
            Description =
                "A job (.json), a run or model folder, an image, a well result (.well) or a table (.csv, .parquet).",
        };
        var images = new Option<string?>("--images")
        {
            Description = "For a job: the images' folder, instead of the job's.",
        };
        var json = CommonOptions.Json();
        var command = new Command("inspect", "Tell what a job, run, model, image, well result or table holds.")
        {
            path, images, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var found = await LookAsync(parsed.GetRequiredValue(path), parsed.GetValue(images), cancellationToken)
                .ConfigureAwait(false);
            var words = new Output(parsed.GetValue(json));
            if (words.IsJson)
            {
                found.Facts["kind"] = found.Kind;
                Output.WriteJson(new SortedDictionary<string, object?>(found.Facts, StringComparer.Ordinal));
            }
            else
            {
                Output.WriteLine(found.Kind);
                foreach (var (name, value) in found.Facts)
                    Output.WriteLine($"  {name}: {(value is IReadOnlyList<object> many ? Listed(many) : value)}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Listed(IReadOnlyList<object> things) =>
        string.Join("; ", things.Take(MaxListedCount)) + (things.Count > MaxListedCount
            ? $"; … and {things.Count - MaxListedCount} more: --json has all"
            : "");

    private static async Task<Finding> LookAsync(string path, string? images, CancellationToken cancellationToken)
    {
        if (BlobStores.IsUrl(path))
            return await RunAsync(path, cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(path))
        {
            if (File.Exists(Path.Combine(path, ModelFolder.CardFileName)))
                return Model(ModelFolder.Open(path));
            if (File.Exists(Path.Combine(path, RunFolder.JobKey.Text)))
                return await RunAsync(path, cancellationToken).ConfigureAwait(false);
            throw new ScreenDataException("The folder is neither a run (job.json) nor a model (model.json)",
                new Place { Blob = path });
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => await JobAsync(path, images, cancellationToken).ConfigureAwait(false),
            ".well" => Well(WellResultFormat.Read(BytesOf(path), path)),
            ".csv" or ".gz" => Table(path, CsvTable.Read(new MemoryStream(BytesOf(path)), path)),
            ".parquet" => Table(path, ParquetTable.Read(path)),
            _ => Image(path),
        };
    }

    private static byte[] BytesOf(string path) => ImageFile.Read(path, bytes => bytes.ToArray());

    private static Finding Image(string path)
    {
        var decoder = new ImageDecoder(new PixelPool(new PixelPoolOptions()), new ImageDecoderOptions());
        var header = ImageFile.Read(path, decoder.ReadHeader);
        return new Finding("image", new Dictionary<string, object?>
        {
            ["format"] = header.Format,
            ["width"] = header.Width,
            ["height"] = header.Height,
            ["pages"] = header.PageCount,
            ["bands"] = header.BandCount,
            ["type"] = header.Type.Name(),
            ["photometric"] = header.Photometric,
        });
    }

    private static Finding Model(ModelFolder folder) => new("model", new Dictionary<string, object?>
    {
        ["name"] = folder.Card.Name,
        ["description"] = folder.Card.Description,
        ["sha256"] = folder.Card.Sha256,
        ["channels"] = folder.Card.Input.Channels.ToString(),
        ["tile"] = $"{folder.Card.Input.WidthPixels} x {folder.Card.Input.HeightPixels}",
        ["batchSize"] = folder.Card.BatchSize,
        ["outputs"] = folder.Card.Outputs.Select(o => o.Name).ToArray(),
    });

    private static Finding Well(WellResult well) => new("well result", new Dictionary<string, object?>
    {
        ["plate"] = well.Plate.Barcode,
        ["well"] = well.Well.ToString(),
        ["sites"] = well.SiteNumbers.Count,
        ["tiles"] = well.TileCount,
        ["features"] = well.Profile.Length,
        ["jobHash"] = well.JobHash,
        ["problems"] = well.Problems,
    });

    private static Finding Table(string path, ProfileTable table) => new("table", new Dictionary<string, object?>
    {
        ["file"] = path,
        ["rows"] = table.RowCount,
        ["features"] = table.FeatureCount,
        ["metadata"] = table.MetadataNames.ToArray(),
    });

    private static async Task<Finding> JobAsync(string path, string? images, CancellationToken cancellationToken)
    {
        var job = JobFile.Read(path);
        var opened = StoreFolder.OpenToRead(StoreFolder.ImagesOf(job, path, images));
        var plan = await ScreenPlan.MakeAsync(job, opened, cancellationToken).ConfigureAwait(false);
        var missing = await CellLocations.FindMissingAsync(job, plan, opened, cancellationToken).ConfigureAwait(false);
        return new Finding("job", new Dictionary<string, object?>
        {
            ["name"] = job.Name,
            ["model"] = job.Model,
            ["images"] = opened.Location,
            ["plates"] = plan.Plates.Select(p => p.Plate.Barcode).ToArray(),
            ["wells"] = plan.WellCount,
            ["sites"] = plan.Plates.Sum(p => p.Wells.Sum(w => w.Sites.Count)),
            ["channels"] = job.Channels.Select(c => c.Name).ToArray(),
            ["otherFiles"] = plan.IgnoredCount,
            ["problems"] = plan.Problems.Select(p => p.ToString())
                .Concat(missing.Select(m => m.Message))
                .Concat(plan.Plates.SelectMany(p => p.Wells).Select(w => w.Error?.Message).OfType<string>())
                .ToArray(),
        });
    }

    private static async Task<Finding> RunAsync(string path, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(StoreFolder.OpenToRead(path));
        var job = await folder.ReadJobAsync(cancellationToken).ConfigureAwait(false);
        var summary = await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, cancellationToken)
            .ConfigureAwait(false);
        var plates = await folder.ListPlatesAsync(cancellationToken).ConfigureAwait(false);
        var hash = JobFile.HashOf(job);
        var (done, failed) = (0, 0);
        foreach (var plate in plates)
        {
            await foreach (var _ in folder.ReadWellsAsync(plate, hash, cancellationToken).ConfigureAwait(false))
                done++;
            failed += (await folder.ReadFailuresAsync(plate, cancellationToken).ConfigureAwait(false)).Count;
        }

        return new Finding("run", new Dictionary<string, object?>
        {
            ["name"] = job.Name,
            ["finished"] = summary is not null,
            ["jobHash"] = hash,
            ["plates"] = plates.Select(p => p.Barcode).ToArray(),
            ["wellsDone"] = done,
            ["wellsFailed"] = failed,
            ["tiles"] = summary?.TileCount,
            ["zPrime"] = summary?.ZPrime,
            ["problems"] = (summary?.Problems ?? []).Select(p => p.ToString()).ToArray(),
        });
    }

    private sealed record Finding(string Kind, Dictionary<string, object?> Facts);
}
