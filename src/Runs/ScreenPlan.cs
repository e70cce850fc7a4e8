using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run has to do: its plates with their images and plate maps, found before the first well starts.
/// </summary>
public sealed record ScreenPlan
{
    /// <summary>The plates with their images, by barcode.</summary>
    public required IReadOnlyList<PlateImages> Plates { get; init; }

    /// <summary>What the wells hold, plate by plate.</summary>
    public required IReadOnlyDictionary<PlateId, PlateMap> PlateMaps { get; init; }

    /// <summary>Which of a site's images holds each channel of the job.</summary>
    public required IReadOnlyList<int> ImageIndexes { get; init; }

    /// <summary>Nanometres of a pixel by the image's key, where the job names a table of them; else null.</summary>
    public IReadOnlyDictionary<string, double>? PixelSizesNm { get; init; }

    /// <summary>What is missing or cannot be used.</summary>
    public required IReadOnlyList<RunProblem> Problems { get; init; }

    /// <summary>Blobs of the store that are no images of the screen.</summary>
    public required long IgnoredCount { get; init; }

    /// <summary>Wells that have images, of all plates.</summary>
    public long WellCount => Plates.Sum(plate => (long)plate.Wells.Count);

    /// <summary>What is to be done on one of the plates.</summary>
    public PlatePlan Of(PlateImages plate)
    {
        var map = PlateMaps[plate.Plate];
        return new PlatePlan(
            plate, map.Format.WellCount, [.. plate.Wells.Select(w => PlatePlan.WellOf(w, map[w.Well]))])
        {
            PixelSizesNm = PixelSizesNm is null ? null : SizesOf(plate, PixelSizesNm),
        };
    }

    /// <summary>Lists the images and reads the plate maps.</summary>
    /// <exception cref="ScreenDataException">There are no images, or a plate map's file or column is
    /// missing.</exception>
    public static async Task<ScreenPlan> MakeAsync(ScreenJob job, IBlobStore images,
        CancellationToken cancellationToken)
    {
        var pattern = new ImagePattern(job.Images.Pattern);
        var tokens = pattern.HasChannel
            ? job.Channels.Select(c => c.TokenText).Distinct(StringComparer.OrdinalIgnoreCase).ToList()
            : [job.Channels[0].TokenText];
        var found = await ScreenImages
            .FindAsync(images, ListingOf(job, pattern, tokens), cancellationToken).ConfigureAwait(false);
        var problems = found.Problems.Select(RunProblem.Of).ToList();
        var sizes = await PixelSizeTable.ReadAsync(job, images, found.Plates, problems, cancellationToken)
            .ConfigureAwait(false);
        var reader = job.PlateMap is { } source ? new PlateMapReader(images, source) : null;
        var maps = new Dictionary<PlateId, PlateMap>();
        var plates = new List<PlateImages>();
        foreach (var plate in found.Plates)
        {
            var wells = plate.Wells.Select(w => w.Well).ToArray();
            var entries = reader is null
                ? new Dictionary<WellAddress, PlateMapEntry>()
                : await reader.ReadAsync(plate.Plate, plate.Wells, cancellationToken).ConfigureAwait(false);
            var format = job.PlateFormat is { } count
                ? PlateFormat.FromWellCount(count)
                : PlateFormat.SmallestHolding(wells.Concat(entries.Keys));
            maps[plate.Plate] = new PlateMap(format, entries.Where(e => format.Contains(e.Key)));
            plates.Add(plate with { Wells = [.. plate.Wells.Select(w => Checked(plate.Plate, w, format))] });
            if (reader is not null)
                TellDifferences(plate.Plate, [.. wells.Where(format.Contains)], entries, problems);
        }

        return new ScreenPlan
        {
            Plates = plates,
            PlateMaps = maps,
            ImageIndexes = [.. job.Channels.Select(c => pattern.HasChannel
                ? tokens.FindIndex(t => string.Equals(t, c.TokenText, StringComparison.OrdinalIgnoreCase))
                : 0)],
            PixelSizesNm = sizes,
            Problems = [.. problems, .. reader?.Problems ?? []],
            IgnoredCount = found.IgnoredCount,
        };
    }

    private static ImageListing ListingOf(ScreenJob job, ImagePattern pattern, IReadOnlyList<string> tokens)
    {
        var masks = job.Detection?.MasksOf(pattern) ?? default;
        return new ImageListing(pattern, new PlateId(job.Images.Plate), tokens)
        {
            Companions =
            [
                .. new[] { masks.Region, masks.Exclude, job.Tiles.Cells?.LocationsOf(pattern) }
                    .OfType<CompanionPattern>(),
            ],
            Format = job.PlateFormat is { } count ? PlateFormat.FromWellCount(count) : null,
        };
    }

    /// <summary>The pixel sizes of a plate's images, in the order of the images' keys.</summary>
    private static SortedDictionary<string, double> SizesOf(
        PlateImages plate, IReadOnlyDictionary<string, double> sizes)
    {
        var own = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var key in plate.Wells.SelectMany(w => w.Sites).SelectMany(s => s.Keys).OfType<BlobKey>())
        {
            if (sizes.TryGetValue(key.Text, out var size))
                own[key.Text] = size;
        }

        return own;
    }

    /// <summary>
    /// A well outside the plate fails when its turn comes: its images' names are wrong, or the plate format is.
    /// </summary>
    private static WellImages Checked(PlateId plate, WellImages well, PlateFormat format) =>
        format.Contains(well.Well) || well.Error is not null ? well : well with
        {
            Error = new ScreenDataException(
                $"The well has images, but lies outside a plate of {format}",
                new Place
                {
                    Plate = plate,
                    Well = well.Well,
                    Blob = well.Sites[0].Keys.OfType<BlobKey>().First().Text
                }),
        };

    private static void TellDifferences(
        PlateId plate, WellAddress[] wells, IReadOnlyDictionary<WellAddress, PlateMapEntry> entries,
        List<RunProblem> problems)
    {
        Tell(
            entries.Where(e => e.Value.Role != ControlRole.Empty).Select(e => e.Key).Except(wells),
            "of the plate map have no images");
        Tell(wells.Where(w => !entries.ContainsKey(w)), "have images, but no entry in the plate map");

        void Tell(IEnumerable<WellAddress> missing, string what)
        {
            var list = missing.Order().ToArray();
            if (list.Length > 0)
            {
                problems.Add(new RunProblem(
                    $"{list.Length} wells {what}: {string.Join(", ", list.Take(12))}{(list.Length > 12 ? ", …" : "")}",
                    new Place { Plate = plate }));
            }
        }
    }
}
