namespace HcsGrid.Storage;

#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose.
/// <summary>
/// Tells again and again whether a store can be written, and asks it only now and then: for probes, which may come at
/// any rate and from anybody.
/// </summary>
/// <remarks>That the store can be written holds for <see cref="GoodFor"/>, that it cannot for <see cref="BadFor"/>;
/// until then the last answer is given. One caller at a time asks the store, others wait for the answer. An ask that
/// its caller gives up counts as a store that does not answer. Safe to use from any thread.</remarks>
public sealed class WritableCheck(IBlobStore store, TimeProvider time)
{
    /// <summary>How long a store that could be written counts as such.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    /// <summary>How long a store that could not be written is left alone.</summary>
    public static readonly TimeSpan BadFor = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private bool _isAsked;
    private long _askedAt;
    private string? _answer;

    /// <summary>Tells whether the store can be written.</summary>
    /// <returns>Why it cannot; null where it can.</returns>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isAsked || time.GetElapsedTime(_askedAt) >= (_answer is null ? GoodFor : BadFor))
            {
                _answer = await AskAsync(cancellationToken).ConfigureAwait(false);
                (_isAsked, _askedAt) = (true, time.GetTimestamp());
            }

            return _answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return $"The store does not answer (store {store.Location})";
        }
        catch (Exception error) when (error is IOException or Plates.ScreenDataException or BlobNotFoundException)
        {
            return error.Message;
        }
    }
}
#pragma warning restore CA1001
