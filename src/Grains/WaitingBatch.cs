namespace HcsGrid.Grains;

/// <summary>
/// A batch that waits for a credit.
/// </summary>
internal sealed record WaitingBatch(string ModelSha256, int ByteCount, TaskCompletionSource<InferenceLease> Lease);
