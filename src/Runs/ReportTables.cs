using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// The screen's tables that a report reads; those that a run need not have are empty where it has not.
/// </summary>
internal sealed class ReportTables
{
    public required ProfileTable Consensus { get; init; }

    public required ProfileTable Nearest { get; init; }

    public required ProfileTable Map { get; init; }

    public required TreatmentRows Hits { get; init; }

    public required TreatmentRows Replicates { get; init; }

    public required TreatmentRows Activity { get; init; }

    public required TreatmentRows Clusters { get; init; }

    /// <summary>One row a compound; null where the run has none.</summary>
    public ProfileTable? DoseResponse { get; init; }

    /// <summary>The code histograms of all wells; null for a model without codes.</summary>
    public ProfileTable? Codes { get; init; }

    /// <summary>The tree over the rows of <see cref="Clusters"/>; null where the run has none.</summary>
    public ProfileTable? Tree { get; init; }

    /// <exception cref="ScreenDataException">The run is not finished, or its folder is damaged.</exception>
    public static async Task<ReportTables> ReadAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        return new ReportTables
        {
            Consensus = await RequireAsync(folder, ScreenTables.ConsensusKey, cancellationToken).ConfigureAwait(false),
            Nearest = await RequireAsync(folder, ScreenTables.NearestKey, cancellationToken).ConfigureAwait(false),
            Map = await RequireAsync(folder, ScreenTables.MapKey, cancellationToken).ConfigureAwait(false),
            Hits = new TreatmentRows(await ReadAsync(ScreenTables.HitsKey).ConfigureAwait(false)),
            Replicates = new TreatmentRows(await ReadAsync(ScreenTables.ReplicatesKey).ConfigureAwait(false)),
            Activity = new TreatmentRows(await ReadAsync(ScreenTables.ActivityKey).ConfigureAwait(false)),
            Clusters = new TreatmentRows(await ReadAsync(ScreenTables.ClustersKey).ConfigureAwait(false)),
            DoseResponse = await ReadAsync(ScreenTables.DoseResponseKey).ConfigureAwait(false),
            Codes = await ReadAsync(ScreenTables.CodesKey).ConfigureAwait(false),
            Tree = await ReadAsync(ScreenTables.TreeKey).ConfigureAwait(false),
        };

        Task<ProfileTable?> ReadAsync(BlobKey key) => folder.ReadTableAsync(key, cancellationToken);
    }

    /// <summary>Reads a table that every finished run has.</summary>
    /// <exception cref="ScreenDataException">It is not there, or is damaged.</exception>
    public static async Task<ProfileTable> RequireAsync(
        RunFolder folder, BlobKey key, CancellationToken cancellationToken) =>
        await folder.ReadTableAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new ScreenDataException($"The run is not finished: {key}.csv is missing", Place.Unknown);

    /// <summary>Compound and dose of a row, as the tables write them.</summary>
    public static (string Compound, string Dose) KeyOf(ProfileTable table, int row) =>
        (table.Metadata("Metadata_pert_iname")[row], table.Metadata("Metadata_Dose")[row]);
}
