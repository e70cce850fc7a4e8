using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes a symmetric matrix of distances from 0 to 2 as text that is a tenth of its numbers'.
/// </summary>
/// <remarks>
/// Base64 of the lower triangle with its diagonal, row by row: d(0,0), d(1,0), d(1,1), d(2,0), … Each is 16 bits,
/// little-endian: the distance times <see cref="Scale"/>, or <see cref="Missing"/>.
/// </remarks>
internal sealed class PackedDistancesConverter : JsonConverter<IReadOnlyList<IReadOnlyList<double>>>
{
    /// <summary>Steps of a distance of 1.</summary>
    public const int Scale = 30_000;

    /// <summary>Stands for a distance that does not exist.</summary>
    public const ushort Missing = ushort.MaxValue;

    public override IReadOnlyList<IReadOnlyList<double>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var bytes = reader.GetBytesFromBase64();
        var count = (int)((Math.Sqrt(1 + (4.0 * bytes.Length)) - 1) / 2);
        var rows = Enumerable.Range(0, count).Select(_ => new double[count]).ToArray();
        var at = 0;
        for (var row = 0; row < count; row++)
        {
            for (var other = 0; other <= row; other++, at += 2)
            {
                var step = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
                rows[row][other] = rows[other][row] = step == Missing ? double.NaN : (double)step / Scale;
            }
        }

        return rows;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Count * (value.Count + 1)];
        var at = 0;
        for (var row = 0; row < value.Count; row++)
        {
            for (var other = 0; other <= row; other++, at += 2)
            {
                var distance = value[row][other];
                var step = double.IsFinite(distance) ? (ushort)Math.Round(distance * Scale) : Missing;
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), step);
            }
        }

        writer.WriteBase64StringValue(bytes);
    }
}
