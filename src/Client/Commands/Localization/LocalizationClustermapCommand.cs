using System.CommandLine;
using System.Globalization;
using HcsGrid.Client.Drawings;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Localization;
using HcsGrid.Profiling.Structure;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization clustermap IN [OUT]</c>: the correlations of codes, in the order of their tree.
/// </summary>
internal static class LocalizationClustermapCommand
{
    private const int ShownCount = 8;

    public static Command Make()
    {
        var input = new LocalizationInput(mayBeFeatures: false);
        var output = TableOptions.OptionalOutput(
            "the table of codes in clustered order goes, with their correlations");
        var order = new ClustermapOptions();
        var svg = new Option<string?>("--svg") { Description = "Draw the clustermap into this file." };
        var json = CommonOptions.Json();
        var command = new Command("clustermap", "Correlate codes over groups, and put them in the order of a tree.");
        input.AddTo(command);
        command.Add(output);
        order.AddTo(command);
        command.Add(svg);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var (path, picture) = (parsed.GetValue(output), parsed.GetValue(svg));
            if (path is not null)
                TableOptions.RequireWritable(path);
            if (picture is not null)
                TableOptions.RequirePlace(picture);
            var table = input.Read(parsed);
            var map = order.MapOf(parsed, table);
            if (path is not null)
                TableOptions.Write(TableOf(table, map), path, order.AddTo(table.Provenance("clustermap"), parsed));
            if (picture is not null)
                File.WriteAllText(picture, Draw(table, map, order.Words(parsed)));
            Tell(new Output(parsed.GetValue(json)), table, map, order.Words(parsed));
            return ProfileRows.Report(map.LeftOutRows, table.Names);
        });
        return command;
    }

    /// <summary>A row a code, in clustered order, with its correlation to every code.</summary>
    private static ProfileTable TableOf(LocalizationTable table, CodeClustermap map)
    {
        var codes = table.Groups.FeatureNames;
        var builder = new ProfileTableBuilder(
            ["Metadata_Code", "Metadata_Code_Cluster"], [.. map.Order.Select(code => codes[code])]);
        foreach (var code in map.Order)
        {
            builder.AddRow(
                [codes[code], map.Clusters[code] > 0 ? Text(map.Clusters[code]) : null],
                map.Order.Select(other => map.Correlation(code, other)).ToArray());
        }

        return builder.Build();
    }

    private static string Draw(LocalizationTable table, CodeClustermap map, string words)
    {
        var names = CodeColumns.ShortNames(table.Groups.FeatureNames);
        T[] Leaves<T>(IReadOnlyList<T> values) => [.. map.Leaves.Select(code => values[code])];
        return TreeHeatmap.OfCorrelations(
            (leaf, other) => map.Correlation(map.Leaves[leaf], map.Leaves[other]),
            [.. map.LeafOrder],
            $"Correlations of {map.Leaves.Count} codes over {table.Names.Count - map.LeftOutRows.Count} groups" +
            (table.By is null ? "" : $" by {table.By}"),
            Subtitle(map, words), Leaves(names), map.Tree, Leaves(map.Clusters)).Draw();
    }

    private static string Subtitle(CodeClustermap map, string words) =>
        $"{map.ClusterCount} clusters, {words}" + (map.SetAsideCodes.Count == 0
            ? ""
            : $"; {map.SetAsideCodes.Count} codes do not vary and are set aside") +
        (map.Leaves.Count > OptimalLeafOrder.MaxLeafCount
            ? $"; more than {OptimalLeafOrder.MaxLeafCount} codes: in the tree's plain order"
            : "");

    private static void Tell(Output output, LocalizationTable table, CodeClustermap map, string words)
    {
        var codes = table.Groups.FeatureNames;
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                GroupCount = table.Names.Count,
                CodeCount = codes.Count,
                map.ClusterCount,
                Codes = map.Order.Select(code => codes[code]),
                Columns = map.Order,
                Clusters = map.Order.Select(code => map.Clusters[code]),
                SetAside = map.SetAsideCodes.Select(code => codes[code]),
                LeftOut = map.LeftOutRows.Select(row => table.Names[row]),
                Leaves = map.Leaves.Select(code => codes[code]),
                Linkage = map.Tree.Merges.Select(m => new double[] { m.Left, m.Right, m.Height, m.Count }),
                map.LeafOrder,
                IsOptimalOrder = map.Leaves.Count <= OptimalLeafOrder.MaxLeafCount,
            });
            return;
        }

        Output.WriteLine($"{map.Leaves.Count} codes over {table.Names.Count} groups: {Subtitle(map, words)}");
        var names = CodeColumns.ShortNames(codes);
        var lines = new Table().Border(TableBorder.Rounded).AddColumns("Cluster", "Codes", "In order");
        foreach (var cluster in map.Order.GroupBy(code => map.Clusters[code]).Where(group => group.Key > 0))
        {
            var shown = string.Join(", ", cluster.Take(ShownCount).Select(code => names[code]));
            var more = cluster.Count() > ShownCount ? ", …" : "";
            lines.AddRow(Text(cluster.Key), Text(cluster.Count()), Markup.Escape($"{shown}{more}"));
        }

        output.People.Write(lines);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
