using System.CommandLine;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Arguments and options that the commands on tables share.
/// </summary>
internal static class TableOptions
{
    public static Argument<string> Input() => new("in")
    {
        Description = $"The table: {TableFile.Endings}.",
    };

    public static Argument<string> Output() => new("out")
    {
        Description = $"Where the result goes; the ending says the form: {TableFile.Endings}.",
    };

    public static Option<string[]> Features() => Names(
        "--features",
        "Beginnings of the features' names, as PREFIX,… (default: Cells_, Cytoplasm_, Nuclei_, and without these "
        + "every column of numbers that is not metadata).");

    /// <summary>An option of names with commas between them, which may also be given several times.</summary>
    public static Option<string[]> Names(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            CustomParser = result => result.Tokens
                .SelectMany(token => token.Value.Split(
                    ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .ToArray(),
            DefaultValueFactory = _ => [],
        };
        return option;
    }

    /// <summary>The choice of features that the option tells.</summary>
    public static FeatureChoice ChoiceOf(string[]? features) =>
        features is { Length: > 0 } ? FeatureChoice.WithPrefixes(features) : FeatureChoice.Default;

    /// <summary>Reads a table with the features that the option tells.</summary>
    /// <exception cref="Plates.ScreenDataException">There is no such table.</exception>
    public static ProfileTable Read(string path, string[]? features) => TableFile.Read(path, ChoiceOf(features));
}
