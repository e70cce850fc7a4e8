using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace HcsGrid.Tests;

/// <summary>
/// A tiny ONNX model with two outputs: the mean and the largest pixel of a tile as embedding, and a histogram of four
/// codes, a pixel's code being the quarter of 0 to 1 that it lies in.
/// </summary>
internal static class CodesModel
{
    public const int CodeCount = 4;

    public const string Name = "quarters";

    // Made by onnx.helper (opset 13): codes = Cast(Clip(Floor(tiles · 4), 0, 3)); code_histogram = ReduceMean over
    // channel, y and x of OneHot(codes, 4); embedding = Concat(ReduceMean, ReduceMax) over y and x. Tiles of any size.
    private const string Onnx =
        "CAg64QQKFwoFdGlsZXMKAWsSBnNjYWxlZCIDTXVsChYKBnNjYWxlZBIFZmxvb3IiBUZsb29yCiIKBWZsb29yCgR6ZXJvCgRsYXN0" +
        "EgdjbGlwcGVkIgRDbGlwCiEKB2NsaXBwZWQSBWNvZGVzIgRDYXN0KgkKAnRvGAegAQIKOQoFY29kZXMKBWRlcHRoCgZ2YWx1ZXMS" +
        "A21hcCIGT25lSG90KhQKBGF4aXMY////////////AaABAgpDCgNtYXASDmNvZGVfaGlzdG9ncmFtIgpSZWR1Y2VNZWFuKg8KBGF4" +
        "ZXNAAUACQAOgAQcqDwoIa2VlcGRpbXMYAKABAgo5CgV0aWxlcxIEbWVhbiIKUmVkdWNlTWVhbioNCgRheGVzQAJAA6ABByoPCghr" +
        "ZWVwZGltcxgAoAECCjcKBXRpbGVzEgNtYXgiCVJlZHVjZU1heCoNCgRheGVzQAJAA6ABByoPCghrZWVwZGltcxgAoAECCisKBG1l" +
        "YW4KA21heBIJZW1iZWRkaW5nIgZDb25jYXQqCwoEYXhpcxgBoAECEgVjb2RlcyoLEAFCAWtKBAAAgEAqDhABQgR6ZXJvSgQAAAAA" +
        "Kg4QAUIEbGFzdEoEAABAQCoVCAEQB0IFZGVwdGhKCAQAAAAAAAAAKhYIAhABQgZ2YWx1ZXNKCAAAAAAAAIA/WiIKBXRpbGVzEhkK" +
        "FwgBEhMKAxIBbgoCCAEKAxIBeQoDEgF4YhwKCWVtYmVkZGluZxIPCg0IARIJCgMSAW4KAggCYiEKDmNvZGVfaGlzdG9ncmFtEg8K" +
        "DQgBEgkKAxIBbgoCCARCBAoAEA0=";

    /// <summary>The card as JSON.</summary>
    public static JsonObject Card(int tileSizePixels, int batchSize = 8) => new()
    {
        ["formatVersion"] = 1,
        ["name"] = Name,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(Onnx))),
        ["licence"] = "MIT",
        ["input"] = new JsonObject
        {
            ["name"] = "tiles",
            ["channels"] = "each-alone",
            ["widthPixels"] = tileSizePixels,
            ["heightPixels"] = tileSizePixels,
        },
        ["batchSize"] = batchSize,
        ["outputs"] = new JsonArray(
            // The order of a card is not that of a profile: the histogram may stand first.
            Output("code_histogram", "code-histogram", CodeCount), Output("embedding", "embedding", 2)),
    };

    /// <summary>Writes model and card into a folder.</summary>
    public static void Write(string folder, JsonObject card)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), Convert.FromBase64String(Onnx));
        File.WriteAllText(Path.Combine(folder, "model.json"), card.ToJsonString());
    }

    /// <summary>What the model gives for a tile, computed plainly: mean, largest, and the share of each code.</summary>
    public static double[] ExpectedOf(IReadOnlyList<float> pixels)
    {
        var shares = new double[CodeCount];
        foreach (var pixel in pixels)
            shares[Math.Clamp((int)Math.Floor(pixel * CodeCount), 0, CodeCount - 1)] += 1.0 / pixels.Count;
        return [pixels.Average(), pixels.Max(), .. shares];
    }

    private static JsonObject Output(string name, string meaning, int width) => new()
    {
        ["name"] = name,
        ["meaning"] = meaning,
        ["shape"] = new JsonArray(width),
    };
}
