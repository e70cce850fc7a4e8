using System.CommandLine;
using System.CommandLine.Invocation;

namespace HcsGrid.Client;

/// <summary>
/// The help, in which the usual choice of an option is written as choices are typed, in small letters.
/// </summary>
/// <param name="help">Writes the help.</param>
internal sealed class HelpInSmallLetters(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        int code;
        try
        {
            code = help.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
        }

        var choices = parseResult.CommandResult.Command.Options.Where(option => option.ValueType.IsEnum)
            .SelectMany(option => Enum.GetNames(option.ValueType)).Distinct();
        output.Write(choices.Aggregate(
            text.ToString(),
            (all, choice) => all.Replace(
                $"[default: {choice}]", $"[default: {choice.ToLowerInvariant()}]", StringComparison.Ordinal)));
        return code;
    }
}
