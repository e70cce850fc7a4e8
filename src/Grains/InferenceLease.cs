namespace HcsGrid.Grains;

/// <summary>
/// A credit for one batch of so many bytes to one silo's model.
/// </summary>
internal readonly record struct InferenceLease(ModelPlace Place, int ByteCount);
