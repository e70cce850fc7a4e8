using System.Text.Json.Nodes;
using HcsGrid.Inference;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// A run on one machine, and the demand that a cluster's is the same.
/// </summary>
internal static class ReferenceRun
{
    /// <summary>Runs a job as <c>hcsgrid run</c> does.</summary>
    public static async Task MakeAsync(ScreenJob job, string images, string folder)
    {
        using var model = OnnxModel.Load(ModelCatalog.Default.Find(job.Model), new OnnxModelOptions());
        await new LocalGrid(new LocalGridOptions(), TimeProvider.System).RunAsync(
            new RunRequest(job, new FolderBlobStore(images), new FolderBlobStore(folder), model));
    }

    /// <summary>Demands that a job's run folder in a store holds every blob of the folder <paramref name="reference"/>,
    /// byte for byte (but for where the images lie), and beyond them only what a cluster keeps for itself.</summary>
    public static async Task SameAsync(string reference, IBlobStore store, string id, int wellCount)
    {
        var expected = Directory.EnumerateFiles(reference, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(reference, f).Replace('\\', '/'), StringComparer.Ordinal);
        Assert.Contains("profiles/summary.json", expected.Keys);
        Assert.Equal(wellCount, expected.Keys.Count(f => f.EndsWith(".well", StringComparison.Ordinal)));
        var run = new PrefixedBlobStore(store, new BlobKey($"runs/{id}"));
        foreach (var (key, file) in expected)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            using var found = await run.ReadAsync(new BlobKey(key), int.MaxValue, default);
            if (key == "job.json")
                Assert.True(JsonNode.DeepEquals(WithoutStore(bytes), WithoutStore(found.Bytes.Span)), key);
            else
                Assert.True(bytes.AsSpan().SequenceEqual(found.Bytes.Span), $"{id}: {key} differs");
        }

        await foreach (var blob in run.ListAsync("", default))
        {
            var key = blob.Key.Text;
            Assert.True(
                expected.ContainsKey(key) || key.StartsWith("compounds/", StringComparison.Ordinal) ||
                Path.GetFileName(key) is "plan.json" or "gathered.json",
                $"{id}: nobody expected {key}");
        }
    }

    private static JsonNode WithoutStore(ReadOnlySpan<byte> job)
    {
        var document = JsonNode.Parse(job)!;
        document["images"]!.AsObject().Remove("store");
        return document;
    }
}
