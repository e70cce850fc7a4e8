using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Reads and writes job descriptions.
/// </summary>
public static class JobFile
{
    /// <summary>The longest job file, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads a job from a file.</summary>
    /// <exception cref="ScreenDataException">The file cannot be read or is not a valid job; the message says
    /// where.</exception>
    public static ScreenJob Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new ScreenDataException($"The job is {length} bytes long, at most {MaxBytes} are read",
                    new Place { Blob = path });
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The job cannot be read: {error.Message}", new Place { Blob = path }, error);
        }
    }

    /// <summary>Reads a job from its JSON text.</summary>
    /// <exception cref="ScreenDataException">The text is not a valid job; the message names file, line and
    /// key.</exception>
    public static ScreenJob Parse(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            if (json.StartsWith("\uFEFF"u8))
                json = json[3..];
            var job = JsonSerializer.Deserialize<ScreenJob>(json, Json)
                ?? throw new ScreenDataException("The job is null", new Place { Blob = file });
            job.Validate();
            return job;
        }
        catch (JsonException error)
        {
            throw new ScreenDataException(
                $"The job is not valid: {JsonMistake.Describe(error, typeof(ScreenJob), Json)}",
                JsonMistake.PlaceOf(error) with { Blob = file }, error);
        }
        catch (ScreenDataException error)
        {
            throw error.Within(new Place { Blob = file });
        }
    }

    /// <summary>Writes a job, every default filled in; the same job gives the same bytes.</summary>
    /// <remarks>A secret in the images' address, such as a SAS, is left out.</remarks>
    public static byte[] Write(ScreenJob job)
    {
        var store = BlobStores.WithoutSecrets(job.Images.Store);
        var shown = job with { Images = job.Images with { Store = store } };
        return [.. JsonSerializer.SerializeToUtf8Bytes(shown, Json), (byte)'\n'];
    }

    /// <summary>
    /// SHA-256 over everything that the results depend on: all but the schema, the title and where the images lie.
    /// </summary>
    public static string HashOf(ScreenJob job) =>
        Convert.ToHexStringLower(SHA256.HashData(Write(job with
        {
            Schema = null,
            Title = "",
            Images = job.Images with { Store = "." },
        })));
}
