using System.CommandLine;
using System.Globalization;
using HcsGrid.Client.Drawings;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid cluster IN [OUT]</c>: groups profiles by a tree or by communities.
/// </summary>
internal static class ClusterCommand
{
    private const string ClusterColumn = "Metadata_Cluster";

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.OptionalOutput($"the table with a {ClusterColumn} column goes");
        var method = Option("--method", "average, complete or ward (a tree), or leiden (communities).",
            ClusterMethod.Average);
        var metric = Option("--metric", "cosine, correlation or euclidean.", DistanceMetric.Cosine);
        var by = new Option<string?>("--by") { Description = "First make one mean profile for each value of COL." };
        var clusters = new Option<int?>("--clusters") { Description = "Cut the tree into so many clusters." };
        var height = new Option<double?>("--height") { Description = "Cut the tree at this height." };
        var resolution = Option("--resolution", "leiden: more gives more and smaller communities.", 1.0);
        var k = Option("--k", "leiden: neighbours of a profile, itself counted.", 15);
        var seed = Option("--seed", "leiden: what decides chance.", 0L);
        var labels = new Option<string?>("--labels") { Description = "A column to show, such as the mechanism." };
        var order = Option("--order", "The heatmap's rows: as the tree, or by labels.", HeatmapOrder.Tree);
        var svg = new Option<string?>("--svg") { Description = "Draw the tree and the distances into this file." };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("cluster", "Group profiles by a tree (average, complete, Ward) or by communities.")
        {
            input, output, method, metric, by, clusters, height, resolution, k, seed, labels, order, svg, features,
            json,
        };
        command.SetAction(parsed => Run(
            new Request(
                parsed.GetRequiredValue(input), parsed.GetValue(output), parsed.GetValue(method),
                parsed.GetValue(metric), parsed.GetValue(by), parsed.GetValue(clusters), parsed.GetValue(height),
                parsed.GetValue(labels), parsed.GetValue(order), parsed.GetValue(svg), parsed.GetValue(features),
                new LeidenOptions
                {
                    Metric = parsed.GetValue(metric),
                    Resolution = parsed.GetValue(resolution),
                    NeighbourCount = parsed.GetValue(k),
                    Seed = parsed.GetValue(seed),
                }),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static Option<T> Option<T>(string name, string description, T standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
    };

    private static int Run(Request request, Output output)
    {
        Validate(request);
        if (request.Output is not null)
            TableOptions.RequireWritable(request.Output);
        if (request.Svg is not null)
            TableOptions.RequirePlace(request.Svg);
        var all = TableOptions.Read(request.Input, request.Features);
        if (request.By is not null)
            ProfileRows.RequireColumn(all, request.By, request.Input);
        var table = request.By is null ? all : GroupProfiles.Means(all, request.By);
        if (request.Labels is not null)
            ProfileRows.RequireColumn(table, request.Labels, request.Input);
        var found = request.Method == ClusterMethod.Leiden ? FindCommunities(request, table) : Grow(request, table);
        if (request.Output is not null)
            Write(request, table, found);
        if (request.Svg is not null)
            File.WriteAllText(request.Svg, Draw(request, table, found));
        var spreads = request.By is null ? [] : GroupProfiles.Spreads(all, request.By, request.Metric);
        if (output.IsJson)
            Output.WriteJson(Document(request, table, found, spreads));
        else
            WriteForPeople(request, table, found, output);
        return ProfileRows.Report(found.Rows.SetAsideRows, ProfileRows.NamesOf(table, request.By));
    }

    private static void Validate(Request request)
    {
        var isTree = request.Method != ClusterMethod.Leiden;
        ProfileRows.RequireOptions(request.Leiden.Validate);
        Require(request.Clusters is null or >= 1, $"--clusters is {request.Clusters}, expected 1 or more");
        Require(request.Height is null or >= 0, $"--height is {request.Height}, expected 0 or more");
        Require(request.Clusters is null || request.Height is null, "Give --clusters or --height, not both");
        Require(
            isTree || (request.Clusters is null && request.Height is null),
            "--clusters and --height cut a tree; leiden takes --resolution");
        Require(
            !isTree || request.Output is null || request.Clusters is not null || request.Height is not null,
            "The clusters to write are those of a cut: give --clusters or --height");
        Require(
            request.Order == HeatmapOrder.Tree || request.Labels is not null, "--order labels needs --labels COL");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ScreenDataException(message, Place.Unknown);
    }

    private static Finding FindCommunities(Request request, ProfileTable table)
    {
        ProfileRows.RequireCount(table, NeighbourLists.MaxRowCount, request.Input);
        var rows = ComparableRows.Of(table, request.Metric);
        var communities = Leiden.Find(table, request.Leiden);
        if (request.Svg is null)
            return new Finding(rows, null, null, [], communities.Numbers, communities);
        var (distances, tree, order) = TreeOf(request, table, rows, LinkageMethod.Average);
        var numbers = rows.TableRows.Select(row => communities.Numbers[row]).ToArray();
        order = [.. order.OrderBy(leaf => numbers[leaf])];
        return new Finding(rows, distances, null, order, communities.Numbers, communities);
    }

    private static Finding Grow(Request request, ProfileTable table)
    {
        var rows = ComparableRows.Of(table, request.Metric);
        var (distances, tree, order) = TreeOf(request, table, rows, request.Method.Linkage());
        Require(
            request.Clusters is null || request.Clusters <= rows.TableRows.Count,
            $"--clusters is {request.Clusters}, the table has {rows.TableRows.Count} rows that can be compared");
        var cut = request.Clusters is { } count ? tree.CutInto(count)
            : request.Height is { } height ? tree.CutAt(height)
            : null;
        if (cut is null)
            return new Finding(rows, distances, tree, order, [], null);
        var clusters = new int[table.RowCount];
        for (var leaf = 0; leaf < cut.Length; leaf++)
            clusters[rows.TableRows[leaf]] = cut[leaf];
        return new Finding(rows, distances, tree, order, clusters, null);
    }

    private static (PairDistances Distances, ClusterTree Tree, int[] Order) TreeOf(
        Request request, ProfileTable table, ComparableRows rows, LinkageMethod method)
    {
        ProfileRows.RequireCount(table, PairDistances.MaxRowCount, request.Input);
        var distances = PairDistances.Of(rows);
        var tree = HierarchicalClustering.Link(distances, method);
        return (distances, tree, OptimalLeafOrder.Of(tree, distances));
    }

    private static void Write(Request request, ProfileTable table, Finding found)
    {
        var provenance = TableProvenance.Of("cluster").WithInput(request.Input)
            .WithOption("method", Lower(request.Method)).WithOption("metric", Lower(request.Metric));
        if (request.By is not null)
            provenance = provenance.WithOption("by", request.By);
        provenance = request.Method == ClusterMethod.Leiden
            ? provenance.WithOption("resolution", Text(request.Leiden.Resolution))
                .WithOption("k", Text(request.Leiden.NeighbourCount)).WithOption("seed", Text(request.Leiden.Seed))
            : request.Clusters is { } count ? provenance.WithOption("clusters", Text(count))
            : provenance.WithOption("height", Text(request.Height!.Value));
        var clusters = found.Clusters.Select(cluster => cluster > 0 ? Text(cluster) : null).ToArray();
        TableOptions.Write(table.WithMetadata(ClusterColumn, clusters), request.Output!, provenance);
    }

    private static object Document(
        Request request, ProfileTable table, Finding found, IReadOnlyList<GroupSpread> spreads) => new
        {
            Method = Lower(request.Method),
            Metric = Lower(request.Metric),
            table.RowCount,
            FeatureCount = found.Rows.UsedFeatures.Count,
            SetAside = found.Rows.SetAsideRows,
            ClusterCount = found.Clusters.Count == 0 ? (int?)null : found.Clusters.Max(),
            Clusters = found.Clusters.Count == 0 ? null : found.Clusters,
            Labels = request.Labels is null ? null : table.Metadata(request.Labels),
            Names = ProfileRows.NamesOf(table, request.By),
            Leaves = found.Tree is null ? null : found.Rows.TableRows,
            Linkage = found.Tree?.Merges.Select(m => new double[] { m.Left, m.Right, m.Height, m.Count }),
            LeafOrder = found.Tree is null ? null : found.Order.Select(leaf => found.Rows.TableRows[leaf]),
            IsOptimalOrder = found.Tree is null ? (bool?)null : found.Rows.Count <= OptimalLeafOrder.MaxLeafCount,
            AdjacentDistance = found.Tree is null
            ? (double?)null
            : OptimalLeafOrder.AdjacentSum(found.Order, found.Distances!),
            Modularity = found.Communities is { } communities ? ProfileRows.Finite(communities.Modularity) : null,
            Quality = found.Communities is { } same ? ProfileRows.Finite(same.Quality) : null,
            Groups = request.By is null ? null : spreads.Select(s => new
            {
                s.Name,
                s.RowCount,
                s.PairCount,
                Least = ProfileRows.Finite(s.Least),
                LowerQuartile = ProfileRows.Finite(s.LowerQuartile),
                Median = ProfileRows.Finite(s.Median),
                UpperQuartile = ProfileRows.Finite(s.UpperQuartile),
                Largest = ProfileRows.Finite(s.Largest),
            }),
        };

    private static void WriteForPeople(Request request, ProfileTable table, Finding found, Output output)
    {
        Output.WriteLine(Subtitle(request, found));
        if (found.Clusters.Count == 0)
        {
            Output.WriteLine("Give --clusters, --height or --method leiden for clusters, --svg for the tree.");
            return;
        }

        var shown = request.Labels ?? request.By;
        var lines = new Table().Border(TableBorder.Rounded).AddColumns("Cluster", "Rows", shown ?? "First rows");
        var names = shown is null ? ProfileRows.NamesOf(table, null) : table.Metadata(shown);
        foreach (var cluster in Enumerable.Range(0, table.RowCount).GroupBy(row => found.Clusters[row])
            .Where(group => group.Key > 0).OrderBy(group => group.Key))
        {
            var members = cluster.GroupBy(row => names[row]).OrderByDescending(group => group.Count()).Take(6)
                .Select(group => group.Count() == 1 ? group.Key : $"{group.Key} × {group.Count()}");
            lines.AddRow(Text(cluster.Key), Text(cluster.Count()), Markup.Escape(string.Join(", ", members)));
        }

        output.People.Write(lines);
    }

    private static string Draw(Request request, ProfileTable table, Finding found)
    {
        var rows = found.Rows;
        T[] Leaves<T>(IReadOnlyList<T> values) => [.. rows.TableRows.Select(row => values[row])];
        var labels = request.Labels is null ? [] : Leaves(table.Metadata(request.Labels));
        var order = request.Order == HeatmapOrder.Tree
            ? found.Order
            : [.. found.Order.OrderBy(leaf => labels[leaf].Length == 0)
                .ThenBy(leaf => labels[leaf], StringComparer.Ordinal)];
        return new TreeHeatmap(found.Distances!, order)
        {
            Title = $"Distances of {rows.Count} profiles{(request.By is null ? "" : $" by {request.By}")}",
            Subtitle = Subtitle(request, found),
            Tree = request.Order == HeatmapOrder.Tree ? found.Tree : null,
            Names = Leaves(ProfileRows.NamesOf(table, request.By)),
            Legend = request.Labels is null ? null : new CategoryLegend(request.Labels, labels),
            Labels = labels,
            Clusters = found.Clusters.Count == 0 ? [] : Leaves(found.Clusters),
        }.Draw();
    }

    private static string Subtitle(Request request, Finding found)
    {
        var method = found.Communities is null ? $"{Lower(request.Method)} linkage" : "Leiden communities";
        var text = $"{found.Rows.Count} profiles of {found.Rows.UsedFeatures.Count} features, " +
            $"{Lower(request.Metric)} distance, {method}";
        if (found.Clusters.Count > 0)
            text += $", {found.Clusters.Max()} clusters";
        if (found.Communities is { } communities)
            text += $", modularity {communities.Modularity:0.000}";
        return found.Tree is not null && found.Rows.Count > OptimalLeafOrder.MaxLeafCount
            ? $"{text}; more than {OptimalLeafOrder.MaxLeafCount} leaves: in the tree's plain order"
            : text;
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private sealed record Request(
        string Input,
        string? Output,
        ClusterMethod Method,
        DistanceMetric Metric,
        string? By,
        int? Clusters,
        double? Height,
        string? Labels,
        HeatmapOrder Order,
        string? Svg,
        string[]? Features,
        LeidenOptions Leiden);

    private sealed record Finding(
        ComparableRows Rows,
        PairDistances? Distances,
        ClusterTree? Tree,
        int[] Order,
        IReadOnlyList<int> Clusters,
        Communities? Communities);
}
