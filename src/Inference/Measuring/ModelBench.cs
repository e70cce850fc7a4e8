using HcsGrid.Imaging;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Measuring;

/// <summary>
/// Measures how many tiles a second a model takes, at several batch sizes.
/// </summary>
/// <remarks>Threads side by side scale 16-bit pixels into the model's input and run it, as a job's batcher does;
/// reading images and cutting tiles are not in it.</remarks>
public sealed class ModelBench
{
    /// <summary>The most numbers of one run at a batch size that nobody asked for.</summary>
    private const int UsualMaxLength = 1 << 22;

    private readonly ModelFolder _folder;
    private readonly OnnxModelOptions _model;
    private readonly ModelBenchOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _isBatchOpen;
    private readonly ushort[] _plane;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    /// <exception cref="ScreenDataException">The model cannot be read.</exception>
    public ModelBench(ModelFolder folder, OnnxModelOptions model, ModelBenchOptions options, TimeProvider time)
    {
        options.Validate();
        (_folder, _model, _options, _time) = (folder, model, options, time);
        _isBatchOpen = OnnxFile.Read(folder.OnnxPath).Inputs.All(i => i.Shape is not [> 0, ..]);
        var input = folder.Card.Input;
        _plane = new ushort[input.WidthPixels * input.HeightPixels];
        for (var i = 0; i < _plane.Length; i++)
            _plane[i] = (ushort)(i * 2654435761u >> 16);
    }

    /// <summary>The card's batch size, and others where the file takes any: 1, 4, 16, 64, as far as they are not too
    /// large.</summary>
    public IReadOnlyList<int> UsualBatchSizes
    {
        get
        {
            var card = _folder.Card;
            IEnumerable<int> others = _isBatchOpen ? [1, 4, 16, 64] : [];
            return [.. others.Where(b => (long)b * card.Input.TileLength <= UsualMaxLength)
                .Append(card.BatchSize).Distinct().Order()];
        }
    }

    /// <summary>Measures one batch size.</summary>
    /// <exception cref="ScreenDataException">The model does not take that many tiles, or cannot run.</exception>
    public async Task<ModelSpeed> MeasureAsync(int batchSize, CancellationToken cancellationToken)
    {
        var card = _folder.Card with { BatchSize = batchSize };
        if (batchSize != _folder.Card.BatchSize && !_isBatchOpen)
        {
            throw new ScreenDataException(
                $"The model {card.Name} takes {Amount.Of(_folder.Card.BatchSize, "tile")} at once and no other number",
                new Place { Blob = _folder.OnnxPath });
        }

        card.Validate(Path.Combine(_folder.Path, ModelFolder.CardFileName));
        using var model = OnnxModel.Load(_folder with { Card = card }, _model);
        var outputs = card.TileOutputs is { Count: > 0 } used ? used : [card.Outputs[0]];
        var runners = new List<ITileRunner>();
        try
        {
            while (runners.Count < _options.RunnerCount)
            {
                runners.Add(outputs.Count > 1 ? model.CreateRunner() : model.CreateRunner(outputs[0]));
                // The first run makes buffers and chooses kernels.
                runners[^1].Run();
            }

            var start = _time.GetTimestamp();
            var work = runners.Select(r => Task.Factory.StartNew(
                () => RunUntilEnd(r, card, start, cancellationToken), cancellationToken,
                TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            var done = await Task.WhenAll(work).ConfigureAwait(false);
            var seconds = _time.GetElapsedTime(start).TotalSeconds;
            var (scaling, running) = (done.Sum(d => d.ScalingTicks), done.Sum(d => d.RunningTicks));
            return new ModelSpeed(
                batchSize, runners.Count, done.Sum(d => d.TileCount), seconds, card.Input.TileLength,
                scaling / (double)Math.Max(1, scaling + running));
        }
        finally
        {
            foreach (var runner in runners)
                runner.Dispose();
        }
    }

    private (long TileCount, long ScalingTicks, long RunningTicks) RunUntilEnd(
        ITileRunner runner, ModelCard card, long start, CancellationToken cancellationToken)
    {
        var scale = new IntensityScale(0, ushort.MaxValue, false);
        var (count, scaling, running) = (0L, 0L, 0L);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var begun = _time.GetTimestamp();
            for (var at = 0; at < runner.Input.Length; at += _plane.Length)
                TileCutter.Scale(_plane, scale, runner.Input.Slice(at, _plane.Length));
            var scaled = _time.GetTimestamp();
            runner.Run();
            scaling += scaled - begun;
            running += _time.GetTimestamp() - scaled;
            count += card.BatchSize;
        }
        while (_time.GetElapsedTime(start) < _options.Duration);
        return (count, scaling, running);
    }
}
