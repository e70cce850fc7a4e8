using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// How an <see cref="AzureBlobStore"/> uses its container. No result depends on it.
/// </summary>
public sealed record AzureBlobStoreOptions
{
    /// <summary>The most bytes that Azure takes as one block or one put, of these sizes at most.</summary>
    private const int LargestPart = 100 << 20;

    /// <summary>Where credentials come from; the environment's variables by default.</summary>
    public AzureCredentials Credentials { get; init; } = new();

    /// <summary>Whether every put and delete is refused; false by default.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether the first put creates a missing container, which is empty until then; false by default: a missing
    /// container is an error.
    /// </summary>
    public bool CreateContainer { get; init; }

    /// <summary>The bytes of one ranged read; a longer blob is read in several at once. Default 4 MiB.</summary>
    public int RangeBytes { get; init; } = 4 << 20;

    /// <summary>The bytes of one staged block. Default 4 MiB.</summary>
    public int BlockBytes { get; init; } = 4 << 20;

    /// <summary>The most bytes that are put at once; more go as blocks and a list of them. Default 8 MiB.</summary>
    public int MaxSinglePutBytes { get; init; } = 8 << 20;

    /// <summary>Ranges or blocks of one blob in transfer at the same time. Default 4.</summary>
    public int MaxParallelTransferCount { get; init; } = 4;

    /// <summary>Requests of the whole store at the same time; more wait. Default 32.</summary>
    public int MaxRequestCount { get; init; } = 32;

    /// <summary>How often a request that failed by throttling, server or network is repeated. Default 10.</summary>
    public int MaxRetryCount { get; init; } = 10;

    /// <summary>The wait before the first repetition, doubled for each further one. Default 0.5 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait before a repetition. Default 10 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one try may go without an answer or without bytes. Default 60 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a request may take with all its repetitions. Default 5 minutes.</summary>
    public TimeSpan MaxRequestTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most keys that a listing holds back to bring them into order; only keys with characters from U+D800 on
    /// are. Default 1,000,000.
    /// </summary>
    public int MaxHeldKeyCount { get; init; } = 1_000_000;

    /// <summary>The clock of <see cref="MaxRequestTime"/> and of waits between reads; the system's by default.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How requests travel; the client's own way by default. A test trusts its own certificate by
    /// it.</summary>
    internal HttpPipelineTransport? Transport { get; init; }

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names it.</exception>
    public void Validate()
    {
        Check(nameof(RangeBytes), RangeBytes, 1, LargestPart);
        Check(nameof(BlockBytes), BlockBytes, 1, LargestPart);
        Check(nameof(MaxSinglePutBytes), MaxSinglePutBytes, 0, LargestPart);
        Check(nameof(MaxParallelTransferCount), MaxParallelTransferCount, 1, 64);
        Check(nameof(MaxRequestCount), MaxRequestCount, 1, 1024);
        Check(nameof(MaxRetryCount), MaxRetryCount, 0, 100);
        Check(nameof(MaxHeldKeyCount), MaxHeldKeyCount, 1, int.MaxValue);
        Check(nameof(RetryDelay), RetryDelay, TimeSpan.Zero);
        Check(nameof(MaxRetryDelay), MaxRetryDelay, RetryDelay);
        Check(nameof(TryTimeout), TryTimeout, TimeSpan.FromMilliseconds(1));
        Check(nameof(MaxRequestTime), MaxRequestTime, TryTimeout);
    }

    internal BlobClientOptions ClientOptions()
    {
        // The oldest version of the service's interface that has all that is used here.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2021_12_02);
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetryCount;
        options.Retry.Delay = RetryDelay;
        options.Retry.MaxDelay = MaxRetryDelay;
        options.Retry.NetworkTimeout = TryTimeout;
        options.Diagnostics.IsTelemetryEnabled = false;
        if (Transport is { } transport)
            options.Transport = transport;
        return options;
    }

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{name} is {value}: expected {least} to {most}.");
    }

    private static void Check(string name, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > TimeSpan.FromDays(1))
            throw new ArgumentException($"{name} is {value}: expected {least} to 1 day.");
    }
}
