using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Stored well results taken apart and put together again, with the right hash whatever they hold.
/// </summary>
internal static class StoredWell
{
    private const int PrefixLength = 24;

    /// <summary>The header, and what follows it up to the hash.</summary>
    public static (string Header, byte[] Body) PartsOf(byte[] bytes)
    {
        var end = PrefixLength + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        return (Encoding.UTF8.GetString(bytes[PrefixLength..end]), bytes[end..^SHA256.HashSizeInBytes]);
    }

    /// <summary>A file of the form, lengths as given or as they are, closed by the hash of whatever it holds.</summary>
    public static byte[] Sealed(
        int version, string header, byte[] rest, int? headerLength = null, long? bodyLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[PrefixLength];
        "HCSGWELL"u8.CopyTo(prefix);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(8), version);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(12), headerLength ?? text.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(16), bodyLength ?? (text.Length + rest.Length));
        byte[] bytes = [.. prefix, .. text, .. rest];
        return [.. bytes, .. SHA256.HashData(bytes)];
    }

    /// <summary>Refused, with the file named; says how.</summary>
    public static string AssertRefused(byte[] bytes)
    {
        var error = Assert.Throws<ScreenDataException>(() => WellResultFormat.Read(bytes, "x.well"));
        Assert.Equal("x.well", error.Place.Blob);
        return error.Message;
    }

    /// <summary>Refused cut short anywhere, and with bits of any byte changed.</summary>
    public static void AssertNoByteMayChange(byte[] bytes, params byte[] masks)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            AssertRefused(bytes[..i]);
            foreach (var mask in masks)
            {
                bytes[i] ^= mask;
                AssertRefused(bytes);
                bytes[i] ^= mask;
            }
        }
    }
}
