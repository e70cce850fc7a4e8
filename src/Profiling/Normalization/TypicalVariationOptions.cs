namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How typical variation is taken out of profiles.
/// </summary>
public sealed record TypicalVariationOptions
{
    /// <summary>The metadata column that names a row's acquisition batch; null, the default, leaves batches as they
    /// are.</summary>
    public string? BatchColumn { get; init; }

    /// <summary>Added to the diagonal of every covariance before batches are aligned; default 0.5.</summary>
    public double Regularization { get; init; } = 0.5;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (BatchColumn is "")
            throw new ArgumentException($"{nameof(BatchColumn)} is empty; name a metadata column, or none.");
        if (!(Regularization > 0 && double.IsFinite(Regularization)))
        {
            throw new ArgumentException(
                $"{nameof(Regularization)} is {Regularization}; it must be finite and above 0.");
        }
    }
}
