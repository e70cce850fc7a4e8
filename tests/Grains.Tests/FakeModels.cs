using HcsGrid.Inference;
using HcsGrid.Inference.Tests;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Models whose embedding is a plain function of the tile, one a silo.
/// </summary>
internal sealed class FakeModels(Func<FakeModel> make) : IModelSource
{
    private readonly Lock _gate = new();
    private readonly List<FakeModel> _loaded = [];

    public IReadOnlyList<string> Names { get; } = ["fake"];

    /// <summary>Every model that was loaded, in order.</summary>
    public IReadOnlyList<FakeModel> Loaded
    {
        get
        {
            lock (_gate)
                return [.. _loaded];
        }
    }

    public ModelCard CardOf(string name) => make().Card;

    public ITileModel Load(string name)
    {
        var model = make();
        lock (_gate)
            _loaded.Add(model);
        return model;
    }
}
