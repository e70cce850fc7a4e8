using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// The names of normalizations, as in pycytominer.
/// </summary>
internal static class NormalizationNames
{
    public static string[] All { get; } = ["standardize", "robustize", "mad_robustize"];

    public static NormalizationMethod Parse(string name) => name switch
    {
        "standardize" => NormalizationMethod.Standardize,
        "robustize" => NormalizationMethod.Robustize,
        "mad_robustize" => NormalizationMethod.MadRobustize,
        _ => throw new ArgumentException($"'{name}' is none of {string.Join(", ", All)}.", nameof(name)),
    };
}
