using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// A facility whose only model is the fake one, which stays the test's.
/// </summary>
internal sealed class FakeModels(FakeModel model) : IModelSource
{
    public ModelCard CardOf(string name) => name == model.Card.Name
        ? model.Card
        : throw new ScreenDataException(
            $"There is no model '{name}'. Known models: fake.", new Place { Key = "model" });

    public ITileModel Load(string name)
    {
        CardOf(name);
        return new Borrowed(model);
    }

    private sealed class Borrowed(FakeModel model) : ITileModel
    {
        public ModelCard Card => model.Card;

        public ITileRunner CreateRunner() => model.CreateRunner();

        public void Dispose()
        {
            // The test disposes it.
        }
    }
}
