using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Begins a plate: fixes its record once, and makes the context that its wells work in.
/// </summary>
public sealed class PlateStart(
    RunFolder folder, ScreenJob job, IReadOnlyList<int> imageIndexes, ModelCard card, ISiteReader reader)
{
    private readonly string _jobHash = JobFile.HashOf(job);

    private readonly FeatureLayout _features = FeatureLayout.Of(card, job);

    /// <summary>Reads the plate's record, or measures and writes it.</summary>
    /// <exception cref="ScreenDataException">The record in the folder belongs to another job.</exception>
    public async Task<PlateContext> BeginAsync(PlatePlan plan, CancellationToken cancellationToken)
    {
        var record = await folder.ReadPlateAsync(plan.Plate, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            var scaling = new PlateScaling(reader, job, imageIndexes);
            var channels = await scaling.MeasureAsync(plan.Images, cancellationToken).ConfigureAwait(false);
            record = await folder.BeginPlateAsync(RecordOf(plan, channels), cancellationToken).ConfigureAwait(false);
        }

        RequireSameImages(record, plan);
        return ContextOf(record) with { Problems = ChangesSince(record, plan) };
    }

    /// <summary>The context of a plate that somebody has begun.</summary>
    /// <exception cref="ScreenDataException">The plate was not begun, or its record belongs to another job.</exception>
    public async Task<PlateContext> ReadAsync(PlateId plate, CancellationToken cancellationToken) =>
        ContextOf(await folder.RequirePlateAsync(plate, cancellationToken).ConfigureAwait(false));

    private PlateContext ContextOf(PlateRecord record)
    {
        var plate = new PlateId(record.Plate);
        if (record.JobHash != _jobHash)
        {
            throw new ScreenDataException(
                "The plate's record in the run folder belongs to another job",
                new Place { Plate = plate, Blob = RunFolder.PlateKey(plate, "plate.json").Text });
        }

        return new PlateContext
        {
            Plate = plate,
            Job = job,
            JobHash = _jobHash,
            Channels = [.. job.Channels.Select(c => new Channel(c.Name))],
            ImageIndexes = imageIndexes,
            Scales = [.. record.Channels.Select(c => new IntensityScale(c.Low, c.High, Clip: false))],
            SampleTypes = [.. record.Channels.Select(c =>
                c.SampleType == "uint8" ? SampleType.UInt8 : SampleType.UInt16)],
            Features = _features,
            Card = card,
            PixelSizesNm = record.PixelSizesNm,
            Wells = record.Wells.Select(w => WellAddress.Parse(w.Well)).ToHashSet(),
        };
    }

    /// <summary>Images that are wells by the order of their names must not have moved to other wells.</summary>
    private static void RequireSameImages(PlateRecord record, PlatePlan plan)
    {
        var now = plan.Wells.ToDictionary(w => w.Well, StringComparer.Ordinal);
        var moved = record.Wells
            .FirstOrDefault(w => w.Image is not null && now.GetValueOrDefault(w.Well)?.Image != w.Image);
        if (moved is null)
            return;
        var image = now.GetValueOrDefault(moved.Well)?.Image;
        throw new ScreenDataException(
            $"The images are not those that the plate was begun with: the well was the image {moved.Image}, now it " +
            (image is null ? "has none" : $"would be {image}") + "; start a new run",
            new Place { Plate = plan.Plate, Well = WellAddress.Parse(moved.Well) });
    }

    /// <summary>A plate map that was edited after the plate was begun must not be passed over in silence.</summary>
    private static IReadOnlyList<RunProblem> ChangesSince(PlateRecord record, PlatePlan plan)
    {
        var now = plan.Wells.ToDictionary(w => w.Well, StringComparer.Ordinal);
        return
        [
            .. Tell(
                "The plate map", "wells", "the new map",
                [.. record.Wells.Where(w => now.TryGetValue(w.Well, out var other) && other != w).Select(w => w.Well)]),
            .. Tell(
                "The table of pixel sizes", "images", "the new sizes",
                [.. (record.PixelSizesNm ?? new SortedDictionary<string, double>())
                    .Where(s => plan.PixelSizesNm?.GetValueOrDefault(s.Key) != s.Value).Select(s => s.Key)]),
        ];

        IEnumerable<RunProblem> Tell(string table, string what, string wanted, string[] changed) => changed.Length == 0
            ? []
            : [new RunProblem(
                $"{table} says otherwise of {changed.Length} {what} than when the plate was begun " +
                $"({string.Join(", ", changed.Take(12))}{(changed.Length > 12 ? ", …" : "")}): " +
                $"the plate keeps what it was begun with; start a new run to have {wanted}",
                new Place { Plate = plan.Plate })];
    }

    private PlateRecord RecordOf(PlatePlan plan, IReadOnlyList<PlateChannel> channels) => new()
    {
        Plate = plan.Plate.Barcode,
        JobHash = _jobHash,
        WellCount = plan.WellCount,
        TileSizePixels = card.Input.WidthPixels,
        Channels = channels,
        Features = _features.Names,
        Codes = _features.CodeNames.Count > 0 ? _features.CodeNames : null,
        Wells = plan.Wells,
        PixelSizesNm = plan.PixelSizesNm,
    };
}
