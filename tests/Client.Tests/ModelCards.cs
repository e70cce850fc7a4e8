using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// The public U-Net for nuclei in a folder of its own, with a card.
/// </summary>
internal static class ModelCards
{
    /// <summary>Copies the model and writes its card, after a change.</summary>
    public static string WriteNucleiUnet(TempFolder folder, Action<JsonObject> change)
    {
        var source = Shared.PathOf("data", "models", "nuclei_unet2d");
        var target = Directory.CreateDirectory(folder.PathOf("nuclei")).FullName;
        foreach (var file in (string[])["weights.onnx", "test_input.npy", "test_output.npy"])
            File.WriteAllBytes(Path.Combine(target, file), File.ReadAllBytes(Path.Combine(source, file)));
        var card = new JsonObject
        {
            ["formatVersion"] = 1,
            ["name"] = "nuclei-unet2d",
            ["file"] = "weights.onnx",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(target,
                "weights.onnx")))),
            ["licence"] = "MIT",
            ["input"] = new JsonObject
            {
                ["name"] = "input.1",
                ["channels"] = 1,
                ["widthPixels"] = 512,
                ["heightPixels"] = 512,
                ["normalization"] = "zero-mean-unit-variance",
            },
            ["batchSize"] = 1,
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "82",
                ["meaning"] = "map",
                ["shape"] = new JsonArray(1, 512, 512),
                ["activation"] = "sigmoid",
            }),
            ["test"] = new JsonObject
            {
                ["input"] = "test_input.npy",
                ["output"] = "test_output.npy",
                ["outputName"] = "82",
                ["tolerance"] = 1e-4,
            },
        };
        change(card);
        File.WriteAllText(Path.Combine(target, "model.json"), card.ToJsonString());
        return target;
    }
}
