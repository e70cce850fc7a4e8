using System.Buffers.Binary;
using System.Text.Json;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes many numbers from 0 on as text that is short: Base64 of 16 bits each, little-endian, whole steps.
/// </summary>
internal static class PackedSteps
{
    /// <summary>Stands for a number that does not exist.</summary>
    public const ushort Missing = ushort.MaxValue;

    /// <summary>Writes numbers, <see cref="Missing"/> where they are not finite.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="numbers">From 0 to <see cref="Missing"/> / <paramref name="steps"/>, exclusive.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="steps">Steps of 1.</param>
    public static void Write(Utf8JsonWriter writer, IEnumerable<double> numbers, int count, double steps)
    {
        var bytes = new byte[count * sizeof(ushort)];
        var at = 0;
        foreach (var number in numbers)
        {
            var step = double.IsFinite(number) ? (ushort)Math.Round(number * steps) : Missing;
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), step);
            at += sizeof(ushort);
        }

        writer.WriteBase64StringValue(bytes);
    }
}
