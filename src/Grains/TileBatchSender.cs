using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// Sends batches to silos that have the model: where one fails to the next.
/// </summary>
internal sealed partial class TileBatchSender(
    string modelSha256, InferenceDirectory directory, IGrainFactory grains, SiloAddress self, TimeProvider time,
    ILogger logger) : ITileBatchSender
{
    /// <summary>Silos that a batch is tried on until its well is tried again as a whole.</summary>
    private const int MaxAttemptCount = 4;

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">No silo could embed the batch now.</exception>
    public async Task<float[]> SendAsync(TileBatch batch, CancellationToken cancellationToken)
    {
        using var activity = GrainsInstruments.Source.StartActivity("send tiles");
        activity?.SetTag("hcsgrid.tiles", batch.TileCount);
        for (var attempt = 1; ; attempt++)
        {
            var lease = await directory.AcquireAsync(modelSha256, batch.ByteCount, cancellationToken);
            try
            {
                return await SendAsync(batch, lease, cancellationToken);
            }
            // Whatever happened to the other silo, the tiles are still here.
            catch (Exception error) when (error is not Plates.ScreenDataException && attempt < MaxAttemptCount &&
                !cancellationToken.IsCancellationRequested)
            {
                GrainsInstruments.CountFailure("silo");
                LogFailed(logger, lease.Place.Silo, error.Message);
            }
        }
    }

    private async Task<float[]> SendAsync(TileBatch batch, InferenceLease lease, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var message = TileBatchMessage.Of(batch);
        var call = CallAsync(message, lease);
        var answer = await call.WaitAsync(cancellationToken);
        GrainsInstruments.BatchDuration.Record(time.GetElapsedTime(began).TotalSeconds);
        GrainsInstruments.BatchBytes.Add(batch.ByteCount);
        return answer.Refusal is null ? answer.Values : throw answer.Refusal.ToException();
    }

    /// <summary>The message lives until the call has ended, whether somebody still waits for it or not.</summary>
    private async Task<TileAnswer> CallAsync(TileBatchMessage message, InferenceLease lease)
    {
        using var owned = message;
        try
        {
            var grain = grains.GetGrain<IInferenceGrain>(InferenceKey.Of(lease.Place));
            var answer = await grain.EmbedAsync(message, self);
            directory.Return(lease, answer.Window);
            return answer;
        }
        catch
        {
            directory.Suspend(lease);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Tiles could not be embedded on {Silo}: {Reason}")]
    private static partial void LogFailed(ILogger logger, SiloAddress silo, string reason);
}
