using HcsGrid.Inference;
using HcsGrid.Inference.Tests;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Models whose embedding is a plain function of the tile: a silo's own, made anew each time one is loaded.
/// </summary>
internal sealed class OwnModels(Func<FakeModel> make) : IModelSource
{
    private readonly Lock _gate = new();
    private readonly List<FakeModel> _loaded = [];

    /// <summary>Every model that was loaded, in order.</summary>
    public IReadOnlyList<FakeModel> Loaded
    {
        get
        {
            lock (_gate)
                return [.. _loaded];
        }
    }

    /// <summary>Runs of the models, that on an empty tile which each begins with left out.</summary>
    public int RunCount => Loaded.Sum(m => m.Inputs.Count(i => i.Any(v => v != 0)));

    public ModelCard CardOf(string name) => make().Card;

    public ITileModel Load(string name)
    {
        var model = make();
        lock (_gate)
            _loaded.Add(model);
        return model;
    }
}
