using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables normalize IN OUT --method NAME</c>: centres and scales, or spheres, profiles by reference rows.
/// </summary>
internal static class TablesNormalizeCommand
{
    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var method = Choice("--method", "standardize (default), robustize, mad_robustize, center, spherize or tvn.",
            "standardize", "robustize", "mad_robustize", "center", "spherize", "tvn");
        var samples = new Option<string>("--samples")
        {
            Description = "The reference rows: all (default), or a condition as \"Metadata_x == 'y'\".",
            DefaultValueFactory = _ => "all",
        };
        var by = TableOptions.Names(
            "--by", "Normalize the rows that share these columns by their own reference rows, as Metadata_Plate; "
            + "where they have none, by those of all (default: all rows together).");
        var epsilon = Number("--mad-robustize-epsilon", "Added to 1.4826·MAD", new NormalizerOptions().MadEpsilon);
        var spherizeMethod = Choice("--spherize-method", "ZCA-cor (default), ZCA, PCA or PCA-cor.",
            "ZCA-cor", "ZCA", "PCA", "PCA-cor");
        var spherizeEpsilon = Number("--spherize-epsilon", "Added to singular values", new SpheringOptions().Epsilon);
        var center = new Option<bool>("--spherize-center")
        {
            Description = "Sphere around the reference rows' mean (default true; false is not done).",
            DefaultValueFactory = _ => true,
        };
        var batch = new Option<string?>("--batch") { Description = "tvn: the column of acquisition batches." };
        var degenerate = Choice("--degenerate", "Features that do not vary among the reference rows: keep (default, "
            + "the reference's numbers) or nan.", "keep", "nan");
        var features = TableOptions.Features();
        var memory = LargeTables.Memory();
        var json = CommonOptions.Json();
        var command = new Command("normalize", "Centre and scale, or sphere, profiles by their reference rows.")
        {
            input, output, method, samples, by, epsilon, spherizeMethod, spherizeEpsilon, center, batch, degenerate,
            features, memory, json,
        };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(center))
                throw new ScreenDataException("--spherize-center false is not done: center first", Place.Unknown);
            return new TableNormalization
            {
                Input = parsed.GetRequiredValue(input),
                Output = parsed.GetRequiredValue(output),
                Method = parsed.GetRequiredValue(method),
                Samples = parsed.GetRequiredValue(samples),
                By = parsed.GetValue(by) ?? [],
                MadEpsilon = parsed.GetValue(epsilon),
                SpheringMethod = parsed.GetRequiredValue(spherizeMethod),
                SpheringEpsilon = parsed.GetValue(spherizeEpsilon),
                Batch = parsed.GetValue(batch),
                OnDegenerate = parsed.GetValue(degenerate) == "nan"
                    ? DegenerateFeatureHandling.SetNaN
                    : DegenerateFeatureHandling.Keep,
                Features = parsed.GetValue(features) ?? [],
                MemoryMebibytes = parsed.GetValue(memory),
            }.Run(new Output(parsed.GetValue(json)));
        });
        return command;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<double> Number(string name, string description, double value) => new(name)
    {
        Description = $"{description} (default {value.ToString(CultureInfo.InvariantCulture)}).",
        DefaultValueFactory = _ => value,
    };
}
