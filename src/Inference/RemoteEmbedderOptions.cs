namespace HcsGrid.Inference;

/// <summary>
/// The bounds of a <see cref="RemoteEmbedder"/>.
/// </summary>
public sealed record RemoteEmbedderOptions
{
    /// <summary>The most bytes of pixels in one batch. Default <see cref="TileBatch.MaxBytes"/>.</summary>
    public int MaxBatchBytes { get; init; } = TileBatch.MaxBytes;

    /// <summary>The most bytes of numbers that a batch may be answered by. Default
    /// <see cref="TileBatch.MaxBytes"/>.</summary>
    public int MaxAnswerBytes { get; init; } = TileBatch.MaxBytes;

    /// <summary>Batches of one site that may be on their way at the same time. Default 2.</summary>
    public int MaxBatchesInFlight { get; init; } = 2;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (MaxBatchBytes is < 1 or > TileBatch.MaxBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxBatchBytes), MaxBatchBytes, $"MaxBatchBytes must be 1 to {TileBatch.MaxBytes}.");
        }

        if (MaxAnswerBytes is < 1 or > TileBatch.MaxBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxAnswerBytes), MaxAnswerBytes, $"MaxAnswerBytes must be 1 to {TileBatch.MaxBytes}.");
        }

        if (MaxBatchesInFlight is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxBatchesInFlight), MaxBatchesInFlight, "MaxBatchesInFlight must be 1 to 64.");
        }
    }
}
