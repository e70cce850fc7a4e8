using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Begins a plate: fixes its record once, and makes the context that its wells work in.
/// </summary>
public sealed class PlateStart(RunFolder folder, ScreenJob job, ScreenPlan plan, ModelCard card, SiteReader reader)
{
    private readonly string _jobHash = JobFile.HashOf(job);

    /// <summary>Reads the plate's record, or measures and writes it.</summary>
    /// <exception cref="ScreenDataException">The record in the folder belongs to another job.</exception>
    public async Task<PlateContext> BeginAsync(PlateImages plate, CancellationToken cancellationToken)
    {
        var features = new FeatureLayout(card, [.. job.Channels.Select(c => new Channel(c.Name))]);
        var record = await folder.ReadPlateAsync(plate.Plate, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            var scaling = new PlateScaling(reader, job, plan.ImageIndexes);
            var channels = await scaling.MeasureAsync(plate, cancellationToken).ConfigureAwait(false);
            record = await folder
                .BeginPlateAsync(RecordOf(plate, channels, features), cancellationToken).ConfigureAwait(false);
        }

        if (record.JobHash != _jobHash)
        {
            throw new ScreenDataException(
                "The plate's record in the run folder belongs to another job",
                new Place { Plate = plate.Plate, Blob = RunFolder.PlateKey(plate.Plate, "plate.json").Text });
        }

        return new PlateContext
        {
            Plate = plate.Plate,
            Job = job,
            JobHash = _jobHash,
            Channels = [.. job.Channels.Select(c => new Channel(c.Name))],
            ImageIndexes = plan.ImageIndexes,
            Scales = [.. record.Channels.Select(c => new IntensityScale(c.Low, c.High, Clip: false))],
            SampleTypes = [.. record.Channels.Select(c =>
                c.SampleType == "uint8" ? SampleType.UInt8 : SampleType.UInt16)],
            Features = features,
            Wells = record.Wells.Select(w => WellAddress.Parse(w.Well)).ToHashSet(),
            Problems = ChangesSince(record, plate.Plate),
        };
    }

    /// <summary>A plate map that was edited after the plate was begun must not be passed over in silence.</summary>
    private IReadOnlyList<RunProblem> ChangesSince(PlateRecord record, PlateId plate)
    {
        var map = plan.PlateMaps[plate];
        var changed = record.Wells.Where(w => WellOf(WellAddress.Parse(w.Well), map[WellAddress.Parse(w.Well)]) != w)
            .Select(w => w.Well).ToArray();
        return changed.Length == 0
            ? []
            : [new RunProblem(
                $"The plate map says otherwise of {changed.Length} wells than when the plate was begun " +
                $"({string.Join(", ", changed.Take(12))}{(changed.Length > 12 ? ", …" : "")}): " +
                "the plate keeps what it was begun with; start a new run to have the new map",
                new Place { Plate = plate })];
    }

    private PlateRecord RecordOf(PlateImages plate, IReadOnlyList<PlateChannel> channels, FeatureLayout features)
    {
        var map = plan.PlateMaps[plate.Plate];
        return new PlateRecord
        {
            Plate = plate.Plate.Barcode,
            JobHash = _jobHash,
            WellCount = map.Format.WellCount,
            TileSizePixels = card.Input.WidthPixels,
            Channels = channels,
            Features = features.Names,
            Wells = [.. plate.Wells.Select(w => WellOf(w.Well, map[w.Well]))],
        };
    }

    private static PlateWell WellOf(WellAddress well, PlateMapEntry? entry) => new()
    {
        Well = well.ToString(),
        Role = (entry?.Role ?? ControlRole.Treatment).ToTableText(),
        Compound = entry?.Perturbation?.Compound,
        Dose = entry?.Perturbation?.Dose,
        DoseUnit = entry?.Perturbation is { Dose: not null } perturbation ? perturbation.DoseUnit : null,
        Identifier = entry?.Perturbation?.Identifier,
        Moa = entry?.Perturbation?.Moa?.Text,
    };
}
