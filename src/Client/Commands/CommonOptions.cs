using System.CommandLine;
using HcsGrid.Runs;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Options that several commands share.
/// </summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "One JSON document on standard output, for programs.",
    };

    public static Option<int> Workers()
    {
        var option = new Option<int>("--workers")
        {
            Description = "Wells in work at the same time (default: twice the cores). No result depends on it.",
            DefaultValueFactory = _ => 2 * Environment.ProcessorCount,
        };
        option.Validators.Add(result =>
        {
            // What is no number at all is told by the option itself.
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) &&
                count is < 1 or > LocalGridOptions.MaxWorkerCount)
            {
                result.AddError($"--workers is {count}, expected 1 to {LocalGridOptions.MaxWorkerCount}.");
            }
        });
        return option;
    }

    public static Option<Inference.InferenceDevice> Device() => new("--device")
    {
        Description = "Where the model runs: cpu or cuda.",
        DefaultValueFactory = _ => Inference.InferenceDevice.Cpu,
    };
}
