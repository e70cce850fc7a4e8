using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The one model of a benchmark's silo.
/// </summary>
internal sealed class MadeUpModels(MadeUpModel model) : IModelSource
{
    public ModelCard CardOf(string name) => model.ToCard();

    public ITileModel Load(string name) =>
        model is { WaitMilliseconds: 0, WorkCount: 0 } ? new FreeModel(model.ToCard()) : new CostlyModel(model);
}
