namespace HcsGrid.Inference.Tests;

/// <summary>
/// A model whose embedding is a plain function of the tile, which keeps what it saw, and which a test can hold or
/// break.
/// </summary>
internal sealed class FakeModel : ITileModel
{
    /// <summary>Numbers of an embedding.</summary>
    public const int Width = 3;

    /// <summary>How long a test waits for what must happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _permits = new(0);
    private readonly List<float[]> _inputs = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private bool _isHeld;
    private int _runnerCount;

    public FakeModel(int batchSize, int tileSize = 2, ModelChannels? channels = null, PixelScaling? scaling = null) =>
        Card = CardOf(batchSize, tileSize, tileSize, channels ?? ModelChannels.Alone, scaling ?? new PixelScaling());

    public ModelCard Card { get; init; }

    /// <summary>Called in every run, on the runner's thread, with the number of the run (from 1) and its
    /// input.</summary>
    public Action<int, float[]> OnRun { get; init; } = (_, _) => { };

    /// <summary>Every run's input, in the order of the runs.</summary>
    public IReadOnlyList<float[]> Inputs
    {
        get
        {
            lock (_gate)
                return [.. _inputs];
        }
    }

    /// <summary>Runners that were made and not disposed.</summary>
    public int RunnerCount => Volatile.Read(ref _runnerCount);

    public static ModelCard CardOf(int batchSize, int width, int height, ModelChannels channels,
        PixelScaling scaling) => new()
        {
            FormatVersion = 1,
            Name = "fake",
            Sha256 = new string('0', 64),
            BatchSize = batchSize,
            Input = new ModelInput
            {
                Name = "tiles",
                Channels = channels,
                WidthPixels = width,
                HeightPixels = height,
                PixelScaling = scaling,
            },
            Outputs = [new ModelOutput { Name = "embedding", Meaning = OutputMeaning.Embedding, Shape = [Width] }],
        };

    /// <summary>The embedding of a tile with all its planes.</summary>
    public static float[] EmbeddingOf(ReadOnlySpan<float> tile)
    {
        var weighted = 0f;
        for (var i = 0; i < tile.Length; i++)
            weighted += tile[i] * (i + 1);
        return [weighted, tile[0], tile[^1]];
    }

    public ITileRunner CreateRunner()
    {
        Interlocked.Increment(ref _runnerCount);
        return new FakeRunner(this, () => Interlocked.Decrement(ref _runnerCount));
    }

    /// <summary>From now on every run waits until it is let go.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Lets so many held runs go on.</summary>
    public void LetGo(int runCount) => _permits.Release(runCount);

    /// <summary>Waits until so many runs have begun.</summary>
    public Task HasBegunAsync(int runCount)
    {
        lock (_gate)
        {
            if (_inputs.Count >= runCount)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((runCount, reached));
            return reached.Task.WaitAsync(Patience);
        }
    }

    public void Dispose() => _permits.Dispose();

    internal void Run(float[] input)
    {
        int number;
        lock (_gate)
        {
            _inputs.Add([.. input]);
            number = _inputs.Count;
            foreach (var (count, reached) in _waiters)
            {
                if (number >= count)
                    reached.TrySetResult();
            }
        }

        if (_isHeld && !_permits.Wait(Patience))
            throw new TimeoutException("The test never let the run go.");
        OnRun(number, input);
    }
}
