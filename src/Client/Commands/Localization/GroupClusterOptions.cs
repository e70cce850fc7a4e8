using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// The options that say which groups are a cluster: a column that tells, a tree, or communities.
/// </summary>
internal sealed class GroupClusterOptions
{
    private static readonly LeidenOptions Standard = new();

    private readonly Option<ClusterMethod> _method = new("--method")
    {
        Description = "average, complete or ward (a tree, cut into --clusters), or leiden (communities).",
        DefaultValueFactory = _ => ClusterMethod.Leiden,
    };

    private readonly Option<DistanceMetric> _metric = new("--metric")
    {
        Description = "How groups are clustered: correlation, cosine or euclidean.",
        DefaultValueFactory = _ => DistanceMetric.Correlation,
    };

    private readonly Option<int?> _clusters = new("--clusters") { Description = "Cut the tree into so many clusters." };

    private readonly Option<double> _resolution = new("--resolution")
    {
        Description = "leiden: more gives more and smaller communities.",
        DefaultValueFactory = _ => Standard.Resolution,
    };

    private readonly Option<int> _k = new("--k")
    {
        Description = "leiden: neighbours of a profile, itself counted.",
        DefaultValueFactory = _ => Standard.NeighbourCount,
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "leiden: what decides chance.",
        DefaultValueFactory = _ => Standard.Seed,
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "Take the clusters from this column instead, such as a known localization.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_method, _metric, _clusters, _resolution, _k, _seed, _labels])
            command.Add(option);
    }

    /// <summary>Refuses options that do not go together, before the table is read.</summary>
    public void Validate(ParseResult parsed)
    {
        var isTree = parsed.GetValue(_method) != ClusterMethod.Leiden;
        var (clusters, labels) = (parsed.GetValue(_clusters), parsed.GetValue(_labels));
        Require(clusters is null or >= 1, $"--clusters is {clusters}, expected 1 or more");
        Require(labels is null || parsed.GetResult(_method) is not { Implicit: false },
            "Give --labels or --method, not both");
        Require(labels is not null || isTree || clusters is null,
            "--clusters cuts a tree: give --method average, complete or ward; leiden takes --resolution");
        Require(!isTree || clusters is not null, "A tree is cut: give --clusters");
        ProfileRows.RequireOptions(LeidenOf(parsed).Validate);
    }

    /// <summary>The cluster of each group, 0 for none; the name of each number; and how they were made.</summary>
    /// <exception cref="ScreenDataException">There is no such column, or there are too many groups.</exception>
    public (int[] Numbers, IReadOnlyList<string> Names, string Words) ClustersOf(
        ParseResult parsed, LocalizationTable table)
    {
        if (parsed.GetValue(_labels) is { } column)
        {
            ProfileRows.RequireColumn(table.Groups, column, table.Path);
            var labels = table.Groups.Metadata(column);
            string[] known = [.. labels.Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            return ([.. labels.Select(label => Array.IndexOf(known, label) + 1)], ["", .. known], $"labels {column}");
        }

        var metric = parsed.GetValue(_metric);
        var words = $"{metric.ToString().ToLowerInvariant()} distance";
        var method = parsed.GetValue(_method);
        var numbers = method == ClusterMethod.Leiden ? Communities(parsed, table) : Cut(parsed, table, metric, method);
        words = method == ClusterMethod.Leiden
            ? $"leiden communities, {words}, resolution {Text(parsed.GetValue(_resolution))}"
            : $"{method.ToString().ToLowerInvariant()} linkage, {words}, cut into {parsed.GetValue(_clusters)}";
        return (numbers, [.. Enumerable.Range(0, numbers.Max() + 1).Select(number => Text(number))], words);
    }

    private int[] Communities(ParseResult parsed, LocalizationTable table)
    {
        ProfileRows.RequireCount(table.Groups, NeighbourLists.MaxRowCount, table.Path);
        return [.. Leiden.Find(table.Groups, LeidenOf(parsed)).Numbers];
    }

    private int[] Cut(ParseResult parsed, LocalizationTable table, DistanceMetric metric, ClusterMethod method)
    {
        ProfileRows.RequireCount(table.Groups, PairDistances.MaxRowCount, table.Path);
        var rows = ComparableRows.Of(table.Groups, metric);
        var tree = HierarchicalClustering.Link(PairDistances.Of(rows), method.Linkage());
        var numbers = new int[table.Groups.RowCount];
        var cut = tree.CutInto(parsed.GetValue(_clusters)!.Value);
        for (var leaf = 0; leaf < cut.Length; leaf++)
            numbers[rows.TableRows[leaf]] = cut[leaf];
        return numbers;
    }

    private LeidenOptions LeidenOf(ParseResult parsed) => new()
    {
        Metric = parsed.GetValue(_metric),
        Resolution = parsed.GetValue(_resolution),
        NeighbourCount = parsed.GetValue(_k),
        Seed = parsed.GetValue(_seed),
    };

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ScreenDataException(message, Place.Unknown);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
