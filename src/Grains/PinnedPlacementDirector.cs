using Orleans.Runtime.Placement;

namespace HcsGrid.Grains;

/// <summary>
/// Finds the silo of a <see cref="PinnedPlacement"/>.
/// </summary>
internal sealed class PinnedPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = InferenceKey.Parse(target.GrainIdentity.Key.ToString()!).Silo;
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new ModelFailedException($"The silo {silo} is not there any more.");
    }
}
