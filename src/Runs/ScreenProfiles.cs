using HcsGrid.Plates;
using HcsGrid.Profiling;

namespace HcsGrid.Runs;

/// <summary>
/// A screen's wells and treatments, read from its plates' tables.
/// </summary>
internal sealed class ScreenProfiles
{
    /// <summary>The columns that make a treatment.</summary>
    public static readonly string[] TreatmentKey = ["Metadata_pert_iname", "Metadata_Dose"];

    private ScreenProfiles(ProfileTable wells, ProfileTable consensus, double[] axisScores)
    {
        (Wells, Consensus, AxisScores) = (wells, consensus, axisScores);
        Tested = ScreenTables.TestedOf(consensus);
        TreatmentRows = RowsOf(ControlRole.Treatment);
        ControlRows = RowsOf(ControlRole.NegativeControl);
    }

    /// <summary>All plates' normalized wells with the features that similarities use.</summary>
    public ProfileTable Wells { get; }

    /// <summary>One row a treatment, controls too: the medians of the wells.</summary>
    public ProfileTable Consensus { get; }

    /// <summary>The rows of <see cref="Consensus"/> that are no controls.</summary>
    public ProfileTable Tested { get; }

    /// <summary>Each well's score on its plate's control axis; NaN where there is none.</summary>
    public double[] AxisScores { get; }

    /// <summary>The wells with a compound that is no control.</summary>
    public int[] TreatmentRows { get; }

    /// <summary>The wells that are negative controls.</summary>
    public int[] ControlRows { get; }

    /// <param name="normalized">The plates' normalized wells.</param>
    /// <param name="axes">The plates' control axes: the same wells in the same order.</param>
    public static ScreenProfiles Of(IReadOnlyList<ProfileTable> normalized, IReadOnlyList<ProfileTable> axes)
    {
        var wells = UsableFeatures(ProfileTable.Concat(
            normalized.Where(t => t.RowCount > 0).DefaultIfEmpty(normalized[0])));
        double[] scores = [.. axes.SelectMany(axis => axis.Feature(0).ToArray())];
        if (scores.Length != wells.RowCount)
        {
            throw new ScreenDataException(
                $"The plates have {wells.RowCount} normalized wells and {scores.Length} scores on control axes: "
                + "a table is damaged", Place.Unknown);
        }

        var compounds = wells.Metadata("Metadata_pert_iname");
        var consensus = Profiling.Aggregation.Consensus.Median(
            wells.SelectRows(row => compounds[row].Length > 0), TreatmentKey);
        return new ScreenProfiles(wells, consensus, scores);
    }

    private int[] RowsOf(ControlRole role)
    {
        var compounds = Wells.Metadata("Metadata_pert_iname");
        return [.. PlateTables.RowsWith(Wells, role)
            .Where(row => role != ControlRole.Treatment || compounds[row].Length > 0)];
    }

    private static ProfileTable UsableFeatures(ProfileTable wells)
    {
        var usable = new List<int>();
        for (var feature = 0; feature < wells.FeatureCount; feature++)
        {
            var isUsable = true;
            foreach (var value in wells.Feature(feature))
                isUsable &= Math.Abs(value) <= ScreenTables.OutlierCutoff;
            if (isUsable)
                usable.Add(feature);
        }

        return wells.SelectFeatures(usable);
    }
}
