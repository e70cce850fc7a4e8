namespace HcsGrid.Inference;

/// <summary>
/// How an ONNX model is run.
/// </summary>
public sealed record OnnxModelOptions
{
    /// <summary>The device. Default: the CPU.</summary>
    public InferenceDevice Device { get; init; }

    /// <summary>
    /// Threads inside one run. Default 1: several runners side by side use the cores better, and keep the order of
    /// every sum the same.
    /// </summary>
    public int ThreadsPerRun { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds.</exception>
    public void Validate()
    {
        if (ThreadsPerRun is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(ThreadsPerRun), ThreadsPerRun,
                "ThreadsPerRun must be 1 to 1024.");
    }
}
