using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// A folder that holds a model: its card and its files.
/// </summary>
/// <param name="Path">The folder.</param>
/// <param name="Card">The card, read and validated.</param>
public sealed record ModelFolder(string Path, ModelCard Card)
{
    /// <summary>The card's file name.</summary>
    public const string CardFileName = "model.json";

    /// <summary>How cards are written: camelCase, enumerations as text, unknown keys are errors.</summary>
    public static JsonSerializerOptions CardJson { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatFollows } },
    };

    private static readonly JsonSerializerOptions WrittenJson = new(CardJson)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The ONNX file's path.</summary>
    public string OnnxPath => System.IO.Path.Combine(Path, Card.File);

    /// <summary>Reads and validates the card of a folder; the ONNX file itself is not opened.</summary>
    /// <exception cref="ScreenDataException">The card is missing or not valid; the message names file and
    /// line.</exception>
    public static ModelFolder Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, CardFileName);
        try
        {
            var card = JsonSerializer.Deserialize<ModelCard>(File.ReadAllBytes(path), CardJson)
                ?? throw new ScreenDataException("The model card is null", new Place { Blob = path });
            card.Validate(path);
            return new ModelFolder(folder, card);
        }
        catch (JsonException error)
        {
            // A place's key is one of a job, and a card is none.
            var place = JsonMistake.PlaceOf(error) with { Blob = path, Key = null };
            throw new ScreenDataException(
                $"The model card cannot be read: {JsonMistake.Describe(error, typeof(ModelCard), CardJson)}", place,
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The model card cannot be read: {error.Message}",
                new Place { Blob = path }, error);
        }
    }

    /// <summary>A card as the text of a <c>model.json</c>: what a card may say, and nothing that follows from
    /// it.</summary>
    public static byte[] WriteCard(ModelCard card) => JsonSerializer.SerializeToUtf8Bytes(card, WrittenJson);

    /// <summary>Reads the ONNX file and checks it against the card's SHA-256.</summary>
    /// <exception cref="ScreenDataException">The file is missing, or is another one than the card
    /// describes.</exception>
    public byte[] ReadOnnx()
    {
        var bytes = OnnxFile.ReadBytes(OnnxPath);
        var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!string.Equals(found, Card.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ScreenDataException(
                $"The model is not the one its card describes: its sha256 is {found}, the card says {Card.Sha256}",
                new Place { Blob = OnnxPath });
        }

        return bytes;
    }

    /// <summary>Properties that follow from others are no keys of a card.</summary>
    private static void LeaveOutWhatFollows(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Set is null)
                type.Properties.RemoveAt(i);
        }
    }
}
