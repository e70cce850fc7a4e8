using System.Runtime.InteropServices;
using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Embeds tiles from a file with a shipped model, for the evaluations in <c>training/</c>: they then measure what is
/// shipped and not another program of the same formulas.
/// </summary>
internal static class TileEmbedding
{
    /// <summary>Writes the embeddings of all tiles of a file, in its order, on one thread.</summary>
    /// <param name="model">The model, by name or by the path of its folder.</param>
    /// <param name="tiles">Float32 of this machine's byte order, scaled as the card says, one tile after the
    /// other.</param>
    /// <param name="embeddings">The file to write: float32, one embedding after the other.</param>
    /// <exception cref="InvalidDataException">The file holds no whole number of tiles.</exception>
    public static void Run(string model, string tiles, string embeddings)
    {
        using var loaded = OnnxModel.Load(ModelCatalog.Default.Find(model), new OnnxModelOptions());
        using var runner = loaded.CreateRunner();
        using var input = File.OpenRead(tiles);
        using var output = File.Create(embeddings);
        var tileBytes = loaded.Card.Input.TileLength * sizeof(float);
        if (input.Length % tileBytes != 0)
            throw new InvalidDataException($"{tiles} has {input.Length} bytes, no multiple of a tile's {tileBytes}.");
        var buffer = MemoryMarshal.AsBytes(runner.Input);
        var width = runner.Embedding.Length / loaded.Card.BatchSize;
        for (var left = input.Length / tileBytes; left > 0; left -= loaded.Card.BatchSize)
        {
            var count = (int)Math.Min(left, loaded.Card.BatchSize);
            input.ReadExactly(buffer[..(count * tileBytes)]);
            buffer[(count * tileBytes)..].Clear();
            runner.Run();
            output.Write(MemoryMarshal.AsBytes(runner.Embedding[..(count * width)]));
        }
    }
}
