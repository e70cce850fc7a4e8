using System.CommandLine;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate …</c>: how good profiles are, from a table of them.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Make() => new("evaluate", "Tell how good profiles are, from a table of them.")
    {
        EvaluateMoaCommand.Make(Profiling.Evaluation.MoaConvention.NotSameCompound),
        EvaluateMoaCommand.Make(Profiling.Evaluation.MoaConvention.NotSameCompoundOrBatch),
        EvaluateMapCommand.Make(),
        EvaluateActivityCommand.Make(),
        EvaluateConsistencyCommand.Make(),
        EvaluateReplicatesCommand.Make(),
        EvaluateRetrievalCommand.Make(),
        EvaluateScalesCommand.Make(),
        EvaluateQualityCommand.Make(),
        EvaluateHitsCommand.Make(),
        EvaluateDoseCommand.Make(),
        BatchEffectCommand.Make(),
    };
}
