using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// What a process needs to work on a run: its job, its folder, its images. Every engine does a run's steps through it.
/// </summary>
/// <remarks>Safe for many wells at once. Every step may be repeated, here or in another process.</remarks>
public sealed class RunSession(
    ScreenJob job, RunFolder folder, ModelCard card, IReadOnlyList<int> imageIndexes, ISiteReader reader)
{
    private readonly string _jobHash = JobFile.HashOf(job);

    public ScreenJob Job { get; } = job;

    public RunFolder Folder { get; } = folder;

    /// <summary>Begins plates.</summary>
    public PlateStart Start { get; } = new(folder, job, imageIndexes, card, reader);

    /// <summary>The job with its model filled in.</summary>
    /// <exception cref="ScreenDataException">The job asks for another model, or its tiles do not fit it.</exception>
    public static ScreenJob WithModel(ScreenJob job, ModelCard card)
    {
        if (job.ModelSha256 is { } wanted && !string.Equals(wanted, card.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ScreenDataException(
                $"The job asks for the model {job.Model} with sha256 {wanted}, the one here has {card.Sha256}",
                    Place.Unknown);
        }

        JobCheck.That(
            job.Tiles.OverlapPixels < card.Input.WidthPixels, "tiles.overlapPixels",
            $"is {job.Tiles.OverlapPixels}, " +
            $"expected less than the {card.Input.WidthPixels} pixels of the model's tiles");
        return WithDetection(job, card) with { Model = card.Name, ModelSha256 = card.Sha256 };
    }

    /// <summary>A job whose model detects particles has its <c>detection</c> filled in from the card; another has
    /// none.</summary>
    private static ScreenJob WithDetection(ScreenJob job, ModelCard card)
    {
        if (card.Detection is not { } detection)
        {
            JobCheck.That(
                job.Detection is null, "detection", $"is there, but the model {card.Name} detects no particles");
            return job;
        }

        JobCheck.That(
            job.Channels.Count == 1, "channels",
            $"has {job.Channels.Count} entries, expected one: the model {card.Name} detects particles");
        JobCheck.That(
            job.Tiles.OverlapPixels == 0, "tiles.overlapPixels",
            $"is {job.Tiles.OverlapPixels}, expected 0: tiles overlap by what the model {card.Name} sees");
        JobCheck.That(
            job.Tiles.Cells is null, "tiles.cells",
            $"is there, but the model {card.Name} detects particles in the whole image, not around cells");
        var asked = job.Detection ?? new DetectionOptions();
        return job with
        {
            Detection = asked with
            {
                GroupsNm = asked.GroupsNm ?? detection.GroupsNm,
                Threshold = asked.Threshold ?? detection.Threshold,
            },
        };
    }

    /// <summary>The reader of a job's images.</summary>
    /// <param name="job">The job.</param>
    /// <param name="images">The store.</param>
    /// <param name="pool">Where planes lie.</param>
    /// <param name="ahead">Reads the store ahead where it is remote: the one of the process.</param>
    public static SiteReader ReaderOf(ScreenJob job, IBlobStore images, PixelPool pool, ReadAhead ahead) => new(
        images,
        new ImageDecoder(pool, new ImageDecoderOptions
        {
            MaxPixels = job.Limits.MaxImagePixels,
            MaxFileBytes = job.Limits.MaxImageBytes,
        }),
        job.Limits,
        images.IsRemote ? ahead.Of(images) : null)
    {
        ReadsPixelSize = job.Detection is { PixelSizeNm: null, PixelSizes: null },
    };

    /// <summary>Reads from the store which wells of a plate are done.</summary>
    public async Task<PlateRun> ReadBackAsync(PlateImages plate, CancellationToken cancellationToken)
    {
        var done = new HashSet<WellAddress>();
        await foreach (var well in Folder.ReadWellsAsync(plate.Plate, _jobHash, cancellationToken)
            .ConfigureAwait(false))
            done.Add(well.Well);
        return new PlateRun(plate.Plate, plate.Wells.Select(w => w.Well), done);
    }

    /// <summary>Runs a well and writes its result, or why there is none.</summary>
    /// <param name="context">Gives the plate's context; a plate that cannot be begun fails its wells.</param>
    /// <param name="plate">The plate.</param>
    /// <param name="well">The well's images.</param>
    /// <param name="embedder">Who embeds the tiles.</param>
    /// <param name="cancellationToken">Ends the work; nothing is written.</param>
    /// <returns>Why the well failed; null where it is done.</returns>
    public async Task<RunProblem?> RunWellAsync(
        Func<Task<PlateContext>> context, PlateId plate, WellImages well, ITileEmbedder embedder,
        CancellationToken cancellationToken)
    {
        try
        {
            var pipeline = new WellPipeline(await context().ConfigureAwait(false), reader, embedder);
            var result = await pipeline.RunAsync(well, cancellationToken).ConfigureAwait(false);
            await Folder.PutWellAsync(result, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ScreenDataException error)
        {
            var failure = RunProblem.Of(error.Within(new Place { Plate = plate, Well = well.Well }));
            await Folder.PutFailureAsync(plate, well.Well, failure, cancellationToken).ConfigureAwait(false);
            return failure;
        }
    }
}
