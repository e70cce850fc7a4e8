using System.Text.Json.Nodes;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Changes a JSON text at a path.
/// </summary>
internal static class JsonPath
{
    /// <summary>
    /// Sets the value at a path such as <c>images.pattern</c> or <c>channels.0.name</c>; no value removes it.
    /// </summary>
    public static void Set(JsonNode node, string path, string? json)
    {
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
            node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        if (json is null)
            node.AsObject().Remove(parts[^1]);
        else if (int.TryParse(parts[^1], out var last))
            node[last] = JsonNode.Parse(json);
        else
            node[parts[^1]] = JsonNode.Parse(json);
    }
}
