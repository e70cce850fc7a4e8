using System.Text.Json;
using System.Text.Json.Nodes;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// What a card must say of a model that detects.
/// </summary>
public sealed class DetectionCardTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_detection_reads_back_as_it_was_written()
    {
        var card = new DiscModel(64).Card;
        var again = ModelFolder.Open(CardFile.Write(_folder, Json())).Card;
        Assert.Equal(
            JsonSerializer.Serialize(card, ModelFolder.CardJson),
            JsonSerializer.Serialize(again, ModelFolder.CardJson));
        Assert.Equal(["centre", "diameter"], again.TileOutputs.Select(o => o.Name));
        Assert.Equal(2 * 32 * 32, again.RequireTileOutputLength());
        Assert.Throws<ScreenDataException>(again.RequireEmbedding);
    }

    [Theory]
    [InlineData("detection", "null", "detection is missing")]
    [InlineData("detection.threshold", "1", "detection.threshold")]
    [InlineData("detection.threshold", "0", "detection.threshold")]
    [InlineData("detection.haloPixels", "-1", "detection.haloPixels")]
    [InlineData("detection.haloPixels", "31", "input.widthPixels")]
    [InlineData("detection.alignmentPixels", "0", "detection.alignmentPixels")]
    [InlineData("detection.alignmentPixels", "3", "input.widthPixels")]
    [InlineData("detection.alignmentPixels", "1", "detection.alignmentPixels")]
    [InlineData("detection.suppressionShare", "3", "detection.suppressionShare")]
    [InlineData("detection.minimumDiameterNm", "20", "detection.minimumDiameterNm")]
    [InlineData("detection.minimumDiameterNm", "0", "detection.minimumDiameterNm")]
    [InlineData("detection.groupsNm", "[6, 6]", "detection.groupsNm")]
    [InlineData("detection.groupsNm", "[0]", "detection.groupsNm")]
    [InlineData("input.pixelSizeMicrometres", "null", "input.pixelSizeMicrometres")]
    [InlineData("input.pixelSizeMicrometres", "0.5", "detection.maximumDiameterNm is 20, which is 0.04 pixels")]
    [InlineData("input.channels", "2", "input.channels")]
    [InlineData("input.heightPixels", "128", "input.widthPixels")]
    [InlineData("outputs.1.meaning", "\"centre\"", "outputs")]
    [InlineData("outputs.1.meaning", "\"map\"", "outputs")]
    [InlineData("outputs.1.meaning", "\"embedding\"", "detection")]
    [InlineData("outputs.1.shape", "[1, 16, 16]", "outputs[].shape")]
    [InlineData("outputs.0.shape", "[32, 32]", "outputs[].shape")]
    [InlineData("outputs.0.shape", "[1, 30, 30]", "outputs[].shape")]
    public void A_detection_that_cannot_work_is_told_by_its_key(string path, string json, string key)
    {
        var card = Json();
        CardFile.Set(card, path, json);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains($"not valid: {key}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_of_another_size_have_maps_of_another_size()
    {
        var card = new DiscModel(64).Card.WithTileSize(128);
        card.Validate("card");
        Assert.Equal([1, 64, 64], card.TileOutputs[0].Shape);
        Assert.Equal([1, 64, 64], card.TileOutputs[1].Shape);
        Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.ScatterFolder).Card.WithTileSize(64));
    }

    private static JsonObject Json()
    {
        var card = JsonSerializer.SerializeToNode(new DiscModel(64).Card, ModelFolder.CardJson)!.AsObject();
        foreach (var computed in new[] { "embedding", "tileOutputs" })
            card.Remove(computed);
        return card;
    }
}
