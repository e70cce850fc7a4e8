using System.CommandLine;

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

    public static Option<int> Workers() => new("--workers")
    {
        Description = "Wells in work at the same time (default: twice the cores). No result depends on it.",
        DefaultValueFactory = _ => 2 * Environment.ProcessorCount,
    };

    public static Option<Inference.InferenceDevice> Device() => new("--device")
    {
        Description = "Where the model runs: cpu or cuda.",
        DefaultValueFactory = _ => Inference.InferenceDevice.Cpu,
    };
}
