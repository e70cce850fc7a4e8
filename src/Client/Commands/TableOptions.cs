using System.CommandLine;
using System.CommandLine.Parsing;
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
        Description = $"Where the result goes; the ending says the form: {TableFile.WrittenEndings}.",
    };

    /// <summary>Where a result goes that need not be written.</summary>
    /// <param name="what">What would be written, for the help.</param>
    public static Argument<string?> OptionalOutput(string what) => new("out")
    {
        Description = $"Where {what} (default: nowhere).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string[]> Features() => Names(
        "--features",
        "Beginnings of the features' names, as PREFIX,… (default: Cells_, Cytoplasm_, Nuclei_, and without these "
        + "every column of numbers that is not metadata).");

    /// <summary>An option of names with commas between them, which may also be given several times; without it there
    /// are none.</summary>
    public static Option<string[]> Names(string name, string description)
    {
        var option = NamesWithoutDefault(name, description);
        option.DefaultValueFactory = _ => [];
        return option;
    }

    /// <summary>The same where at least one name must be given.</summary>
    /// <remarks>The parser asks for a required option only where it has no default.</remarks>
    public static Option<string[]> RequiredNames(string name, string description)
    {
        var option = NamesWithoutDefault(name, description);
        option.Required = true;
        option.Validators.Add(result =>
        {
            if (Split(result).Length == 0)
                result.AddError($"{name} has no name, expected one or more with commas between them.");
        });
        return option;
    }

    private static Option<string[]> NamesWithoutDefault(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Split,
    };

    private static string[] Split(SymbolResult result) =>
        [.. result.Tokens.SelectMany(token => token.Value.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>The choice of features that the option tells; columns that other options name are metadata.</summary>
    public static FeatureChoice ChoiceOf(string[]? features, IReadOnlyList<string>? named = null)
    {
        var choice = features is { Length: > 0 } ? FeatureChoice.WithPrefixes(features) : FeatureChoice.Default;
        return named is { Count: > 0 } ? choice.WithMetadata(named) : choice;
    }

    /// <summary>Reads a table with the features that the option tells; columns that other options name are
    /// metadata.</summary>
    /// <exception cref="Plates.ScreenDataException">There is no such table.</exception>
    public static ProfileTable Read(string path, string[]? features, IReadOnlyList<string>? named = null) =>
        TableFile.Read(path, ChoiceOf(features, named), Notes(path));

    /// <summary>Tells what is odd about a table on standard error.</summary>
    public static Action<string> Notes(string path) => line => Client.Output.Tell($"{path}: {line}.");

    /// <summary>Reads a table of which something is computed feature by feature; columns that other options name are
    /// metadata.</summary>
    /// <exception cref="Plates.ScreenDataException">There is no such table, or it has no features.</exception>
    public static ProfileTable ReadProfiles(string path, string[]? features, IReadOnlyList<string>? named = null)
    {
        var table = Read(path, features, named);
        FeatureChoice.RequireAny(table.FeatureNames, table.MetadataNames, new Plates.Place { Blob = path });
        return table;
    }

    /// <summary>Refuses an output whose name says no form before anything is computed.</summary>
    /// <exception cref="Plates.ScreenDataException">The ending says no form that is written.</exception>
    public static void RequireWritable(string path)
    {
        if (!TableFile.IsWritten(path))
        {
            throw new Plates.ScreenDataException(
                $"The name's ending says no form that is written: expected {TableFile.WrittenEndings}",
                new Plates.Place { Blob = path });
        }

        RequirePlace(path, mayBeFolder: TableFile.FormatOf(path) == TableFormat.AnnData);
    }

    /// <summary>Refuses a file that cannot be written for where it is, before anything is computed.</summary>
    /// <exception cref="Plates.ScreenDataException">Its folder is not there, or a folder has its name.</exception>
    public static void RequirePlace(string path, bool mayBeFolder = false)
    {
        var place = new Plates.Place { Blob = path };
        if (!mayBeFolder && Directory.Exists(path))
            throw new Plates.ScreenDataException("The result cannot be written: a folder has this name", place);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new Plates.ScreenDataException($"The result cannot be written: there is no folder {folder}", place);
    }

    /// <summary>Writes a table; one that the form cannot hold was asked for wrongly.</summary>
    /// <exception cref="Plates.ScreenDataException">The form cannot hold the table, or the ending says
    /// none.</exception>
    public static void Write(ProfileTable table, string path, TableProvenance provenance, bool asSingle = false)
    {
        Attempt.At(new Plates.Place { Blob = path }, () =>
        {
            if (asSingle)
                AnnDataTable.Write(table, path, provenance, asSingle: true);
            else
                TableFile.Write(table, path, provenance);
        });
        TellWhatTextHides(table, path);
    }

    /// <summary>Tells of metadata that the next reader of a text would take for features.</summary>
    private static void TellWhatTextHides(ProfileTable table, string path)
    {
        if (TableFile.FormatOf(path) is TableFormat.Csv or TableFormat.Tsv &&
            FeatureChoice.MistakenInText(table) is { Count: > 0 } mistaken)
        {
            Client.Output.Tell(
                $"{path}: {ProfileTable.Enumerate(mistaken)} are metadata here and hold numbers, so a text does not "
                + "tell them from features: name the features by --features where it is read, or write .parquet");
        }
    }
}
