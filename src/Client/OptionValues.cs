using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace HcsGrid.Client;

/// <summary>
/// Reads the values of options: numbers with a point whatever the machine's language, choices in any case, and what is
/// neither is told in the words of the one who typed it.
/// </summary>
internal static class OptionValues
{
    /// <summary>Lets the options of a command, and of those below it, be read so.</summary>
    public static void Prepare(Command command)
    {
        foreach (var option in command.Options)
            Prepare(option);
        foreach (var inner in command.Subcommands)
            Prepare(inner);
    }

    private static void Prepare(Option option)
    {
        switch (option)
        {
            case Option<double> number:
                number.CustomParser ??= result => NumberOf(result.Tokens[0], result, number);
                break;
            case Option<double?> number:
                number.CustomParser ??= result => NumberOf(result.Tokens[0], result, number);
                break;
            case Option<int> number:
                number.CustomParser ??= result => WholeNumberOf<int>(result.Tokens[0], result, number);
                break;
            case Option<int?> number:
                number.CustomParser ??= result => WholeNumberOf<int>(result.Tokens[0], result, number);
                break;
            case Option<long> number:
                number.CustomParser ??= result => WholeNumberOf<long>(result.Tokens[0], result, number);
                break;
            case Option<int[]> numbers:
                numbers.CustomParser ??= result =>
                    [.. result.Tokens.Select(token => WholeNumberOf<int>(token, result, numbers))];
                break;
            default:
                if (option.ValueType.IsEnum)
                    PrepareChoice(option);
                break;
        }
    }

    /// <summary>Lets the help show choices as they are typed everywhere else, in small letters, and refuses others by
    /// these.</summary>
    private static void PrepareChoice(Option option)
    {
        var choices = Enum.GetNames(option.ValueType);
        option.HelpName = string.Join('|', choices).ToLowerInvariant();
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(
                token => !choices.Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"{option.Name} is '{token.Value}', expected {option.HelpName}.");
        });
    }

    // A comma would otherwise separate thousands: 0,5 would be 5.
    private static double NumberOf(Token token, ArgumentResult result, Option option)
    {
        if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        var hint = token.Value.Contains(',', StringComparison.Ordinal) ? " with a point in place of the comma" : "";
        result.AddError($"{option.Name} is '{token.Value}', expected a number{hint}.");
        return double.NaN;
    }

    private static T WholeNumberOf<T>(Token token, ArgumentResult result, Option option)
        where T : IBinaryInteger<T>
    {
        if (T.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        result.AddError($"{option.Name} is '{token.Value}', expected a whole number.");
        return T.Zero;
    }
}
