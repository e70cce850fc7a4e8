using System.CommandLine;
using System.Globalization;
using HcsGrid.Client.Commands.Evaluate;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Localization;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization similar IN [OUT]</c>: the groups most like a group.
/// </summary>
internal static class LocalizationSimilarCommand
{
    public static Command Make()
    {
        var input = new LocalizationInput(mayBeFeatures: true);
        var output = TableOptions.OptionalOutput("the table of ranks goes");
        var query = LocalizationSpectrumCommand.GroupsOption(
            "--query", "The groups to ask about (default: every group).");
        var top = new Option<int>("--top")
        {
            Description = "The most groups of a list.",
            DefaultValueFactory = _ => 10,
        };
        var similarity = EvaluateOptions.Similarity(SimilarityKind.Correlation);
        var json = CommonOptions.Json();
        var command = new Command("similar", "Rank groups by how alike their spectra or embeddings are.");
        input.AddTo(command);
        foreach (var symbol in (Option[])[query, top, similarity, json])
            command.Add(symbol);
        command.Add(output);
        command.SetAction(parsed =>
        {
            var (path, most) = (parsed.GetValue(output), parsed.GetValue(top));
            if (most < 1)
                throw new ScreenDataException($"--top is {most}, expected 1 or more", Place.Unknown);
            if (path is not null)
                TableOptions.RequireWritable(path);
            var table = input.Read(parsed);
            var ranking = new SimilarityRanking(table.Groups, table.Names, parsed.GetValue(similarity));
            var isAll = parsed.GetValue(query) is not { Length: > 0 };
            var rows = isAll
                ? [.. Enumerable.Range(0, table.Names.Count).Except(ranking.SetAsideRows)]
                : table.RowsOf(parsed.GetValue(query)!);
            if (rows.FirstOrDefault(ranking.SetAsideRows.Contains, -1) is var empty and >= 0)
            {
                throw new ScreenDataException(
                    $"The group '{table.Names[empty]}' cannot be compared: it has no numbers, or all are alike",
                    new Place { Blob = table.Path });
            }

            var lists = rows.Select(row => (Row: row, List: ranking.Of(row, most))).ToArray();
            var kind = parsed.GetValue(similarity).ToString().ToLowerInvariant();
            if (path is not null)
            {
                TableOptions.Write(
                    TableOf(table, lists), path,
                    table.Provenance("similar").WithOption("similarity", kind).WithOption("top", Text(most)));
            }

            Tell(new Output(parsed.GetValue(json)), table, ranking, lists, kind);
            return ProfileRows.Report(ranking.SetAsideRows, table.Names);
        });
        return command;
    }

    private static ProfileTable TableOf(
        LocalizationTable table, (int Row, IReadOnlyList<RankedProfile> List)[] lists)
    {
        var builder = new ProfileTableBuilder(["Metadata_Query", "Metadata_Similar"], ["Rank", "Similarity"]);
        foreach (var (row, list) in lists)
        {
            foreach (var other in list)
                builder.AddRow([table.Names[row], table.Names[other.Row]], [other.Rank, other.Similarity]);
        }

        return builder.Build();
    }

    private static void Tell(
        Output output, LocalizationTable table, SimilarityRanking ranking,
        (int Row, IReadOnlyList<RankedProfile> List)[] lists, string kind)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Similarity = kind,
                GroupCount = table.Names.Count,
                FeatureCount = ranking.UsedFeatures.Count,
                SetAside = ranking.SetAsideRows.Select(row => table.Names[row]),
                Queries = lists.Select(query => new
                {
                    Name = table.Names[query.Row],
                    Similar = query.List.Select(other => new
                    {
                        other.Rank,
                        Name = table.Names[other.Row],
                        other.Similarity,
                    }),
                }),
            });
            return;
        }

        Output.WriteLine(
            $"{table.Names.Count} groups by {kind} over {ranking.UsedFeatures.Count} " +
            (ranking.UsedFeatures.All(CodeColumns.IsCode) ? "codes" : "features"));
        var lines = new Table().Border(TableBorder.Rounded).AddColumns("Group", "Rank", "Similar", "Similarity");
        foreach (var (row, list) in lists)
        {
            foreach (var (other, index) in list.Select((other, index) => (other, index)))
            {
                lines.AddRow(
                    index == 0 ? Markup.Escape(table.Names[row]) : "", Text(other.Rank),
                    Markup.Escape(table.Names[other.Row]),
                    other.Similarity.ToString("0.0000", CultureInfo.InvariantCulture));
            }
        }

        output.People.Write(lines);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
