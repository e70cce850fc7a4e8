using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModelCatalog _catalog;

    public ModelCatalogTests()
    {
        CardFile.Write(_folder, Named("one"), "first/one");
        CardFile.Write(_folder, Named("two"), "first/two");
        CardFile.Write(_folder, Named("two-again"), "second/two");
        CardFile.Write(_folder, Named("outside"), "outside");
        Directory.CreateDirectory(_folder.PathOf("first", "empty"));
        _catalog = new ModelCatalog([_folder.PathOf("first"), _folder.PathOf("second"), _folder.PathOf("missing")]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_found_by_name_and_the_first_folder_wins()
    {
        Assert.Equal("one", _catalog.Find("one").Card.Name);
        Assert.Equal("two", _catalog.Find("two").Card.Name);
    }

    [Fact]
    public void A_model_is_found_by_the_path_of_its_folder() =>
        Assert.Equal("outside", _catalog.Find(_folder.PathOf("outside")).Card.Name);

    [Fact]
    public void The_list_has_each_name_once_in_order() =>
        Assert.Equal([_folder.PathOf("first", "one"), _folder.PathOf("first", "two")], _catalog.List());

    [Theory]
    [InlineData("three")]
    [InlineData("empty")]
    [InlineData("../outside")]
    [InlineData("one/../../outside")]
    [InlineData("")]
    public void What_is_no_model_is_told_with_those_there_are(string name)
    {
        var error = Assert.Throws<ScreenDataException>(() => _catalog.Find(name));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("one, two", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_model_the_folders_that_were_searched_are_told()
    {
        var catalog = new ModelCatalog([_folder.PathOf("missing"), _folder.PathOf("first", "empty")]);
        var error = Assert.Throws<ScreenDataException>(() => catalog.Find("one"));
        Assert.Contains(_folder.PathOf("missing"), error.Message, StringComparison.Ordinal);
    }

    private static System.Text.Json.Nodes.JsonObject Named(string name)
    {
        var card = CardFile.Scatter();
        card["name"] = name;
        return card;
    }
}
