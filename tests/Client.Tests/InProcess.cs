namespace HcsGrid.Client.Tests;

/// <summary>
/// The command line in this process, for commands so short that a process each would be a waste.
/// </summary>
internal static class InProcess
{
    public static async Task<ProcessResult> RunAsync(params string[] args)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var code = await CommandLine.RunAsync(args);
            return new ProcessResult(code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
