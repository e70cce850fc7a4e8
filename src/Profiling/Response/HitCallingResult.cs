namespace HcsGrid.Profiling.Response;

/// <summary>
/// Which treatments differ from the negative controls.
/// </summary>
public sealed record HitCallingResult
{
    /// <summary>One entry a treatment, in the order of its values (ordinal, missing last).</summary>
    public required IReadOnlyList<TreatmentHit> Treatments { get; init; }

    /// <summary>Treatments whose q-value is at most the false-discovery rate asked for.</summary>
    public required int HitCount { get; init; }

    /// <summary>Treatments that could be compared at all.</summary>
    public required int CallableCount { get; init; }

    /// <summary>Negative controls on plates with at least three of them.</summary>
    public required int ControlCount { get; init; }

    /// <summary>Features finite in every row of the table that vary among the controls.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Times that some controls were held out and the rest made the reference.</summary>
    public required int SplitCount { get; init; }

    /// <summary>What was asked for.</summary>
    public required HitCallingOptions Options { get; init; }
}
