using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Localization;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization clusters IN [OUT]</c>: size, centre, spread and members of clusters of groups.
/// </summary>
internal static class LocalizationClustersCommand
{
    private const int ShownCount = 8;

    public static Command Make()
    {
        var input = new LocalizationInput(mayBeFeatures: true);
        var output = TableOptions.OptionalOutput("the table of clusters goes, with their centres");
        var grouping = new GroupClusterOptions();
        var centre = new Option<ClusterCentre>("--centre")
        {
            Description = "The centre of a cluster: median (of each feature, as cytoself) or mean.",
            DefaultValueFactory = _ => ClusterCentre.Median,
        };
        var json = CommonOptions.Json();
        var command = new Command("clusters", "Clusters of groups: size, centre, spread, members.");
        input.AddTo(command);
        command.Add(output);
        grouping.AddTo(command);
        command.Add(centre);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output);
            if (path is not null)
                TableOptions.RequireWritable(path);
            grouping.Validate(parsed);
            var table = input.Read(parsed);
            var (numbers, names, words) = grouping.ClustersOf(parsed, table);
            var found = ClusterSummaries.Of(table.Groups, numbers, parsed.GetValue(centre));
            if (found.Clusters.Count == 0)
                throw new ScreenDataException("No group is in a cluster", new Place { Blob = table.Path });
            var isMean = parsed.GetValue(centre) == ClusterCentre.Mean;
            if (path is not null)
            {
                TableOptions.Write(
                    TableOf(table, found, names), path,
                    table.Provenance("clusters").WithOption("method", words)
                        .WithOption("centre", isMean ? "mean" : "median"));
            }

            Tell(
                new Output(parsed.GetValue(json)), table, found, names,
                $"{words}; centre: {(isMean ? "mean" : "median")}");
            var alone = Enumerable.Range(0, numbers.Length).Where(row => numbers[row] == 0);
            return ProfileRows.Report([.. alone.Union(found.SetAsideRows).Order()], table.Names);
        });
        return command;
    }

    private static ProfileTable TableOf(LocalizationTable table, ClusterSummaries found, IReadOnlyList<string> names)
    {
        string[] own = ["Size", "Spread"];
        var builder = new ProfileTableBuilder(
            ["Metadata_Cluster", "Metadata_Medoid", "Metadata_Members"],
            [.. own, .. found.UsedFeatures.Select(name => own.Contains(name) ? $"Centre_{name}" : name)]);
        foreach (var cluster in found.Clusters)
        {
            builder.AddRow(
                [names[cluster.Number], table.Names[cluster.MedoidRow], string.Join('|', MembersOf(table, cluster))],
                [cluster.Rows.Count, cluster.Spread, .. cluster.Centre]);
        }

        return builder.Build();
    }

    private static IEnumerable<string> MembersOf(LocalizationTable table, ClusterSummary cluster) =>
        cluster.Rows.Select(row => table.Names[row]);

    private static void Tell(
        Output output, LocalizationTable table, ClusterSummaries found, IReadOnlyList<string> names, string words)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Method = words,
                GroupCount = table.Names.Count,
                Features = found.UsedFeatures,
                SetAside = found.SetAsideRows.Select(row => table.Names[row]),
                Clusters = found.Clusters.Select(cluster => new
                {
                    Name = names[cluster.Number],
                    Size = cluster.Rows.Count,
                    Medoid = table.Names[cluster.MedoidRow],
                    cluster.Spread,
                    cluster.Centre,
                    Members = MembersOf(table, cluster),
                }),
            });
            return;
        }

        Output.WriteLine($"{found.Clusters.Count} clusters of {table.Names.Count} groups: {words}");
        var lines = new Table().Border(TableBorder.Rounded)
            .AddColumns("Cluster", "Size", "Medoid", "Spread", "Members");
        foreach (var cluster in found.Clusters)
        {
            var members = string.Join(", ", MembersOf(table, cluster).Take(ShownCount));
            lines.AddRow(
                Markup.Escape(names[cluster.Number]), cluster.Rows.Count.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(table.Names[cluster.MedoidRow]),
                cluster.Spread.ToString("0.####", CultureInfo.InvariantCulture),
                Markup.Escape(cluster.Rows.Count > ShownCount ? $"{members}, …" : members));
        }

        output.People.Write(lines);
    }
}
