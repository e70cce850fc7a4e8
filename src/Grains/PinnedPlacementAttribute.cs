using Orleans.Placement;

namespace HcsGrid.Grains;

/// <summary>
/// Marks grains that live on the silo that their key names.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PinnedPlacementAttribute() : PlacementAttribute(new PinnedPlacement());
