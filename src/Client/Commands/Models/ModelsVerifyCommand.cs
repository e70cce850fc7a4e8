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
            ModelsCommand.Chosen(parsed.GetValue(models)), parsed.GetValue(device),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Verify(string[] models, InferenceDevice device, Output output)
    {
        var options = new OnnxModelOptions { Device = device };
        var results = new List<object>();
        var allPassed = true;
        foreach (var model in models)
        {
            var verification = ModelVerifier.Verify(ModelCatalog.Default.Find(model), options);
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

        if (output.IsJson)
            Output.WriteJson(results);
        return allPassed ? ExitCode.Done : ExitCode.DoneWithProblems;
    }
}
