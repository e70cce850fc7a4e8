using HcsGrid.Plates;
using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// Says that a plate's tables are made and that the compounds know of its wells: the blob
/// <c>plates/&lt;plate&gt;/gathered.json</c>.
/// </summary>
/// <remarks>By it a coordinator that takes up a job need not read the wells of finished plates. Where it is missing,
/// the plate's wells are read back and its tables are made again, to the same bytes.</remarks>
internal sealed record PlateGathering
{
    public int FormatVersion { get; init; } = 1;

    /// <summary>Wells that were done when the tables were made.</summary>
    public required int WellCount { get; init; }

    /// <summary>Whether a plate is finished: its tables hold all of its wells that have not failed.</summary>
    public static async Task<bool> IsDoneAsync(
        RunFolder folder, PlateId plate, int doneCount, CancellationToken cancellationToken) =>
        await folder.ReadJsonAsync<PlateGathering>(KeyOf(plate), cancellationToken) is { FormatVersion: 1 } gathering &&
        gathering.WellCount == doneCount &&
        await folder.ReadJsonAsync<PlateQualitySummary>(
            RunFolder.PlateKey(plate, "quality.json"), cancellationToken) is { } quality &&
        quality.WellsDone == doneCount;

    public static Task PutAsync(
        RunFolder folder, PlateId plate, int wellCount, CancellationToken cancellationToken) =>
        folder.PutJsonAsync(KeyOf(plate), new PlateGathering { WellCount = wellCount }, cancellationToken);

    private static Storage.BlobKey KeyOf(PlateId plate) => RunFolder.PlateKey(plate, "gathered.json");
}
