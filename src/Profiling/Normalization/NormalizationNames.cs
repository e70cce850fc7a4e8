namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// The names of normalizations in jobs, commands and provenance: pycytominer's, and <c>center</c>.
/// </summary>
public static class NormalizationNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["standardize", "robustize", "mad_robustize", "center"];

    /// <summary>A method's name.</summary>
    public static string Of(NormalizationMethod method) => method switch
    {
        NormalizationMethod.Standardize => "standardize",
        NormalizationMethod.Robustize => "robustize",
        NormalizationMethod.MadRobustize => "mad_robustize",
        NormalizationMethod.Center => "center",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>The method of a name.</summary>
    /// <exception cref="ArgumentException">No method has the name.</exception>
    public static NormalizationMethod Parse(string name)
    {
        foreach (var method in Enum.GetValues<NormalizationMethod>())
        {
            if (Of(method) == name)
                return method;
        }

        throw new ArgumentException($"'{name}' is none of {string.Join(", ", All)}.", nameof(name));
    }
}
