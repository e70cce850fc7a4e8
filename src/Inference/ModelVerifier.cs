using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// Runs a model on its card's test input and compares with the expected output.
/// </summary>
public static class ModelVerifier
{
    /// <summary>Loads the model and runs its test.</summary>
    /// <exception cref="ScreenDataException">
    /// The model or its test cannot be loaded, or the card has no test, or shapes do not fit.
    /// </exception>
    public static ModelVerification Verify(ModelFolder folder, OnnxModelOptions options)
    {
        var test = folder.Card.Test ?? throw Wrong("has no test", ModelFolder.CardFileName);
        var input = NpyArray.Read(Path.Combine(folder.Path, test.Input));
        folder = folder with { Card = AtTestSize(folder.Card, input) };
        var card = folder.Card;
        var output = card.Outputs.FirstOrDefault(o => o.Name == test.OutputName)
            ?? throw Wrong($"has a test of the output '{test.OutputName}', which it does not describe",
                ModelFolder.CardFileName);
        var expected = NpyArray.Read(Path.Combine(folder.Path, test.Output));
        var tileLength = card.Input.TileLength;
        if (input.Values.Length == 0 || input.Values.Length % tileLength != 0)
            throw Wrong($"has a test input of {input.Values.Length} numbers, no multiple of a tile's {tileLength}",
                test.Input);
        var tileCount = input.Values.Length / tileLength;
        if (expected.Values.Length != (long)tileCount * output.Width)
        {
            throw Wrong(
                $"has a test output of {expected.Values.Length} numbers, expected {(long)tileCount * output.Width}",
                    test.Output);
        }

        using var model = OnnxModel.Load(folder, options);
        using var runner = model.CreateRunner(output);
        var largest = 0.0;
        for (var first = 0; first < tileCount; first += card.BatchSize)
        {
            var count = Math.Min(card.BatchSize, tileCount - first);
            runner.Input.Clear();
            input.Values.AsSpan(first * tileLength, count * tileLength).CopyTo(runner.Input);
            runner.Run();
            for (var i = 0; i < count * output.Width; i++)
            {
                var difference = Math.Abs((double)runner.Embedding[i] - expected.Values[(first * output.Width) + i]);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return new ModelVerification(card.Name, largest, test.Tolerance);

        ScreenDataException Wrong(string reason, string file) =>
            new($"The model {folder.Card.Name} {reason}", new Place { Blob = Path.Combine(folder.Path, file) });
    }

    /// <summary>
    /// The card at the size of its test's tiles: a model that detects sees any size that its alignment divides, and the
    /// stored test need not be as large as a tile that is fast.
    /// </summary>
    private static ModelCard AtTestSize(ModelCard card, NpyArray input)
    {
        if (card.Detection is not { } detection || input.Shape is not [_, 1, var height, var width])
            return card;
        var isFit = height == width && width > 0 && width % detection.AlignmentPixels == 0;
        return isFit && width != card.Input.WidthPixels ? card.WithTileSize(width) : card;
    }
}
