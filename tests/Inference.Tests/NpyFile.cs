using System.Runtime.InteropServices;
using System.Text;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// Writes NumPy files of float32, whole or with a header that a test makes up.
/// </summary>
internal static class NpyFile
{
    public static void Write(string path, IReadOnlyList<int> shape, float[] values)
    {
        var sizes = string.Concat(shape.Select(s => $"{s}, "));
        File.WriteAllBytes(path, Of($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}), }}", values));
    }

    /// <summary>A file with any header; version 1 has a length of two bytes, the others of four.</summary>
    public static byte[] Of(string header, ReadOnlySpan<float> values, byte version = 1, uint? headerLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        var length = headerLength ?? (uint)text.Length;
        byte[] lengthBytes = version == 1
            ? [(byte)length, (byte)(length >> 8)]
            : [(byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)];
        return [0x93, .. "NUMPY"u8, version, 0, .. lengthBytes, .. text, .. MemoryMarshal.AsBytes(values)];
    }
}
