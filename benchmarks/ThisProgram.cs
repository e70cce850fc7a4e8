using System.Diagnostics;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Starts this program again in a process of its own, whichever way it was started itself.
/// </summary>
internal static class ThisProgram
{
    /// <summary>What starts it with the given arguments; its output is read by whoever starts it.</summary>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
