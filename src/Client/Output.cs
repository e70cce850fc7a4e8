using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace HcsGrid.Client;

/// <summary>
/// Where a command's words go: the result to standard output, everything else to standard error.
/// </summary>
/// <param name="isJson">True for programs: one JSON document, no tables, no bars.</param>
public sealed class Output(bool isJson)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public bool IsJson { get; } = isJson;

    /// <summary>Tables and lines for people, on standard output.</summary>
    public IAnsiConsole People { get; } = ConsoleOf(Console.Out, Console.IsOutputRedirected);

    /// <summary>Progress and messages, on standard error.</summary>
    public IAnsiConsole Messages { get; } = ConsoleOf(Console.Error, Console.IsErrorRedirected);

    /// <summary>Writes a line for people, never folded.</summary>
    public static void WriteLine(string line) => Console.Out.WriteLine(line);

    /// <summary>Tells of something that is wrong: one line on standard error, never folded.</summary>
    public static void Tell(string message) =>
        Console.Error.WriteLine($"hcsgrid: {message.ReplaceLineEndings(" ")}");

    /// <summary>Writes the one JSON document of the command.</summary>
    public static void WriteJson(object document) => Console.Out.WriteLine(JsonSerializer.Serialize(document, Json));

    // A file or a pipe gets no colours, whatever the terminal could show.
    private static IAnsiConsole ConsoleOf(TextWriter writer, bool isRedirected) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
}
