using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables transform IN OUT --method log|replicates|axes</c>: maps profiles to other numbers by what is
/// known of replicates.
/// </summary>
internal static class TablesTransformCommand
{
    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var method = new Option<string>("--method")
        {
            Description = "log: the logarithm of features positive everywhere; replicates: sphere by the scatter "
                + "within the groups of --by; axes: coordinates on the principal axes of the groups' means about 0.",
            Required = true,
        };
        method.AcceptOnlyFromAmong("log", "replicates", "axes");
        var by = TableOptions.Names("--by", "The columns that replicates share, as COL,… (replicates, axes).");
        var samples = new Option<string>("--samples")
        {
            Description = "axes: the rows whose means are taken, \"all\" (default) or as \"Metadata_x != 'y'\".",
            DefaultValueFactory = _ => "all",
        };
        var shrinkage = new Option<double>("--shrinkage")
        {
            Description = "replicates: how far the covariance S is drawn to its mean variance, (1 − s)·S + "
                + "s·(trace S / features)·I (default 0.05).",
            DefaultValueFactory = _ => new WithinGroupSpheringOptions().Shrinkage,
        };
        var components = new Option<int>("--components")
        {
            Description = "axes: how many (default 10).",
            DefaultValueFactory = _ => 10,
        };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("transform", "Take logarithms, sphere by replicates, or reduce to principal axes.")
        {
            input, output, method, by, samples, shrinkage, components, features, json,
        };
        command.SetAction(parsed => Transform(
            parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(features),
            parsed.GetRequiredValue(method),
            new TransformRequest(
                parsed.GetValue(by) ?? [], parsed.GetRequiredValue(samples), parsed.GetValue(shrinkage),
                parsed.GetValue(components)),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Transform(
        string input, string output, string[]? features, string method, TransformRequest request, Output words)
    {
        TableOptions.RequireWritable(output);
        if (method != "log" && request.By.Length == 0)
        {
            throw new ScreenDataException(
                $"--method {method} needs --by: the columns that replicates share", Place.Unknown);
        }

        var table = TableOptions.ReadProfiles(input, features, request.By);
        var provenance = TableProvenance.Of("tables transform").WithInput(input).WithOption("method", method);
        int? replaced = null;
        table = Attempt.At(input, () =>
        {
            switch (method)
            {
                case "log":
                    var (logarithms, names) = PositiveLogarithm.Apply(table);
                    replaced = names.Count;
                    return logarithms;
                case "replicates":
                    provenance = provenance.WithOption("by", string.Join(',', request.By))
                        .WithOption("shrinkage", request.Shrinkage.ToString("R", CultureInfo.InvariantCulture));
                    return WithinGroupSphering.Apply(table, request.By, new() { Shrinkage = request.Shrinkage });
                default:
                    provenance = provenance.WithOption("by", string.Join(',', request.By))
                        .WithOption("samples", request.Samples)
                        .WithOption("components", request.Components.ToString(CultureInfo.InvariantCulture));
                    return GroupMeanAxes.Apply(
                        table, request.By, RowCondition.Parse(request.Samples).RowsOf(table), request.Components);
            }
        });
        TableOptions.Write(table, output, provenance);
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Output = output,
                Method = method,
                Rows = table.RowCount,
                Features = table.FeatureCount,
                Replaced = replaced,
            });
            return ExitCode.Done;
        }

        Output.WriteLine($"{output}: {table.RowCount} rows, {table.FeatureCount} features"
            + (replaced is { } count ? $", {count} of them logarithms" : ""));
        return ExitCode.Done;
    }

    private sealed record TransformRequest(string[] By, string Samples, double Shrinkage, int Components);
}
