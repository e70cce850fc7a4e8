using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// A screen's plan in its run folder, so that every process of a cluster works on the same one and none lists the
/// images again: <c>plan.json</c> and <c>plates/&lt;plate&gt;/plan.json</c> (docs/formats/plan.md).
/// </summary>
/// <remarks>The plates' blobs are written first and <c>plan.json</c> last, if absent: a plan that has it is whole and
/// stands. Writing twice is harmless.</remarks>
public sealed class PlanBlobs(RunFolder folder)
{
    private static readonly BlobKey IndexKey = new("plan.json");

    /// <summary>Reads what there is to do; null where nobody has planned the run.</summary>
    public Task<PlanIndex?> ReadAsync(CancellationToken cancellationToken) =>
        folder.ReadJsonAsync<PlanIndex>(IndexKey, cancellationToken);

    /// <summary>Writes a plan if there is none.</summary>
    /// <returns>The plan that stands.</returns>
    public async Task<PlanIndex> WriteAsync(ScreenPlan plan, CancellationToken cancellationToken)
    {
        foreach (var plate in plan.Plates)
        {
            await folder.PutJsonAsync(KeyOf(plate.Plate), PlannedImages.Of(plan.Of(plate)), cancellationToken)
                .ConfigureAwait(false);
        }

        var index = new PlanIndex
        {
            ImageIndexes = plan.ImageIndexes,
            Plates = [.. plan.Plates.Select(p => new PlanIndexPlate(p.Plate.Barcode, p.Wells.Count))],
            Problems = plan.Problems,
        };
        await folder.PutJsonIfAbsentAsync(IndexKey, index, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false) ?? index;
    }

    /// <summary>Reads what there is to do on a plate.</summary>
    /// <exception cref="ScreenDataException">The plan has no such plate, or its blob is damaged.</exception>
    public async Task<PlatePlan> ReadPlateAsync(PlateId plate, CancellationToken cancellationToken)
    {
        var images = await folder.ReadJsonAsync<PlannedImages>(KeyOf(plate), cancellationToken).ConfigureAwait(false)
            ?? throw new ScreenDataException(
                "The run's plan has no such plate", new Place { Plate = plate, Blob = KeyOf(plate).Text });
        return images.ToPlan(KeyOf(plate));
    }

    private static BlobKey KeyOf(PlateId plate) => RunFolder.PlateKey(plate, "plan.json");
}
