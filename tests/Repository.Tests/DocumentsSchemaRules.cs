using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// Holds a schema against the record types that read its documents: names, types, required, defaults, enumerations.
/// </summary>
internal static class DocumentsSchemaRules
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>What a schema of an object has against a type, and below it, each with its place.</summary>
    public static IEnumerable<string> Differences(
        JsonObject schema, Type type, JsonNamingPolicy enumNames, string place = "#")
    {
        if (schema["additionalProperties"]?.GetValueKind() != JsonValueKind.False)
            yield return $"{place} has no additionalProperties: false";
        if (string.IsNullOrWhiteSpace(schema["description"]?.GetValue<string>()))
            yield return $"{place} has no description";
        var properties = type.GetProperties().Where(p => p.SetMethod is not null).ToArray();
        var described = schema["properties"]!.AsObject();
        var names = properties.Select(NameOf).ToArray();
        foreach (var name in names.Except(described.Select(d => d.Key)))
            yield return $"{place} lacks the property '{name}' of {type.Name}";
        foreach (var (name, _) in described.Where(d => !names.Contains(d.Key)))
            yield return $"{place} describes the property '{name}', which {type.Name} lacks";
        var required = properties.Where(IsRequired).Select(NameOf).Order().ToArray();
        var stated = (schema["required"]?.AsArray() ?? []).Select(n => n!.GetValue<string>()).Order().ToArray();
        if (!required.SequenceEqual(stated))
        {
            yield return $"{place} requires {string.Join(", ", stated)}; {type.Name} requires "
                + string.Join(", ", required);
        }

        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in properties.Where(p => described.ContainsKey(NameOf(p))))
        {
            var inside = described[NameOf(property)]!.AsObject();
            var there = $"{place}/{NameOf(property)}";
            foreach (var difference in OfProperty(inside, property, defaults, enumNames, there))
                yield return difference;
        }
    }

    private static IEnumerable<string> OfProperty(
        JsonObject schema, PropertyInfo property, object defaults, JsonNamingPolicy enumNames, string place)
    {
        if (string.IsNullOrWhiteSpace(schema["description"]?.GetValue<string>()))
            yield return $"{place} has no description";
        var isNullable = Nullability.Create(property).WriteState == NullabilityState.Nullable;
        if (AllowsNull(schema) != isNullable)
            yield return $"{place} {(isNullable ? "does not allow" : "allows")} null";
        if (!IsRequired(property) &&
            DefaultDifference(schema, property.GetValue(defaults), enumNames) is { } difference)
        {
            yield return $"{place} {difference}";
        }

        if (IsRequired(property) && schema.ContainsKey("default"))
            yield return $"{place} is required and has a default";

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            var texts = Enum.GetNames(type).Select(enumNames.ConvertName).Order().ToArray();
            var stated = (schema["enum"]?.AsArray() ?? []).Select(n => n!.GetValue<string>()).Order().ToArray();
            if (!texts.SequenceEqual(stated))
                yield return $"{place} allows {string.Join(", ", stated)}; {type.Name} has {string.Join(", ", texts)}";
        }

        var (inner, innerType, innerPlace) = type.GetInterfaces().Prepend(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) is { } list
            ? (schema["items"]!.AsObject(), list.GetGenericArguments()[0], $"{place}[]")
            : (schema, type, place);
        if (!IsRecordOfOurs(innerType))
            yield break;
        foreach (var below in Differences(inner, innerType, enumNames, innerPlace))
            yield return below;
    }

    // An object's default is written {}: every default of its own keys.
    private static string? DefaultDifference(JsonObject schema, object? value, JsonNamingPolicy enumNames)
    {
        if (!schema.TryGetPropertyValue("default", out var stated))
            return "has no default";
        if (value is not null && value.GetType() is var type && IsRecordOfOurs(type))
        {
            return stated is JsonObject { Count: 0 } && value.Equals(Activator.CreateInstance(type))
                ? null
                : "has a default other than {}";
        }

        var expected = value is Enum
            ? JsonValue.Create(enumNames.ConvertName(value.ToString()!))
            : JsonSerializer.SerializeToNode(value);
        return JsonNode.DeepEquals(Plain(stated), Plain(expected))
            ? null
            : $"has the default {stated?.ToJsonString() ?? "null"}, "
                + $"the program's is {expected?.ToJsonString() ?? "null"}";
    }

    // 0.0 and 0 are one number.
    private static JsonNode? Plain(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(double.Parse(
            node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)) : node;

    private static bool IsRecordOfOurs(Type type) =>
        type.IsClass && !type.IsArray && type.Namespace?.StartsWith("HcsGrid", StringComparison.Ordinal) == true;

    private static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ??
        JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool AllowsNull(JsonObject schema) =>
        schema["type"] is JsonArray types && types.Any(t => t!.GetValue<string>() == "null");
}
