namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How profiles are sphered.
/// </summary>
public sealed record SpheringOptions
{
    /// <summary>The transform; default ZCA-cor.</summary>
    public SpheringMethod Method { get; init; } = SpheringMethod.ZcaCor;

    /// <summary>Added to the singular values, so that directions in which the reference rows hardly vary are not blown
    /// up; default 1e-6, the reference implementation's; 0 is allowed.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"{nameof(Method)} is {Method}, which is no sphering method.");
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon)))
            throw new ArgumentException($"{nameof(Epsilon)} is {Epsilon}; it must be finite and at least 0.");
    }
}
