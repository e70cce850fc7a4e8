using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Holds the maps of a model that detects against what its card says of them, on made-up tiles.
/// </summary>
/// <remarks>Tried on dark tiles with bright spots and on bright ones with dark spots: that the centre map lies within 0
/// and 1; that nothing changes further than the halo from where a tile changes.</remarks>
/// <param name="model">The model; its card has a detection, and its maps have the card's shapes.</param>
/// <param name="place">The model's, for messages.</param>
internal sealed class DetectionTrial(OnnxModel model, Place place)
{
    /// <summary>How far a centre may lie outside 0 and 1: rounding.</summary>
    private const float CentreTolerance = 1e-3f;

    /// <summary>Below this share of a map's largest number nothing has changed: sums are split by the place.</summary>
    private const double ChangeTolerance = 1e-4;

    private readonly ModelCard _card = model.Card;
    private readonly ModelDetection _detection = model.Card.RequireDetection();
    private readonly IReadOnlyList<ModelOutput> _maps = model.Card.TileOutputs;
    private readonly int _tileLength = model.Card.RequireTileOutputLength();
    private readonly int _side = model.Card.TileOutputs[0].Shape[1];
    private readonly int _cellPixels = model.Card.Input.WidthPixels / model.Card.TileOutputs[0].Shape[1];

    /// <summary>Tries the model.</summary>
    /// <returns>What is no error, but worth knowing.</returns>
    /// <exception cref="ScreenDataException">The maps are not what the card says; the message says what to
    /// do.</exception>
    public IReadOnlyList<string> Run()
    {
        using var runner = model.CreateRunner();
        var maps = MapsOf(runner, (_, _) => false);
        var notes = CheckCentres(maps, MapsOf(runner, (_, _) => true));
        var half = _card.Input.WidthPixels / 2;
        CheckHalo(
            maps, MapsOf(runner, (row, column) => row < half && column < half),
            cell => (cell * _cellPixels) - half + 1);
        CheckHalo(
            maps, MapsOf(runner, (row, column) => row >= half && column >= half),
            cell => half - (((cell + 1) * _cellPixels) - 1));
        return notes;
    }

    /// <summary>What the model gives for made-up tiles of which some pixels are turned, bright for dark.</summary>
    private float[] MapsOf(ITileRunner runner, Func<int, int, bool> isTurned)
    {
        var input = _card.Input;
        var tiles = runner.Input;
        MadeUpTiles.Fill(tiles, input);
        var ends = (float)(input.PixelScaling.Low + input.PixelScaling.High);
        for (var i = 0; i < tiles.Length; i++)
        {
            if (isTurned(i / input.WidthPixels % input.HeightPixels, i % input.WidthPixels))
                tiles[i] = ends - tiles[i];
        }

        runner.Run();
        return runner.Embedding.ToArray();
    }

    private IReadOnlyList<string> CheckCentres(float[] bright, float[] dark)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var tile in bright.Chunk(_tileLength).Concat(dark.Chunk(_tileLength)))
        {
            foreach (var centre in tile.AsSpan(0, _maps[0].Width))
                (low, high) = (Math.Min(low, centre), Math.Max(high, centre));
        }

        if (!(low >= -CentreTolerance && high <= 1 + CentreTolerance))
        {
            throw Wrong(
                $"its centre map '{_maps[0].Name}' goes from {low:G3} to {high:G3}, expected 0 to 1: centre and " +
                "diameter are swapped (outputs[].meaning), or its numbers are logits (\"activation\": \"sigmoid\")");
        }

        return low < high ? [] :
        [
            $"the centre map '{_maps[0].Name}' is {low:G3} everywhere on the tiles that were tried: check the " +
            "input's scaling",
        ];
    }

    /// <summary>Looks for a change further than the halo from the quarter of the tile that was turned.</summary>
    /// <param name="before">The maps of the tiles as they were.</param>
    /// <param name="after">The maps with the quarter turned.</param>
    /// <param name="distanceOf">Pixels between a row or column of cells and the quarter's; below 1 within it.</param>
    private void CheckHalo(float[] before, float[] after, Func<int, int> distanceOf)
    {
        foreach (var (map, start) in _maps.Zip((int[])[0, _maps[0].Width]))
        {
            var largest = before.Chunk(_tileLength).SelectMany(t => t.Skip(start).Take(map.Width)).Max(Math.Abs);
            var limit = ChangeTolerance * Math.Max(1e-6, largest);
            var farthest = 0;
            for (var i = 0; i < before.Length; i++)
            {
                var cell = (i % _tileLength) - start;
                if (cell < 0 || cell >= map.Width || Math.Abs((double)after[i] - before[i]) <= limit)
                    continue;
                farthest = Math.Max(farthest, Math.Max(distanceOf(cell / _side), distanceOf(cell % _side)));
            }

            if (farthest > _detection.HaloPixels)
            {
                throw Wrong(
                    $"its map '{map.Name}' changes {farthest} pixels from where a tile changes, and " +
                    $"detection.haloPixels is {_detection.HaloPixels}: give the distance that the model sees, or " +
                    "export it without what looks at the whole tile (normalization by its mean, attention)");
            }
        }
    }

    private ScreenDataException Wrong(string reason) => new($"The model cannot be used: {reason}", place);
}
