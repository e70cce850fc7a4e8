using System.CommandLine;
using System.Globalization;
using HcsGrid.Client.Drawings;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Localization;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization spectrum IN [OUT]</c>: the code histograms of groups in clustered order.
/// </summary>
internal static class LocalizationSpectrumCommand
{
    public static Command Make()
    {
        var input = new LocalizationInput(mayBeFeatures: false);
        var output = TableOptions.OptionalOutput("the table of spectra goes, codes in clustered order");
        var order = new ClustermapOptions();
        var groups = GroupsOption("--groups", "Show these groups, in this order (default: all; a picture shows the " +
            $"first {SpectrumPicture.MaxPanelCount}). The order of the codes is always that of all groups.");
        var svg = new Option<string?>("--svg") { Description = "Draw the spectra into this file." };
        var scale = new Option<SpectrumScale>("--scale")
        {
            Description =
                "Heights of the picture: linear, or root (square roots: rare codes are seen beside common ones).",
        };
        var json = CommonOptions.Json();
        var command = new Command("spectrum", "The code histograms of groups, codes in clustered order.");
        input.AddTo(command);
        command.Add(output);
        order.AddTo(command);
        command.Add(groups);
        command.Add(svg);
        command.Add(scale);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var (path, picture) = (parsed.GetValue(output), parsed.GetValue(svg));
            if (path is not null)
                TableOptions.RequireWritable(path);
            if (picture is not null)
                TableOptions.RequirePlace(picture);
            var table = input.Read(parsed);
            var rows = parsed.GetValue(groups) is { Length: > 0 } names ? table.RowsOf(names) : null;
            var map = order.MapOf(parsed, table);
            rows ??= [.. Enumerable.Range(0, table.Names.Count).Except(map.LeftOutRows)];
            if (rows.FirstOrDefault(map.LeftOutRows.Contains, -1) is var empty and >= 0)
            {
                throw new ScreenDataException(
                    $"The group '{table.Names[empty]}' has no spectrum: a code is no number",
                    new Place { Blob = table.Path });
            }

            if (path is not null)
            {
                TableOptions.Write(
                    FeatureSpectra.InOrder(table.Groups, map).SelectRows(rows), path,
                    order.AddTo(table.Provenance("spectrum"), parsed));
            }

            if (picture is not null)
                File.WriteAllText(picture, Draw(table, map, rows, order.Words(parsed), parsed.GetValue(scale)));
            Tell(new Output(parsed.GetValue(json)), table, map, rows);
            return ProfileRows.Report(map.LeftOutRows, table.Names);
        });
        return command;
    }

    /// <summary>An option of names that may have commas in them: several after it, or it several times.</summary>
    internal static Option<string[]> GroupsOption(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static string Draw(
        LocalizationTable table, CodeClustermap map, int[] rows, string words, SpectrumScale scale)
    {
        var shown = InOrderOfLikeness(table.Groups, rows);
        var count = Math.Min(shown.Length, SpectrumPicture.MaxPanelCount);
        return new SpectrumPicture(table.Groups, map, table.Names)
        {
            Title = $"Feature spectra of {count} groups{(table.By is null ? "" : $" by {table.By}")}",
            Subtitle = $"{map.ClusterCount} clusters of codes, {words}" + (count < shown.Length
                ? $"; {shown.Length - count} more groups are not shown: name some with --groups"
                : ""),
            Scale = scale,
            Rows = [.. shown.Take(count)],
        }.Draw();
    }

    /// <summary>All groups stand beside those like them; groups that were chosen stay as they were.</summary>
    private static int[] InOrderOfLikeness(ProfileTable groups, int[] rows)
    {
        var isChosen = rows.Length < groups.RowCount || !rows.SequenceEqual(rows.Order());
        return isChosen
            ? rows
            : [.. FeatureSpectra.OrderOfLikeness(groups.SelectRows(rows)).Select(index => rows[index])];
    }

    private static void Tell(Output output, LocalizationTable table, CodeClustermap map, int[] rows)
    {
        var shares = FeatureSpectra.ClusterShares(table.Groups, map);
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Codes = map.Order.Select(code => table.Groups.FeatureNames[code]),
                Clusters = map.Order.Select(code => map.Clusters[code]),
                LeftOut = map.LeftOutRows.Select(row => table.Names[row]),
                Groups = rows.Select(row => new
                {
                    Name = table.Names[row],
                    Rows = table.RowCounts[row],
                    Spectrum = map.Order.Select(code => table.Groups[row, code]),
                    ClusterShares = Enumerable.Range(0, map.ClusterCount).Select(cluster => shares[row, cluster]),
                }),
            });
            return;
        }

        Output.WriteLine(
            $"Shares of {map.ClusterCount} clusters of {map.Order.Count} codes in {rows.Length} groups, in percent");
        var lines = new Table().Border(TableBorder.Rounded).AddColumns("Group", "Rows");
        foreach (var name in shares.FeatureNames)
        {
            var head = name == FeatureSpectra.ClusterName(0)
                ? "constant"
                : name[(name.LastIndexOf('_') + 1)..];
            lines.AddColumn(new TableColumn(head).RightAligned());
        }

        foreach (var row in rows.Take(SpectrumPicture.MaxPanelCount))
        {
            lines.AddRow([
                Markup.Escape(table.Names[row]), $"{table.RowCounts[row]}",
                .. shares.Row(row).Select(share => (100 * share).ToString("0.0", CultureInfo.InvariantCulture))]);
        }

        output.People.Write(lines);
        if (rows.Length > SpectrumPicture.MaxPanelCount)
            Output.WriteLine($"and {rows.Length - SpectrumPicture.MaxPanelCount} more: OUT or --json has all");
    }
}
