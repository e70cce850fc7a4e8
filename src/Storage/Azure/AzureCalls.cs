using Azure;
using Azure.Storage.Blobs.Models;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Makes a store's requests: not too many at once, none without an end, and every failure in the store's own words.
/// </summary>
/// <remarks>
/// A request is repeated by the client's own policy (throttling, server errors, no answer); this type bounds the time
/// of all tries together, and says the bounds when they are reached.
/// </remarks>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose.
internal sealed class AzureCalls(string location, AzureBlobStoreOptions options)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _slots = new(options.MaxRequestCount);

    public AzureBlobStoreOptions Options => options;

    public string Location => location;

    /// <summary>Makes a request about one blob, or about the whole store where the key is null.</summary>
    public async Task<T> RunAsync<T>(
        string what, BlobKey? key, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(options.MaxRequestTime, options.TimeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            return await call(both.Token).ConfigureAwait(false);
        }
        catch (RequestFailedException error)
        {
            throw Failure(what, key, error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(what, key, $"no answer within {options.MaxRequestTime}", error);
        }
        catch (AggregateException error)
        {
            throw error.InnerExceptions.OfType<RequestFailedException>().LastOrDefault(e => e.Status != 0) is { } answer
                ? Failure(what, key, answer)
                : Unreachable(what, key, error.InnerExceptions[^1].Message, error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException &&
            error is not (BlobReplacedException or BlobStoreException or FileNotFoundException))
        {
            throw Unreachable(what, key, error.Message, error);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Whether a read that broke off may go on at its offset.</summary>
    public static bool MayGoOn(Exception error, CancellationToken cancellationToken) => error switch
    {
        BlobReplacedException => false,
        RequestFailedException answer => answer.Status is 0 or 408 or 429 or >= 500,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => error is IOException or HttpRequestException,
    };

    /// <summary>Waits before a repetition, longer each time.</summary>
    public Task PauseAsync(int failureCount, CancellationToken cancellationToken)
    {
        var wait = options.RetryDelay * Math.Pow(2, Math.Min(failureCount - 1, 30));
        return Task.Delay(
            wait < options.MaxRetryDelay ? wait : options.MaxRetryDelay, options.TimeProvider, cancellationToken);
    }

    public static bool IsNoContainer(RequestFailedException error) =>
        error.ErrorCode is not null && (error.ErrorCode == BlobErrorCode.ContainerNotFound ||
            error.ErrorCode == BlobErrorCode.ContainerBeingDeleted);

    private Exception Failure(string what, BlobKey? key, RequestFailedException error)
    {
        if (IsNoContainer(error))
        {
            return new BlobStoreException(
                "The store's container is not there: create it (az storage container create --name " +
                $"{location.Split('/').ElementAtOrDefault(3)}, or any program for Azure's storage), or name another",
                location)
            { IsMissing = true };
        }

        // The service's own words may quote what was signed: only the code is told.
        var answer = $"Azure answered {error.Status} {error.ErrorCode}".TrimEnd();
        if (error.Status is 401 or 403)
        {
            return new BlobStoreException(
                $"{Subject(what, key)}: {answer}; the credentials do not permit it, or have expired", location);
        }

        if (error.Status is 0 or 408 or 429 or >= 500)
            return Unreachable(what, key, error.Status == 0 ? error.Message : answer, error);
        if (key is not { } blob)
            return new BlobStoreException($"{Subject(what, key)}: {answer}", location, error);
        return error.Status == 404
            ? new BlobNotFoundException(blob, location, error)
            : new ScreenDataException(
                $"the blob cannot be {what}: {answer} (store {location})", new Place { Blob = blob.Text }, error);
    }

    private BlobStoreException Unreachable(string what, BlobKey? key, string reason, Exception error) => new(
        $"{Subject(what, key)}: {reason.TrimEnd('.')}. Repeated up to {options.MaxRetryCount} times " +
        $"({nameof(options.MaxRetryCount)}), {options.TryTimeout.TotalSeconds} s a try " +
        $"({nameof(options.TryTimeout)}), " +
        $"{options.MaxRequestTime.TotalSeconds} s in all ({nameof(options.MaxRequestTime)})", location, error);

    private static string Subject(string what, BlobKey? key) =>
        key is { } blob ? $"The blob {blob} cannot be {what}" : $"The store cannot be {what}";
}
