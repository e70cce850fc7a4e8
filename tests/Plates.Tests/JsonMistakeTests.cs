using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Plates.Tests;

/// <summary>
/// What is wrong with a JSON text is told in the words of who wrote it.
/// </summary>
public sealed class JsonMistakeTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    [Theory]
    [InlineData("""{ "text": "", "colour": 1 }""", "the key 'colour' is unknown (at $.colour)")]
    [InlineData("{}", "the key 'text' is missing")]
    [InlineData("""{ "text": null }""", "the key 'text' is null (at $.text)")]
    [InlineData("""{ "text": "", "text": "" }""", "the key 'text' stands there twice (at $.text)")]
    [InlineData("""{ "text": 1 }""", "expected a text (at $.text)")]
    [InlineData("""{ "number": "1" }""", "expected a number (at $.number)")]
    [InlineData("""{ "count": "16" }""", "expected a whole number, at most 2147483647 (at $.count)")]
    [InlineData("""{ "count": 1.5 }""", "expected a whole number, at most 2147483647 (at $.count)")]
    [InlineData("""{ "isOn": "yes" }""", "expected true or false (at $.isOn)")]
    [InlineData("""{ "role": "control" }""",
        "expected treatment, negative-control, positive-control or empty (at $.role)")]
    [InlineData("""{ "role": 0 }""", "expected treatment, negative-control, positive-control or empty (at $.role)")]
    [InlineData("""{ "roles": ["empty", "control"] }""",
        "expected treatment, negative-control, positive-control or empty (at $.roles[1])")]
    [InlineData("""{ "named": { "a b": "x" } }""",
        "expected treatment, negative-control, positive-control or empty (at $.named['a b'])")]
    [InlineData("""{ "roles": "empty" }""", "expected a list (at $.roles)")]
    [InlineData("""{ "inner": [] }""", "expected an object (at $.inner)")]
    [InlineData("""{ "inner": { "text": "", "inner": { "count": "x" } } }""",
        "expected a whole number, at most 2147483647 (at $.inner.inner.count)")]
    [InlineData("[]", "expected an object")]
    [InlineData("", "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token")]
    [InlineData("""{ "count": NaN }""", "'N' is an invalid start of a value (at $.count)")]
    public void A_mistake_is_told_by_key_and_expected_words(string json, string expected)
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Written>(json, Json));
        Assert.Equal(expected, JsonMistake.Describe(error, typeof(Written), Json));
        Assert.Equal(1, JsonMistake.PlaceOf(error).LineNumber);
    }

    [Fact]
    public void The_place_is_the_line_from_1_and_the_key()
    {
        var error = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Written>("{\n \"text\": \"\",\n \"inner\": {\n \"colour\": 1 } }", Json));
        Assert.Equal(new Place { LineNumber = 4, Key = "inner.colour" }, JsonMistake.PlaceOf(error));
    }

    private sealed record Written
    {
        public required string Text { get; init; }

        public double? Number { get; init; }

        public int Count { get; init; }

        public bool IsOn { get; init; }

        public ControlRole? Role { get; init; }

        public IReadOnlyList<ControlRole> Roles { get; init; } = [];

        public IReadOnlyDictionary<string, ControlRole> Named { get; init; } =
            new Dictionary<string, ControlRole>();

        public Written? Inner { get; init; }
    }
}
