using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using HcsGrid.Client.Commands;
using HcsGrid.Client.Commands.Detect;
using HcsGrid.Client.Commands.Evaluate;
using HcsGrid.Client.Commands.Localization;
using HcsGrid.Client.Commands.Models;
using HcsGrid.Client.Commands.Tables;
using HcsGrid.Plates;

namespace HcsGrid.Client;

/// <summary>
/// The command line <c>hcsgrid</c>.
/// </summary>
public static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("HcsGrid turns high-content-screening images into compound profiles.")
        {
            DemoCommand.Make(),
            RunCommand.Make(),
            ServeCommand.Make(),
            SubmitCommand.Make(),
            StatusCommand.Make(),
            WatchCommand.Make(),
            PauseCommand.Make(),
            ResumeCommand.Make(),
            CancelCommand.Make(),
            InspectCommand.Make(),
            DecodeCommand.Make(),
            DetectCommand.Make(),
            ModelsCommand.Make(),
            TablesCommand.Make(),
            ReportCommand.Make(),
            DoctorCommand.Make(),
            ClusterCommand.Make(),
            Map2dCommand.Make(),
            EvaluateCommand.Make(),
            LocalizationCommand.Make(),
        };
        OptionValues.Prepare(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpInSmallLetters((SynchronousCommandLineAction)help.Action!);
        var parsed = root.Parse(OptionNames.WithHyphens(args));
        if (parsed.Action is ParseErrorAction)
        {
            return Fail($"{Mistakes(parsed)} ({HelpFor(parsed.CommandResult)})", ExitCode.AskedWrongly);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
                .ConfigureAwait(false);
        }
        catch (ScreenDataException error)
        {
            string[] options = [.. parsed.CommandResult.Command.Options.Select(option => option.Name)];
            return Fail(OptionNames.InMessage(error.Message, options), ExitCode.AskedWrongly);
        }
        catch (ServerException error)
        {
            return Fail(error.Message, ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped. What is done is kept: the same command goes on where it was.", ExitCode.Failed);
        }
#pragma warning disable CA1031 // The last line of defence: whatever went wrong is told in one line, not as a crash.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Fail($"{error.Message} ({error.GetType().Name})", ExitCode.Failed);
        }
    }

    /// <summary>What is wrong with the words; arguments that are missing are named, which the parser does not
    /// do.</summary>
    private static string Mistakes(ParseResult parsed)
    {
        var missing = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .Where(result => result.Tokens.Count < result.Argument.Arity.MinimumNumberOfValues)
            .Select(result => result.Argument)
            .ToArray();
        var messages = parsed.Errors
            .Where(error => missing.Length == 0 || !(error.SymbolResult is ArgumentResult { Tokens.Count: 0 }))
            .Select(error => error.Message);
        return string.Join(' ', [
            .. missing.Select(argument => $"<{argument.Name}> is missing: {argument.Description}"), .. messages,
        ]);
    }

    /// <summary>Where the words that are missing stand.</summary>
    private static string HelpFor(CommandResult command)
    {
        var names = new Stack<string>();
        for (var at = command; at.Parent is CommandResult parent; at = parent)
            names.Push(at.Command.Name);
        var ending = command.Command.Subcommands.Count > 0 ? "tells the commands" : "tells the options";
        return string.Join(' ', ["hcsgrid", .. names, "--help", ending]);
    }

    private static int Fail(string message, int code)
    {
        Output.Tell(message);
        return code;
    }
}
