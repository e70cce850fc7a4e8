using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace HcsGrid.Plates;

/// <summary>
/// Says what is wrong with a JSON text in the words of those who write it: keys, the words that a value may be, and
/// kinds of values, never the program's types.
/// </summary>
public static partial class JsonMistake
{
    /// <summary>What is wrong, with the key.</summary>
    /// <param name="error">What the reader of JSON said.</param>
    /// <param name="type">The type that was read.</param>
    /// <param name="options">How it was read; it names keys and words.</param>
    public static string Describe(JsonException error, Type type, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(error);
        return What(error, type, options) + (error.Path is { Length: > 1 } path ? $" (at {path})" : "");
    }

    /// <summary>Line and key of what is wrong.</summary>
    public static Place PlaceOf(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var path = error.Path is { } text && text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : "";
        var unknown = UnknownKey().Match(error.Message);
        if (unknown.Success && path != unknown.Groups[1].Value &&
            !path.EndsWith("." + unknown.Groups[1].Value, StringComparison.Ordinal))
        {
            path = path.Length == 0 ? unknown.Groups[1].Value : $"{path}.{unknown.Groups[1].Value}";
        }

        return new Place { LineNumber = (int?)error.LineNumber + 1, Key = path.Length == 0 ? null : path };
    }

    private static string What(JsonException error, Type type, JsonSerializerOptions options)
    {
        var message = error.Message;
        if (UnknownKey().Match(message) is { Success: true } unknown)
            return $"the key '{unknown.Groups[1].Value}' is unknown";
        if (MissingKey().Match(message) is { Success: true } missing)
            return $"the key {missing.Groups[1].Value} is missing";
        if (NullKey().Match(message) is { Success: true } none)
            return $"the key '{none.Groups[1].Value}' is null";
        if (DoubleKey().Match(message) is { Success: true } twice)
            return $"the key '{twice.Groups[1].Value}' stands there twice";
        if (WrongKind().IsMatch(message) && TypeAt(error.Path ?? "$", type, options) is { } wanted)
            return $"expected {ExpectedOf(wanted, options)}";
        return ReadersPlace().Replace(message, "").TrimEnd('.');
    }

    /// <summary>The type of the value at a path such as <c>$.outputs[0].meaning</c>; null where it leads
    /// nowhere.</summary>
    private static Type? TypeAt(string path, Type type, JsonSerializerOptions options)
    {
        foreach (Match step in Step().Matches(path))
        {
            var info = options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            var next = info.Kind == JsonTypeInfoKind.Object
                ? info.Properties.FirstOrDefault(p => p.Name == step.Groups[1].Value)?.PropertyType
                : info.ElementType;
            if (next is null)
                return null;
            type = next;
        }

        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static string ExpectedOf(Type type, JsonSerializerOptions options)
    {
        if (type.IsEnum)
        {
            string[] words =
            [
                .. Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                    .Select(v => JsonSerializer.Serialize(Enum.ToObject(type, v), type, options).Trim('"')).Distinct(),
            ];
            return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => "a text",
            TypeCode.Boolean => "true or false",
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
            TypeCode.Int32 => $"a whole number, at most {int.MaxValue}",
            TypeCode.Int64 => $"a whole number, at most {long.MaxValue}",
            _ => options.GetTypeInfo(type).Kind switch
            {
                JsonTypeInfoKind.Enumerable => "a list",
                JsonTypeInfoKind.None => "another value",
                _ => "an object",
            },
        };
    }

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownKey();

    [GeneratedRegex(@"missing required properties[^:]*: (.*?)\.?$")]
    private static partial Regex MissingKey();

    [GeneratedRegex("The (?:property or field|constructor parameter) '([^']*)' .*allow.* null")]
    private static partial Regex NullKey();

    [GeneratedRegex("Duplicate property '([^']*)'")]
    private static partial Regex DoubleKey();

    [GeneratedRegex("The JSON value could not be converted")]
    private static partial Regex WrongKind();

    /// <summary>What the reader adds for programmers: its place, counted from 0, and how it was called.</summary>
    [GeneratedRegex(@"\.? ?Path: \$.*$|, when isFinalBlock is true")]
    private static partial Regex ReadersPlace();

    [GeneratedRegex(@"\.([^.\[\]]+)|\[(?:'[^']*'|\d+)\]")]
    private static partial Regex Step();
}
