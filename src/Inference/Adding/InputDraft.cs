using System.Globalization;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Writes the input of a card: sizes from the file, planes from what somebody said, and guesses.
/// </summary>
/// <param name="file">What the file says of itself.</param>
/// <param name="known">What somebody said.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="guesses">Gets what the card says and nobody told.</param>
/// <param name="notes">Gets what is no error, but worth knowing.</param>
internal sealed class InputDraft(
    OnnxFile file, ModelFileOptions known, string path, List<string> guesses, List<string> notes)
{
    /// <summary>The most planes that the last size of an input can be taken for.</summary>
    private const int MaxGuessedPlanes = 16;

    /// <summary>Tiles of one run.</summary>
    public int BatchSize { get; private set; }

    /// <summary>True where the file takes no other number of tiles.</summary>
    public bool IsBatchFixed { get; private set; }

    /// <exception cref="ScreenDataException">Something must be said that only people know; the message tells the
    /// option.</exception>
    public ModelInput Make()
    {
        var layout = LayoutOf();
        SetBatchSize();
        var (height, width) = layout == InputLayout.PlanesFirst
            ? (TileSize(2), TileSize(3))
            : (TileSize(1), TileSize(2));
        var planeAt = layout == InputLayout.PlanesFirst ? 1 : 3;
        var planes = PlanesOf(planeAt);
        var channels = ChannelsOf(planes);
        if (channels.EachAlone && planes.Any(p => p.Any(i => i != 0)))
            planes = [.. planes.Select((p, i) => known.Inputs.Count > 0 ? p : [.. p.Select(_ => 0)])];
        foreach (var (value, list) in file.Inputs.Zip(planes))
        {
            if (list.Any(p => p >= channels.PlaneCount))
            {
                throw Wrong(
                    $"its input '{value.Name}' takes {Amount.Of(list.Length, "plane")} ({string.Join(", ", list)}), " +
                    $"and a tile has {channels}: say which planes enter, as --input {value.Name}=" +
                    string.Join(',', list.Select((_, i) => i % channels.PlaneCount)));
            }
        }

        TellUnused(planes, channels);
        var isAll = planes.Count == 1 && planes[0].SequenceEqual(Enumerable.Range(0, channels.PlaneCount));
        return new ModelInput
        {
            Name = file.Inputs[0].Name,
            Channels = channels,
            WidthPixels = width,
            HeightPixels = height,
            PixelScaling = known.PixelScaling,
            Normalization = known.Normalization,
            Planes = isAll ? null : planes[0],
            Means = known.Means,
            Deviations = known.Deviations,
            Layout = layout,
            PixelSizeMicrometres = known.PixelSizeMicrometres,
            Others =
            [
                .. file.Inputs.Zip(planes).Skip(1).Select(p => new ModelInputPart
                {
                    Name = p.First.Name,
                    Planes = p.Second,
                    Means = known.Means,
                    Deviations = known.Deviations,
                }),
            ],
        };
    }

    private InputLayout LayoutOf()
    {
        var shape = file.Inputs[0].Shape!;
        var isLast = shape[3] is > 0 and <= MaxGuessedPlanes && shape[1] == shape[2] &&
            (shape[1] < 0 || shape[1] > shape[3]);
        var layout = known.Layout ?? (isLast ? InputLayout.PlanesLast : InputLayout.PlanesFirst);
        if (known.Layout is null && isLast)
        {
            guesses.Add($"the planes stand last, as in Keras: the input is {file.Inputs[0].ShapeText} " +
                "(--layout planes-first | planes-last)");
        }

        return layout;
    }

    private void SetBatchSize()
    {
        var sizes = file.Inputs.Select(i => i.Shape![0]).Where(s => s > 0).Distinct().ToArray();
        if (sizes.Length > 1)
            throw Wrong($"its inputs take different numbers of tiles: {string.Join(", ", sizes)}");
        IsBatchFixed = sizes.Length == 1;
        if (IsBatchFixed && known.BatchSize is { } asked && asked != sizes[0])
        {
            throw Wrong($"it takes {Amount.Of(sizes[0], "tile")} at once and --batch is {asked}: export it with an " +
                "open first size (in PyTorch dynamic_axes or dynamic_shapes), or leave --batch out");
        }

        if (!IsBatchFixed && known.BatchSize is null)
        {
            guesses.Add($"{ModelFileOptions.UsualBatchSize} tiles are run at once (--batch; hcsgrid models bench " +
                "tells which is fast)");
        }

        BatchSize = IsBatchFixed
            ? (int)Math.Min(sizes[0], int.MaxValue)
            : known.BatchSize ?? ModelFileOptions.UsualBatchSize;
    }

    private int TileSize(int at)
    {
        var sizes = file.Inputs.Select(i => i.Shape![at]).Where(s => s > 0).Distinct().ToArray();
        if (sizes.Length > 1)
            throw Wrong($"its inputs have tiles of different sizes: {string.Join(" and ", sizes)} pixels");
        if (sizes is [var size])
        {
            return known.TilePixels is not { } asked || asked == size
                ? (int)Math.Min(size, int.MaxValue)
                : throw Wrong($"it takes tiles of {size} pixels, and --tile is {asked}: leave --tile out, or export " +
                    "the model for that size");
        }

        return known.TilePixels ?? throw Wrong(
            $"its input {file.Inputs[0]} leaves the tile's size open: say --tile PIXELS, the size it was trained with");
    }

    /// <summary>The planes of each input; where nobody said, all that it takes, in order.</summary>
    private List<int[]> PlanesOf(int at)
    {
        foreach (var choice in known.Inputs)
        {
            if (file.Inputs.All(i => i.Name != choice.Name))
            {
                throw Wrong($"it has no input '{choice.Name}', only " +
                    string.Join(", ", file.Inputs.Select(i => i.Name)));
            }
        }

        if (file.Inputs.Count > 1 && known.Inputs.Count < file.Inputs.Count)
        {
            throw Wrong(
                $"it has {file.Inputs.Count} inputs ({string.Join(", ", file.Inputs)}): say which planes of the tile " +
                $"each takes, as {string.Join(' ', file.Inputs.Select((v, i) => $"--input {v.Name}={i}"))}. A " +
                "picture that no channel of a plate shows cannot be given");
        }

        return [.. file.Inputs.Select(i => PlanesOf(i, at))];
    }

    private int[] PlanesOf(OnnxValue input, int at)
    {
        var size = input.Shape![at];
        var chosen = known.Inputs.FirstOrDefault(c => c.Name == input.Name)?.Planes;
        if (chosen is not null && size > 0 && chosen.Count != size)
        {
            throw Wrong($"its input '{input.Name}' takes {Amount.Of(size, "plane")}, shape {input.ShapeText}, and " +
                $"--input gives {chosen.Count}");
        }

        if (size > ModelInputCheck.MaxPlanes)
        {
            throw Wrong($"its input '{input.Name}' has {size} planes, shape {input.ShapeText}, expected at most " +
                $"{ModelInputCheck.MaxPlanes}: --layout planes-last where the planes stand last");
        }

        if (chosen is not null)
            return [.. chosen];
        if (size > 0)
            return [.. Enumerable.Range(0, (int)size)];
        return known.Channels is { } channels
            ? [.. Enumerable.Range(0, channels.PlaneCount)]
            : throw Wrong($"its input '{input.Name}' leaves open how many planes it takes, shape {input.ShapeText}: " +
                $"say which, as --input {input.Name}=0,1,2");
    }

    private ModelChannels ChannelsOf(List<int[]> planes)
    {
        if (known.Channels is { } told)
            return told;
        var count = planes.Max(p => p.Max()) + 1;
        var channels = count == 1 ? ModelChannels.Alone : new ModelChannels(false, count);
        guesses.Add($"it takes {channels} (--channels each-alone | N)" +
            (count == 3 ? "; for a model of colour photographs each-alone gives every channel as three equal planes"
                : ""));
        return channels;
    }

    /// <summary>Channels that no input takes: where nobody said which enter, some would be lost without a
    /// word.</summary>
    private void TellUnused(List<int[]> planes, ModelChannels channels)
    {
        var taken = planes.SelectMany(p => p).ToHashSet();
        var unused = Enumerable.Range(0, channels.PlaneCount).Where(p => !taken.Contains(p)).ToArray();
        if (unused.Length == 0)
            return;
        var list = string.Join(", ", unused);
        if (known.Inputs.Count == 0)
        {
            throw Wrong($"a tile has {channels}, and its input '{file.Inputs[0].Name}' takes {planes[0].Length} of " +
                $"them, so that no input takes {list} (counted from 0): say --channels each-alone, or which enter, " +
                $"as --input {file.Inputs[0].Name}={string.Join(',', planes[0])}");
        }

        notes.Add($"no input takes the planes {list} of a tile (counted from 0): a job has {channels}, and those " +
            "change nothing");
    }

    private ScreenDataException Wrong(string reason) => new(
        string.Create(CultureInfo.InvariantCulture, $"The model cannot be used: {reason}"), new Place { Blob = path });
}
