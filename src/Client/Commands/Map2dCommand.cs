using System.CommandLine;
using System.Globalization;
using HcsGrid.Client.Drawings;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid map2d IN OUT</c>: lays profiles out on a plane.
/// </summary>
internal static class Map2dCommand
{
    private const int TrustNeighbourCount = 15;

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var method = Option(
            "--method", "umap (neighbours stay neighbours) or pca (principal components).", MapMethod.Umap);
        var neighbours = Option("--neighbours", "umap: neighbours of a profile, itself counted.", 15);
        var minDist = Option("--min-dist", "umap: how near points may lie, 0 to 1.", 0.1);
        var metric = Option("--metric", "umap: cosine, correlation or euclidean.", DistanceMetric.Cosine);
        var seed = Option("--seed", "umap: what decides chance.", 0L);
        var by = new Option<string?>("--by") { Description = "First make one mean profile for each value of COL." };
        var colour = new Option<string?>("--colour") { Description = "The column that the picture's colours tell." };
        var svg = new Option<string?>("--svg") { Description = "Draw the map into this file." };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("map2d", "Lay profiles out on a plane by UMAP or principal components.")
        {
            input, output, method, neighbours, minDist, metric, seed, by, colour, svg, features, json,
        };
        command.SetAction(parsed => Run(
            new Request(
                parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(method),
                parsed.GetValue(by), parsed.GetValue(colour), parsed.GetValue(svg), parsed.GetValue(features),
                new UmapOptions
                {
                    NeighbourCount = parsed.GetValue(neighbours),
                    MinDistance = parsed.GetValue(minDist),
                    Metric = parsed.GetValue(metric),
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
        ProfileRows.RequireOptions(request.Umap.Validate);
        TableOptions.RequireWritable(request.Output);
        if (request.Svg is not null)
            TableOptions.RequirePlace(request.Svg);
        var table = ProfileRows.ReadBy(request.Input, request.Features, request.By);
        if (request.Colour is not null)
            ProfileRows.RequireColumn(table, request.Colour, request.Input);
        ProfileRows.RequireCount(table, NeighbourLists.MaxRowCount, request.Input);
        var (map, shares) = request.Method == MapMethod.Umap
            ? (Umap.Place(table, request.Umap), null)
            : Project(table);
        // Both methods are asked the same: are the map's neighbours neighbours by the distance?
        var trust = Trustworthiness.Of(table, map.X, map.Y, TrustNeighbourCount, request.Umap.Metric);
        TableOptions.Write(WithPlaces(table, map), request.Output, Provenance(request));
        if (request.Svg is not null)
            File.WriteAllText(request.Svg, Draw(request, table, map, shares, trust));
        var names = ProfileRows.NamesOf(table, request.By);
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Method = Lower(request.Method),
                Metric = request.Method == MapMethod.Umap ? Lower(request.Umap.Metric) : "euclidean",
                table.RowCount,
                FeatureCount = map.UsedFeatures.Count,
                map.SetAsideRows,
                Trustworthiness = ProfileRows.Finite(trust),
                TrustworthinessNeighbours = TrustNeighbourCount,
                TrustworthinessMetric = Lower(request.Umap.Metric),
                ExplainedShares = shares,
                Names = names,
                X = map.X.Select(ProfileRows.Finite),
                Y = map.Y.Select(ProfileRows.Finite),
            });
        }
        else
        {
            Output.WriteLine(Subtitle(request, map, trust));
            Output.WriteLine(request.Output);
        }

        return ProfileRows.Report(map.SetAsideRows, names);
    }

    // Principal components ask for no direction, only for values: rows of zeros have a place.
    private static (ProfileMap Map, IReadOnlyList<double> Shares) Project(ProfileTable table)
    {
        var rows = ComparableRows.Of(table, DistanceMetric.Euclidean);
        var projection = PrincipalComponents.Project2(table.SelectRows(rows.TableRows));
        var (x, y) = (new double[table.RowCount], new double[table.RowCount]);
        Array.Fill(x, double.NaN);
        Array.Fill(y, double.NaN);
        for (var i = 0; i < rows.Count; i++)
        {
            (x[rows.TableRows[i]], y[rows.TableRows[i]]) =
                (projection.Coordinates[0][i], projection.Coordinates[1][i]);
        }

        return (new ProfileMap(x, y, rows.SetAsideRows, projection.UsedFeatures), projection.ExplainedShares);
    }

    private static ProfileTable WithPlaces(ProfileTable table, ProfileMap map)
    {
        var builder = new ProfileTableBuilder(table.MetadataNames, ["Map_1", "Map_2"]);
        var metadata = table.MetadataNames.Select(table.Metadata).ToArray();
        for (var row = 0; row < table.RowCount; row++)
            builder.AddRow([.. metadata.Select(column => column[row])], [map.X[row], map.Y[row]]);
        return builder.Build();
    }

    private static TableProvenance Provenance(Request request)
    {
        var provenance = TableProvenance.Of("map2d").WithInput(request.Input)
            .WithOption("method", Lower(request.Method));
        if (request.By is not null)
            provenance = provenance.WithOption("by", request.By);
        var umap = request.Umap;
        return request.Method != MapMethod.Umap
            ? provenance
            : provenance.WithOption("neighbours", umap.NeighbourCount.ToString(CultureInfo.InvariantCulture))
                .WithOption("min-dist", umap.MinDistance.ToString(CultureInfo.InvariantCulture))
                .WithOption("metric", Lower(umap.Metric))
                .WithOption("seed", umap.Seed.ToString(CultureInfo.InvariantCulture));
    }

    private static string Draw(
        Request request, ProfileTable table, ProfileMap map, IReadOnlyList<double>? shares, double trust)
    {
        var labels = request.Colour is null ? [] : table.Metadata(request.Colour);
        return new MapPicture
        {
            Map = map,
            Title = $"Map of {table.RowCount} profiles{(request.By is null ? "" : $" by {request.By}")}",
            Subtitle = Subtitle(request, map, trust),
            Axes = shares is null
                ? ("UMAP 1", "UMAP 2")
                : ($"component 1 ({shares[0]:0.0%} of the variance)", $"component 2 ({shares[1]:0.0%})"),
            Legend = request.Colour is null ? null : new CategoryLegend(request.Colour, labels),
            Labels = labels,
        }.Draw();
    }

    private static string Subtitle(Request request, ProfileMap map, double trust)
    {
        var umap = request.Umap;
        var method = request.Method == MapMethod.Umap
            ? $"UMAP, {Lower(umap.Metric)} distance, {umap.NeighbourCount} neighbours, minimal distance " +
                $"{umap.MinDistance.ToString(CultureInfo.InvariantCulture)}, seed {umap.Seed}"
            : "principal components";
        return $"{map.X.Count - map.SetAsideRows.Count} profiles of {map.UsedFeatures.Count} features, {method}; " +
            (double.IsNaN(trust) ? "too few for a trustworthiness" : $"trustworthiness {trust:0.000}");
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private sealed record Request(
        string Input,
        string Output,
        MapMethod Method,
        string? By,
        string? Colour,
        string? Svg,
        string[]? Features,
        UmapOptions Umap);
}
