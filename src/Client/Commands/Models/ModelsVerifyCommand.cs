using System.CommandLine;
using HcsGrid.Inference;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models verify [MODEL…]</c>: whether models compute what their cards say.
/// </summary>
internal static class ModelsVerifyCommand
{
    public static Command Make()
    {
        var models = ModelsCommand.Models();
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("verify", "Run each model on its card's test and compare with the expected output.")
        {
            models, device, json,
        };
        command.SetAction(parsed => Verify(
            parsed.GetValue(models) ?? [], parsed.GetValue(device), new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Verify(string[] named, InferenceDevice device, Output output)
    {
        CudaProvider.Require(device);
        var problems = new ModelProblems(named);
        var options = new OnnxModelOptions { Device = device };
        var results = new List<object>();
        var allPassed = true;
        foreach (var model in ModelsCommand.Chosen(named))
        {
            var verification = problems.Try(
                model, () => ModelVerifier.Verify(ModelCatalog.Default.Find(model), options));
            if (verification is null)
                continue;
            allPassed &= verification.Passed;
            results.Add(new
            {
                verification.Model,
                verification.Passed,
                verification.LargestDifference,
                verification.Tolerance,
            });
            if (!output.IsJson)
            {
                Output.WriteLine(
                    $"{verification.Model}: {(verification.Passed ? "passed" : "FAILED")}, largest difference " +
                    $"{verification.LargestDifference:G3}, allowed {verification.Tolerance:G3}");
            }
        }

        var code = problems.Tell(results.Count);
        if (output.IsJson)
            Output.WriteJson(results);
        return allPassed ? code : ExitCode.DoneWithProblems;
    }
}
