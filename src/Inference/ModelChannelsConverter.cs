using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Inference;

/// <summary>
/// Reads and writes <see cref="ModelChannels"/> as <c>"each-alone"</c> or a number.
/// </summary>
public sealed class ModelChannelsConverter : JsonConverter<ModelChannels>
{
    private const string EachAlone = "each-alone";

    public override ModelChannels Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count))
            return new ModelChannels(false, count);
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(EachAlone))
            return ModelChannels.Alone;
        throw new JsonException($"expected \"{EachAlone}\" or a number of channels");
    }

    public override void Write(Utf8JsonWriter writer, ModelChannels value, JsonSerializerOptions options)
    {
        if (value.EachAlone)
            writer.WriteStringValue(EachAlone);
        else
            writer.WriteNumberValue(value.PlaneCount);
    }
}
