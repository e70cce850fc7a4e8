using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Detection;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// <c>hcsgrid detect gold IMAGE…</c>: the gold particles of immunogold electron micrographs.
/// </summary>
internal static class DetectGoldCommand
{
    private const string UsualModel = "gold-v1";
    private const string Placements = "--placements";
    private const string RipleyDistance = "--ripley-distance";
    private const string ClusterDistance = "--cluster-distance";

    public static Command Make()
    {
        var images = new Argument<string[]>("image")
        {
            Description = "Micrographs: TIFF, PNG or JPEG, 8 or 16 bits.",
            Arity = ArgumentArity.OneOrMore,
        };
        var region = Text("--region", "A mask of the image's size, white where to look; or a folder of such.");
        var exclude = Text("--exclude", "A mask of the image's size, white where not to look; or a folder of such.");
        var band = new Option<int?>("--band")
        {
            Description = "The band of colour images, from 0 (default: they are gray).",
        };
        var pixelSize = new Option<double?>("--pixel-size")
        {
            Description = "Nanometres of a pixel (default: as the file says).",
        };
        var groups = Text("--groups", "Size groups: diameters in nm such as 6,12,18, or mixture, or mixture:K.");
        var threshold = new Option<double?>("--threshold")
        {
            Description = "The least confidence of a particle, between 0 and 1 (default: the model's).",
        };
        var placements = new Option<int>(Placements)
        {
            Description = "Random placements that the particles' places are compared with; 0 compares nothing.",
            DefaultValueFactory = _ => SpatialChoice.UsualPlacementCount,
        };
        var longest = Distance(RipleyDistance, "The longest distance of Ripley's L", SpatialChoice.UsualLongestNm);
        var cluster = Distance(ClusterDistance, "The longest step within a cluster", SpatialChoice.UsualClusterNm);
        var model = new Option<string>("--model")
        {
            Description = "The model's name or folder.",
            DefaultValueFactory = _ => UsualModel,
        };
        var outFolder = Text("--out", "Write tables and pictures of every image into this folder.");
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("gold", "Find gold particles in immunogold electron micrographs.")
        {
            images, region, exclude, band, pixelSize, groups, threshold, placements, longest, cluster, model, outFolder,
            device, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new GoldRequest(
                parsed.GetRequiredValue(images), parsed.GetValue(region), parsed.GetValue(exclude),
                parsed.GetValue(band), parsed.GetValue(pixelSize), GroupChoice.Parse(parsed.GetValue(groups)),
                parsed.GetValue(threshold),
                new SpatialChoice(
                    parsed.GetValue(placements), parsed.GetValue(longest), parsed.GetValue(cluster)),
                parsed.GetValue(model)!, parsed.GetValue(outFolder)),
            parsed.GetValue(device), new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<double> Distance(string name, string description, double usual) => new(name)
    {
        Description = $"{description}, in nanometres.",
        DefaultValueFactory = _ => usual,
    };

    private static async Task<int> RunAsync(
        GoldRequest request, InferenceDevice device, Output output, CancellationToken cancellationToken)
    {
        Check(request);
        var folder = ModelCatalog.Default.Find(request.Model);
        // Told before the model is loaded.
        _ = folder.Card.RequireDetection();
        using var model = OnnxModel.Load(folder, new OnnxModelOptions { Device = device });
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var batcher = new TileBatcher(model, new TileBatcherOptions(), clock);
        await using var owned = batcher.ConfigureAwait(false);
        var detection = new GoldDetection(request, folder.Card, batcher);
        var (found, problems) = await detection.RunAsync(cancellationToken).ConfigureAwait(false);
        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        // One image that cannot be used is a command that asked wrongly; among many it is a problem.
        if (request.Images.Count == 1 && problems.Count == 1)
            throw problems[0].Error;
        var files = request.OutFolder is null ? null : found.SelectMany(i => GoldFiles.Write(i, request)).ToArray();
        if (output.IsJson)
        {
            Output.WriteJson(GoldReport.Document(found, problems, folder.Card, detection.Threshold, files));
        }
        else
        {
            GoldReport.Write(found, output);
            foreach (var file in files ?? [])
                Output.WriteLine(file);
        }

        Tell(found, problems, seconds, output);
        return problems.Count == 0 ? ExitCode.Done : ExitCode.DoneWithProblems;
    }

    private static void Check(GoldRequest request)
    {
        if (request.PixelSizeNm is { } size && !(size > 0 && double.IsFinite(size)))
            throw Wrong($"--pixel-size is {size}, expected nanometres above 0");
        if (request.Threshold is { } threshold && threshold is not (> 0 and < 1))
            throw Wrong($"--threshold is {threshold}, expected more than 0 and less than 1");
        foreach (var (property, reason) in request.Spatial.Faults())
            throw Wrong($"{OptionOf(property)} {reason}");
        if (request.OutFolder is not null)
            GoldFiles.Require(request.OutFolder, request.Images);

        static ScreenDataException Wrong(string reason) => new(reason, Place.Unknown);
    }

    /// <summary>The option that says a property of <see cref="SpatialChoice"/>.</summary>
    private static string OptionOf(string property) => property switch
    {
        nameof(SpatialChoice.PlacementCount) => Placements,
        nameof(SpatialChoice.LongestNm) => RipleyDistance,
        _ => ClusterDistance,
    };

    private static void Tell(
        IReadOnlyList<FoundImage> found, IReadOnlyList<GoldProblem> problems, double seconds, Output output)
    {
        foreach (var problem in problems)
            Output.Tell(problem.Error.Message);
        foreach (var image in found)
        {
            if (image.PageCount > 1)
                Output.Tell($"{image.Path} has {image.PageCount} pages: the first was searched");
            if (image.RegionPixelCount == 0)
                Output.Tell($"{image.Path}: the masks leave no pixel in which particles count");
            if (image.PixelSizeNm is null)
            {
                Output.Tell(
                    $"{image.Path} does not tell its pixel size: diameters are in pixels, and the model took the " +
                    "image for one of its own scale (--pixel-size NM)");
            }
        }

        foreach (var tooMany in found.Select(SpatialComparison.TooMany).OfType<string>())
            Output.Tell(tooMany);

        var megapixels = found.Sum(i => (double)i.Width * i.Height) / 1e6;
        output.Messages.WriteLine(
            $"{megapixels:0.0} megapixels in {seconds:0.0} s, {megapixels / seconds:0.0} a second");
    }
}
