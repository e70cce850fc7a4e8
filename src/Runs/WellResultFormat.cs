using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// The stored form of a well's result, versions 1 to 3 (docs/formats/well.md).
/// </summary>
/// <remarks>
/// Magic, version, two lengths, a JSON header, the numbers as little-endian doubles, the picture, and a SHA-256 over
/// all of it: a blob that was cut short or changed is no result. The same result gives the same bytes. Version 2 holds
/// particles too, version 3 how they lie beside random placements; a result without these is written as the version
/// before.
/// </remarks>
public static class WellResultFormat
{
    /// <summary>The longest result, in bytes.</summary>
    public const int MaxBytes = 1 << 28;

    private const int PlainVersion = 1;
    private const int ParticleVersion = 2;
    private const int SpatialVersion = 3;
    private const int PrefixLength = 24;
    private const int HashLength = SHA256.HashSizeInBytes;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static ReadOnlySpan<byte> Magic => "HCSGWELL"u8;

    /// <summary>Writes a result.</summary>
    public static byte[] Write(WellResult result)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new WellResultHeader(
                result.Plate.Barcode, result.Well.ToString(), result.JobHash, result.SiteNumbers, result.TileCount,
                result.Profile.Length, result.Thumbnail.Length, result.Problems,
                result.Images.Count == 0 ? null : [.. result.Images.Select(WellImageHeader.Of)]),
            Json);
        double[] values =
        [
            .. result.Profile, .. result.SiteProfiles, .. WellParticles.NumbersOf(result.Images),
            .. WellSpatial.NumbersOf(result.Images),
        ];
        var numbers = checked(values.Length * sizeof(double));
        var bodyLength = checked(header.Length + numbers + result.Thumbnail.Length);
        var bytes = new byte[PrefixLength + bodyLength + HashLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(
            bytes.AsSpan(8), VersionOf(result.Images.Count > 0, result.Images.Any(i => i.Spatial.Count > 0)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), bodyLength);
        var rest = bytes.AsSpan(PrefixLength);
        header.CopyTo(rest);
        rest = rest[header.Length..];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
            rest = rest[sizeof(double)..];
        }

        result.Thumbnail.CopyTo(rest);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashLength), bytes.AsSpan(bytes.Length - HashLength));
        return bytes;
    }

    /// <summary>Reads a result.</summary>
    /// <exception cref="ScreenDataException">The bytes are no whole result of a known version.</exception>
    public static WellResult Read(ReadOnlySpan<byte> bytes, string blob)
    {
        if (bytes.Length < PrefixLength + HashLength || !bytes.StartsWith(Magic))
            throw Wrong("is no well result");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version is not (>= PlainVersion and <= SpatialVersion))
            throw Wrong($"has version {version}, this program reads {PlainVersion} to {SpatialVersion}");
        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var bodyLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (bytes.Length != PrefixLength + bodyLength + HashLength)
            throw Wrong($"is {bytes.Length} bytes long, it says {PrefixLength + bodyLength + HashLength}");
        Span<byte> hash = stackalloc byte[HashLength];
        SHA256.HashData(bytes[..^HashLength], hash);
        if (!hash.SequenceEqual(bytes[^HashLength..]))
            throw Wrong("does not have the hash that it states");
        if (headerLength < 0 || headerLength > bodyLength)
            throw Wrong($"states a header of {headerLength} bytes in a body of {bodyLength}");

        var (header, well) = HeaderOf(bytes.Slice(PrefixLength, headerLength), version, blob);
        var images = header.Images ?? [];
        var rest = bytes[(PrefixLength + headerLength)..^HashLength];
        var siteLength = (long)header.FeatureCount * header.SiteNumbers.Count;
        var particleLength = images.Sum(i => (long)i.ParticleCount) * WellParticles.Width;
        var spatialLength = images.Sum(i => (long)(i.Spatial?.NumberCount ?? 0));
        var valueLength = (header.FeatureCount + siteLength + particleLength + spatialLength) * sizeof(double);
        if (rest.Length != valueLength + header.ThumbnailLength)
            throw Wrong("has a body that does not fit its header");
        var values = Doubles(rest[..^header.ThumbnailLength]);
        var spatialAt = values.Length - (int)spatialLength;
        var particlesAt = spatialAt - (int)particleLength;
        return new WellResult
        {
            Plate = new PlateId(header.Plate),
            Well = well,
            JobHash = header.JobHash,
            SiteNumbers = header.SiteNumbers,
            TileCount = header.TileCount,
            Profile = values[..header.FeatureCount],
            SiteProfiles = values[header.FeatureCount..particlesAt],
            Images = WellParticles.ImagesOf(
                images, values.AsSpan(particlesAt, (int)particleLength), values.AsSpan(spatialAt)),
            Thumbnail = rest[^header.ThumbnailLength..].ToArray(),
            Problems = header.Problems,
        };

        ScreenDataException Wrong(string reason) => new($"The well result {reason}", new Place { Blob = blob });
    }

    private static int VersionOf(bool hasImages, bool hasSpatial) =>
        hasSpatial ? SpatialVersion : hasImages ? ParticleVersion : PlainVersion;

    private static (WellResultHeader Header, WellAddress Well) HeaderOf(
        ReadOnlySpan<byte> bytes, int version, string blob)
    {
        WellResultHeader? header;
        try
        {
            header = JsonSerializer.Deserialize<WellResultHeader>(bytes, Json);
        }
        catch (JsonException error)
        {
            throw new ScreenDataException(
                $"The well result has a broken header: {error.Message}", new Place { Blob = blob }, error);
        }

        // The hash is no signature: a header may say anything.
        if (header?.SiteNumbers is null || header.Problems is null || header.JobHash is null ||
            !PlateId.IsValid(header.Plate) || !WellAddress.TryParse(header.Well, out var well))
        {
            throw Wrong("has a header that names no plate, well, job or sites");
        }

        if (header.FeatureCount < 0 || header.ThumbnailLength < 0)
            throw Wrong("has a header with a number below 0");
        if (header.Images is { } images &&
            (images.Count != header.SiteNumbers.Count || images.Any(i => i is not { IsValid: true })))
        {
            throw Wrong("has a header whose images do not fit its sites, or are out of bounds");
        }

        var fitting = VersionOf(header.Images is not null, header.Images?.Any(i => i.Spatial is not null) == true);
        return fitting == version
            ? (header, well)
            : throw Wrong($"has a header of version {fitting}, it says {version}");

        ScreenDataException Wrong(string reason) => new($"The well result {reason}", new Place { Blob = blob });
    }

    private static double[] Doubles(ReadOnlySpan<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        var values = new double[bytes.Length / sizeof(double)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        return values;
    }
}
