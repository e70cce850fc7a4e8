using System.CommandLine;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization …</c>: what the codes of a quantized map tell of where proteins are, from a table of them.
/// </summary>
internal static class LocalizationCommand
{
    public static Command Make() => new(
        "localization", "Where proteins are: views of code histograms, from a table of them.")
    {
        LocalizationClustermapCommand.Make(),
        LocalizationSpectrumCommand.Make(),
        LocalizationSimilarCommand.Make(),
        LocalizationClustersCommand.Make(),
    };
}
