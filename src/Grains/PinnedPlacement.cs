namespace HcsGrid.Grains;

/// <summary>
/// Places an <see cref="IInferenceGrain"/> on the silo that its key names, or nowhere.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.pinned-placement")]
public sealed class PinnedPlacement : PlacementStrategy
{
}
