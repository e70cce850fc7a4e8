using HcsGrid.Profiling;
using HcsGrid.Profiling.Quality;
using HcsGrid.Profiling.Response;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the tables of hits and of replicates: one row a treatment.
/// </summary>
internal sealed class ScreenHits
{
    private static readonly string[] Names = ["Metadata_pert_iname", "Metadata_Dose", "Metadata_moa"];

    private readonly ScreenProfiles _screen;
    private readonly HitCallingResult _calls;
    private readonly IReadOnlyList<TreatmentReproducibility> _cosines;
    private readonly IReadOnlyList<TreatmentReproducibility> _correlations;
    private readonly string[] _moas;

    public ScreenHits(ScreenProfiles screen, HitCallingOptions options)
    {
        _screen = screen;
        _calls = HitCalling.Call(
            screen.Wells, screen.TreatmentRows, screen.ControlRows, ScreenProfiles.TreatmentKey, "Metadata_Plate",
            options);
        var treated = screen.Wells.SelectRows(screen.TreatmentRows);
        _cosines = ReplicateReproducibility.Of(treated, ScreenProfiles.TreatmentKey);
        _correlations = ReplicateReproducibility.Of(treated, ScreenProfiles.TreatmentKey, centreRows: true);
        var moas = screen.Wells.Metadata("Metadata_moa");
        _moas = [.. _calls.Treatments.Select(t => moas[t.Rows[0]])];
    }

    /// <summary>Treatments that could be called.</summary>
    public int CallableCount => _calls.CallableCount;

    /// <summary>Treatments with a q-value of at most the rate asked for.</summary>
    public int HitCount => _calls.HitCount;

    /// <summary>Treatments with replicates to compare.</summary>
    public int ReplicatedCount => _cosines.Count(t => t.IsReplicating is not null);

    /// <summary>Treatments whose replicates are more alike than the 95th percentile of chance.</summary>
    public int ReplicatingCount => _cosines.Count(t => t.IsReplicating == true);

    /// <summary>The table <c>profiles/hits</c>.</summary>
    public ProfileTable HitTable()
    {
        var z = ReadoutZScore.PerPlate(
            _screen.AxisScores, _screen.Wells.Metadata("Metadata_Plate"), _screen.ControlRows);
        var builder = new ProfileTableBuilder(
            [.. Names, "Metadata_Reason"],
            [
                "Effect", "P_Value", "Q_Value", "Replicate_Count", "Replicate_Correlation", "Axis_Effect",
                "Axis_Robust_Z", "Smallest_P_Value",
            ]);
        for (var i = 0; i < _calls.Treatments.Count; i++)
        {
            var hit = _calls.Treatments[i];
            builder.AddRow(
                [.. hit.Key, _moas[i], hit.Reason],
                [
                    hit.Effect, hit.PValue, hit.QValue, hit.Rows.Count, _correlations[i].Similarity,
                    OrderStatistics.Mean([.. hit.Rows.Select(row => _screen.AxisScores[row])]),
                    MedianOf(hit.Rows.Select(row => z[row])), hit.SmallestPValue,
                ]);
        }

        return builder.Build();
    }

    /// <summary>The table <c>profiles/replicates</c>.</summary>
    public ProfileTable ReplicateTable()
    {
        var builder = new ProfileTableBuilder(
            Names, ["Replicate_Count", "Median_Cosine", "Null_95", "Median_Correlation", "Correlation_Null_95"]);
        for (var i = 0; i < _cosines.Count; i++)
        {
            var (cosine, correlation) = (_cosines[i], _correlations[i]);
            builder.AddRow(
                [.. cosine.Key, _moas[i]],
                [
                    cosine.Rows.Count, cosine.Similarity, cosine.Null95, correlation.Similarity, correlation.Null95,
                ]);
        }

        return builder.Build();
    }

    private static double MedianOf(IEnumerable<double> values) =>
        OrderStatistics.Median([.. values.Where(double.IsFinite)]);
}
