using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Web;

/// <summary>
/// How the HTTP surface writes JSON, for servers and clients alike.
/// </summary>
public static class WebJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
