using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Runs a model as a job will, on made-up tiles, so that what is wrong with it is told when it is added.
/// </summary>
/// <remarks>Tried for every output of the card: its shape; that all numbers are finite; that the same tiles give the
/// same numbers; that a tile's numbers depend neither on its place in the batch nor on what else is in it. Of a model
/// that detects also what <see cref="DetectionTrial"/> tries.</remarks>
public static class ModelTrial
{
    /// <summary>Numbers may differ by this share of the output's largest: sums are split by the place.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Tries a loaded model.</summary>
    /// <param name="folder">Its folder, for messages.</param>
    /// <returns>What is no error, but worth knowing.</returns>
    /// <exception cref="ScreenDataException">The model cannot be used; the message says what to do.</exception>
    public static IReadOnlyList<string> Run(OnnxModel model, ModelFolder folder)
    {
        var trial = new OneTrial(model, folder);
        trial.CheckShapes();
        foreach (var output in model.Card.Outputs)
            trial.CheckNumbers(output);
        return model.Card.Detection is null
            ? trial.Notes
            : [.. trial.Notes, .. new DetectionTrial(model, new Place { Blob = folder.OnnxPath }).Run()];
    }

    private sealed class OneTrial(OnnxModel model, ModelFolder folder)
    {
        private readonly ModelCard _card = model.Card;
        private readonly List<string> _notes = [];

        public IReadOnlyList<string> Notes => _notes;

        public void CheckShapes()
        {
            var found = model.ShapesOf([.. _card.Outputs.Select(o => o.Name)]);
            foreach (var (output, shape) in _card.Outputs.Zip(found))
            {
                var expected = (long[])[_card.BatchSize, .. output.Shape.Select(s => (long)s)];
                if (!shape.SequenceEqual(expected))
                {
                    throw Wrong(
                        $"its output '{output.Name}' has the shape ({string.Join(", ", shape)}) for " +
                        $"{_card.BatchSize} tiles, the card says ({string.Join(", ", expected)}): correct " +
                        "outputs[].shape");
                }
            }
        }

        public void CheckNumbers(ModelOutput output)
        {
            using var runner = model.CreateRunner(output);
            var tiles = new float[runner.Input.Length];
            MadeUpTiles.Fill(tiles, _card.Input);
            var first = RunOn(runner, tiles);
            if (first.FirstOrDefault(v => !float.IsFinite(v), 0f) is var bad && !float.IsFinite(bad))
            {
                throw Wrong(
                    $"its output '{output.Name}' has a number that is {bad}: check input.pixelScaling, means and " +
                    "deviations, or the model was exported in half precision");
            }

            var scale = Math.Max(1e-6, first.Max(Math.Abs));
            if (!IsNear(first, RunOn(runner, tiles), scale))
            {
                throw Wrong(
                    $"its output '{output.Name}' differs when the same tiles are run again: a layer draws random " +
                    "numbers. Export it for inference (in PyTorch model.eval(), in Keras training=False)");
            }

            CheckPlaces(runner, output, tiles, first, scale);
            if (_card.BatchSize > 1 && Enumerable.Range(1, _card.BatchSize - 1)
                .All(t => IsNear(PartOf(first, t, output), PartOf(first, 0, output), scale)))
            {
                _notes.Add($"the output '{output.Name}' is the same for all tiles that were tried: check the input's " +
                    "scaling");
            }

            Array.Clear(tiles);
            if (RunOn(runner, tiles).Any(v => !float.IsFinite(v)))
            {
                _notes.Add($"the output '{output.Name}' is not a number for a tile that is 0 everywhere: a site " +
                    "without any light would give none");
            }
        }

        /// <summary>Backwards, and with empty tiles in half of the places, as a batch that is not full.</summary>
        private void CheckPlaces(
            OnnxRunner runner, ModelOutput output, float[] tiles, float[] expected, double scale)
        {
            var count = _card.BatchSize;
            if (count == 1)
                return;
            var length = _card.Input.TileLength;
            var backwards = new float[tiles.Length];
            for (var tile = 0; tile < count; tile++)
                tiles.AsSpan(tile * length, length).CopyTo(backwards.AsSpan((count - 1 - tile) * length));
            var found = RunOn(runner, backwards);
            for (var tile = 0; tile < count; tile++)
            {
                if (!IsNear(PartOf(found, count - 1 - tile, output), PartOf(expected, tile, output), scale))
                    throw DependsOn(output, "its place in the batch");
            }

            var kept = count / 2;
            tiles.AsSpan(kept * length).Clear();
            found = RunOn(runner, tiles);
            if (!IsNear(found.AsSpan(0, kept * output.Width), expected.AsSpan(0, kept * output.Width), scale))
                throw DependsOn(output, "the other tiles of the batch");
        }

        private static float[] RunOn(OnnxRunner runner, float[] tiles)
        {
            tiles.CopyTo(runner.Input);
            runner.Run();
            return runner.Embedding.ToArray();
        }

        private static ReadOnlySpan<float> PartOf(float[] values, int tile, ModelOutput output) =>
            values.AsSpan(tile * output.Width, output.Width);

        private static bool IsNear(ReadOnlySpan<float> values, ReadOnlySpan<float> expected, double scale)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (!(Math.Abs((double)values[i] - expected[i]) <= Tolerance * scale))
                    return false;
            }

            return true;
        }

        private ScreenDataException DependsOn(ModelOutput output, string what) => Wrong(
            $"its output '{output.Name}' for a tile depends on {what}. Export it for inference (batch normalization " +
            "in PyTorch: model.eval(); in Keras: training=False), or with a fixed batch of 1");

        private ScreenDataException Wrong(string reason) =>
            new($"The model cannot be used: {reason}", new Place { Blob = folder.OnnxPath });
    }
}
