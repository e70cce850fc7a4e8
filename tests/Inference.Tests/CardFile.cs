using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// The card of the shipped model, for tests to change, in a model folder of a test's own.
/// </summary>
internal static class CardFile
{
    public static string ScatterFolder { get; } = Path.Combine(HcsGrid.Tests.Shared.RepositoryRoot, "models",
        "scatter-v1");

    /// <summary>The shipped card as JSON.</summary>
    public static JsonObject Scatter() =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(ScatterFolder, ModelFolder.CardFileName)))!.AsObject();

    /// <summary>Sets the value at a path such as <c>input.widthPixels</c> or <c>outputs.0.name</c>; no value removes
    /// it.</summary>
    public static void Set(JsonNode card, string path, string? json)
    {
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
            card = int.TryParse(part, out var index) ? card[index]! : card[part]!;
        if (json is null)
            card.AsObject().Remove(parts[^1]);
        else if (int.TryParse(parts[^1], out var last))
            card[last] = JsonNode.Parse(json);
        else
            card[parts[^1]] = JsonNode.Parse(json);
    }

    /// <summary>Writes a card into a folder of a test.</summary>
    public static string Write(TempFolder folder, JsonNode card, string name = "model")
    {
        Directory.CreateDirectory(folder.PathOf(name));
        File.WriteAllText(folder.PathOf(name, ModelFolder.CardFileName),
            card.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return folder.PathOf(name);
    }

    /// <summary>Writes a card and an ONNX file that it names with its right SHA-256.</summary>
    public static ModelFolder WriteModel(TempFolder folder, JsonNode card, byte[] onnx, string name = "model")
    {
        card["file"] = "model.onnx";
        card["sha256"] = Convert.ToHexStringLower(SHA256.HashData(onnx));
        var path = Write(folder, card, name);
        File.WriteAllBytes(Path.Combine(path, "model.onnx"), onnx);
        return ModelFolder.Open(path);
    }
}
