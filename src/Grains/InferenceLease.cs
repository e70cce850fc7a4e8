namespace HcsGrid.Grains;

/// <summary>
/// A credit for one batch to one silo's model.
/// </summary>
internal readonly record struct InferenceLease(ModelPlace Place);
