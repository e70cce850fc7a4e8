using System.CommandLine;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// Options that several <c>evaluate</c> commands share.
/// </summary>
internal static class EvaluateOptions
{
    public static Option<string?> Controls(string what, string except = "") => new("--controls")
    {
        Description = $"The rows {what}, as a condition, or none (default: the compound DMSO, and what "
            + $"Metadata_pert_type or Metadata_control_type calls a control{except}).",
    };

    public static Option<string?> NegativeControls(string purpose = "") =>
        Controls($"that are negative controls{purpose}", ", but not a positive one");

    public static Option<string?> Column(string name, string description) => new(name) { Description = description };

    public static Option<SimilarityKind> Similarity(SimilarityKind kind) => new("--similarity")
    {
        Description = "correlation or cosine.",
        DefaultValueFactory = _ => kind,
    };

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Seeds what is drawn at random.",
        DefaultValueFactory = _ => 0,
    };

    public static Option<int> NullSize() => new("--null-size")
    {
        Description = "Random placements of each chance distribution.",
        DefaultValueFactory = _ => new AveragePrecisionOptions().NullSize,
    };

    public static Option<double> Threshold() => new("--threshold")
    {
        Description = "Below it a p-value counts as significant.",
        DefaultValueFactory = _ => new AveragePrecisionOptions().Threshold,
    };
}
