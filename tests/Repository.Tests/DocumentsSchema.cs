using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// A published JSON Schema of <c>docs/schemas</c>, and what a document has against it.
/// </summary>
/// <remarks>
/// Knows the words of JSON Schema 2020-12 that these schemas use, and throws at any other, so that no word is passed
/// over in silence. (JsonSchema.Net needs packages that not every feed has.)
/// </remarks>
internal sealed class DocumentsSchema
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };

    // These say something to people and editors, and nothing of what is valid.
    private static readonly HashSet<string> Annotations =
        new(["$schema", "$id", "title", "description", "default", "examples"], StringComparer.Ordinal);

    private DocumentsSchema(string fileName) => Root = Read($"docs/schemas/{fileName}").AsObject();

    public static DocumentsSchema Job { get; } = new("job.schema.json");

    public static DocumentsSchema ModelCard { get; } = new("model-card.schema.json");

    public JsonObject Root { get; }

    /// <summary>What a document has against the schema; nothing where it is valid.</summary>
    public IReadOnlyList<string> ErrorsOf(JsonNode? document) => [.. Errors(Root, document, "#")];

    /// <summary>Reads a JSON file of the repository, comments left out, as the program does.</summary>
    public static JsonNode Read(string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Shared.RepositoryRoot, path)), documentOptions: Lenient)!;

    private static IEnumerable<string> Errors(JsonObject schema, JsonNode? value, string place) =>
        schema.Where(word => !Annotations.Contains(word.Key))
            .SelectMany(word => ErrorsOfWord(schema, word.Key, word.Value!, value, place));

    private static IEnumerable<string> ErrorsOfWord(
        JsonObject schema, string word, JsonNode stated, JsonNode? value, string place)
    {
        IEnumerable<string> none = [];
        var told = $"{place}: {word} {stated.ToJsonString()}";
        return word switch
        {
            "type" => TypesOf(stated).Any(t => IsOf(t, value)) ? none : [told],
            "const" => JsonNode.DeepEquals(stated, value) ? none : [told],
            "enum" => stated.AsArray().Any(v => JsonNode.DeepEquals(v, value)) ? none : [told],
            "minimum" => NumberOf(value) < NumberOf(stated) ? [told] : none,
            "maximum" => NumberOf(value) > NumberOf(stated) ? [told] : none,
            "exclusiveMinimum" => NumberOf(value) <= NumberOf(stated) ? [told] : none,
            "exclusiveMaximum" => NumberOf(value) >= NumberOf(stated) ? [told] : none,
            "minLength" => IsOf("string", value) && TextOf(value).Length < NumberOf(stated) ? [told] : none,
            "maxLength" => IsOf("string", value) && TextOf(value).Length > NumberOf(stated) ? [told] : none,
            "pattern" => IsOf("string", value) && !IsMatch(stated, TextOf(value)) ? [told] : none,
            "minItems" => value is JsonArray array && array.Count < NumberOf(stated) ? [told] : none,
            "maxItems" => value is JsonArray array && array.Count > NumberOf(stated) ? [told] : none,
            "items" => value is JsonArray array
                ? array.SelectMany((item, i) => Errors(stated.AsObject(), item, $"{place}/{i}"))
                : none,
            "required" => value is JsonObject found
                ? stated.AsArray().Select(TextOf).Where(n => !found.ContainsKey(n)).Select(n => $"{place} lacks {n}")
                : none,
            "properties" => value is JsonObject found
                ? stated.AsObject().Where(p => found.ContainsKey(p.Key))
                    .SelectMany(p => Errors(p.Value!.AsObject(), found[p.Key], $"{place}/{p.Key}"))
                : none,
            "additionalProperties" => value is JsonObject found ? OthersOf(schema, stated, found, place) : none,
            "allOf" => stated.AsArray().SelectMany(s => Errors(s!.AsObject(), value, place)),
            "anyOf" => stated.AsArray().Any(s => !Errors(s!.AsObject(), value, place).Any()) ? none : [told],
            "not" => Errors(stated.AsObject(), value, place).Any() ? none : [told],
            "if" => Errors(stated.AsObject(), value, place).Any()
                ? none
                : Errors(schema["then"]!.AsObject(), value, place),
            "then" => none,
            _ => throw new InvalidOperationException($"The schema's word '{word}' is not known here."),
        };
    }

    private static IEnumerable<string> OthersOf(JsonObject schema, JsonNode stated, JsonObject value, string place)
    {
        var known = schema["properties"]?.AsObject();
        var others = value.Where(p => known?.ContainsKey(p.Key) != true);
        return stated is JsonObject each
            ? others.SelectMany(p => Errors(each, p.Value, $"{place}/{p.Key}"))
            : others.Where(_ => stated.GetValueKind() == JsonValueKind.False).Select(p => $"{place} has {p.Key}");
    }

    private static IEnumerable<string> TypesOf(JsonNode stated) =>
        stated is JsonArray several ? several.Select(TextOf) : [TextOf(stated)];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or
            ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) or
            ("null", JsonValueKind.Null) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(NumberOf(value)),
        _ => false,
    };

    // Not a number where the value is none, so that no comparison holds.
    private static double NumberOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number
        ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)
        : double.NaN;

    private static string TextOf(JsonNode? node) => node!.GetValue<string>();

    private static bool IsMatch(JsonNode pattern, string text) =>
        Regex.IsMatch(text, TextOf(pattern), RegexOptions.CultureInvariant);
}
