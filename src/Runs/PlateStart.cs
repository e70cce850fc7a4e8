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

    private readonly FeatureLayout _features = new(card, [.. job.Channels.Select(c => new Channel(c.Name))]);

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
            Wells = record.Wells.Select(w => WellAddress.Parse(w.Well)).ToHashSet(),
        };
    }

    /// <summary>A plate map that was edited after the plate was begun must not be passed over in silence.</summary>
    private static IReadOnlyList<RunProblem> ChangesSince(PlateRecord record, PlatePlan plan)
    {
        var now = plan.Wells.ToDictionary(w => w.Well, StringComparer.Ordinal);
        var changed = record.Wells.Where(w => now.TryGetValue(w.Well, out var other) && other != w)
            .Select(w => w.Well).ToArray();
        return changed.Length == 0
            ? []
            : [new RunProblem(
                $"The plate map says otherwise of {changed.Length} wells than when the plate was begun " +
                $"({string.Join(", ", changed.Take(12))}{(changed.Length > 12 ? ", …" : "")}): " +
                "the plate keeps what it was begun with; start a new run to have the new map",
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
    };
}
