using System.CommandLine;
using System.Text.RegularExpressions;
using HcsGrid.Client.Commands.Tables;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// The table that an <c>evaluate</c> command works on: read, joined with lists, normalized.
/// </summary>
internal sealed class EvaluateInput
{
    private readonly Argument<string> _input = TableOptions.Input();
    private readonly Option<string[]> _features = TableOptions.Features();

    private readonly Option<string[]> _join = new("--join")
    {
        Description = "A list to join first, such as a plate map; may be given several times, each with its --on. "
            + "Of its columns those are taken that the other options name.",
    };

    private readonly Option<string[]> _on = new("--on")
    {
        Description = "The columns that must agree with the --join of the same place, as A=B[,C=D]: A of the table, B "
            + "of the list.",
    };

    private readonly Option<string?> _normalize = new("--normalize")
    {
        Description = "Normalize first: standardize, robustize, mad_robustize or center.",
    };

    private readonly Option<string> _samples = new("--samples")
    {
        Description = "The rows that --normalize fits on: all, or a condition such as "
            + "\"Metadata_pert_type == 'control'\".",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<string[]> _by = TableOptions.Names(
        "--by", "Columns by which --normalize (and quality) works group by group, such as the plate. A group without "
            + "samples takes those of all groups.");

    /// <param name="isGrouped">Whether the command itself works group by group, with or without
    /// <c>--normalize</c>.</param>
    public EvaluateInput(bool isGrouped = false)
    {
        _normalize.AcceptOnlyFromAmong([.. NormalizationNames.All]);
        NeedsNormalize(_samples);
        if (!isGrouped)
            NeedsNormalize(_by);
    }

    /// <summary>Adds the argument and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_features);
        command.Add(_join);
        command.Add(_on);
        command.Add(_normalize);
        command.Add(_samples);
        command.Add(_by);
    }

    /// <summary>The file's path, for errors.</summary>
    public string PathOf(ParseResult parsed) => parsed.GetRequiredValue(_input);

    /// <summary>The columns of <c>--by</c>.</summary>
    public string[] GroupsOf(ParseResult parsed) => parsed.GetValue(_by) ?? [];

    /// <summary>Reads the table, so that the columns that the command's options name are metadata.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">Values of the command's options: column names, patterns and conditions; null where not
    /// given.</param>
    /// <exception cref="ScreenDataException">A file or an option cannot be used.</exception>
    public EvaluateTable Read(ParseResult parsed, params IEnumerable<string?> words)
    {
        var path = PathOf(parsed);
        var by = parsed.GetValue(_by) ?? [];
        var samples = parsed.GetValue(_samples) ?? "all";
        string[] named = [.. words.OfType<string>(), .. by, samples];
        var table = AsMetadata(TableOptions.Read(path, parsed.GetValue(_features)), named);
        table = Join(table, parsed.GetValue(_join) ?? [], parsed.GetValue(_on) ?? [], named);
        if (parsed.GetValue(_normalize) is not { } method)
            return new EvaluateTable(table, path, null);
        foreach (var column in by)
            EvaluateTable.RequireColumn(table, column, "--by", path);
        var reference = RowCondition.Parse(samples).RowsOf(table);
        if (reference.Count == 0)
        {
            throw new ScreenDataException(
                $"No row is chosen by --samples \"{samples}\": there is nothing to normalize by",
                new Place { Blob = path });
        }

        var normalized = GroupNormalizer.Normalize(
            table, by, reference, new NormalizerOptions { Method = NormalizationNames.Parse(method) });
        NormalizationWords.TellInfinite(path, normalized.Table.FeatureNames, normalized.Groups);
        return new EvaluateTable(normalized.Table, path, new NormalizationReport(
            method,
            samples,
            by,
            normalized.Groups.Count,
            [.. normalized.Groups.Where(group => group.IsPooled).Select(group => string.Join('/', group.Key))]));
    }

    private void NeedsNormalize(Option option) => option.Validators.Add(result =>
    {
        if (!result.Implicit && result.GetResult(_normalize) is null)
            result.AddError($"{option.Name} says how --normalize works, which is not given.");
    });

    /// <summary>Makes metadata of features that the options name.</summary>
    private static ProfileTable AsMetadata(ProfileTable table, string[] named)
    {
        foreach (var name in named.Select(ColumnPattern.ColumnOf).Distinct().ToArray())
        {
            var index = table.FeatureIndexOf(name);
            if (index < 0)
                continue;
            var texts = table.Feature(index).ToArray().Select(ColumnPattern.TextOf).ToArray();
            table = table.SelectFeatures([.. Enumerable.Range(0, table.FeatureCount).Where(f => f != index)])
                .WithMetadata(name, texts);
        }

        return table;
    }

    private static ProfileTable Join(ProfileTable table, string[] files, string[] on, string[] named)
    {
        if (files.Length != on.Length)
        {
            throw new ScreenDataException(
                $"--join is given {files.Length} times and --on {on.Length} times: each list needs its columns",
                Place.Unknown);
        }

        string[] words = [.. named, .. on];
        for (var i = 0; i < files.Length; i++)
        {
            var list = TableFile.Read(files[i], FeatureChoice.None);
            var pairs = on[i].Split(',').Select(PairOf).ToArray();
            var keys = pairs.Select(pair => pair.Right).ToHashSet(StringComparer.Ordinal);
            var options = new TableJoinOptions
            {
                On = pairs,
                Columns = [.. list.MetadataNames.Where(name =>
                    !keys.Contains(name) && !table.HasMetadata(name) && words.Any(word => Names(word, name)))],
                Prefix = "",
            };
            table = TableJoin.Join(table, list, options, new Place { Blob = files[i] }).Table;
        }

        return table;
    }

    /// <summary>Whether a text holds a column's name as a word of its own.</summary>
    private static bool Names(string text, string name) =>
        Regex.IsMatch(text, $@"(^|[^\w.]){Regex.Escape(name)}($|[^\w.])", RegexOptions.NonBacktracking);

    private static (string Left, string Right) PairOf(string text) =>
        text.Split('=', StringSplitOptions.TrimEntries) switch
        {
            [{ Length: > 0 } both] => (both, both),
            [{ Length: > 0 } left, { Length: > 0 } right] => (left, right),
            _ => throw new ScreenDataException(
                $"--on has '{text}', expected A=B with the column of the table and that of the list", Place.Unknown),
        };
}
