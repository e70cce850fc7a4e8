using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes a symmetric matrix of distances from 0 to 2 as text that is a tenth of its numbers'.
/// </summary>
/// <remarks>
/// <see cref="PackedSteps"/> of the lower triangle with its diagonal, row by row: d(0,0), d(1,0), d(1,1), d(2,0), …
/// </remarks>
internal sealed class PackedDistancesConverter : JsonConverter<IReadOnlyList<IReadOnlyList<double>>>
{
    /// <summary>Steps of a distance of 1.</summary>
    public const int Scale = 30_000;

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
                rows[row][other] = rows[other][row] = step == PackedSteps.Missing ? double.NaN : (double)step / Scale;
            }
        }

        return rows;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        var triangle = value.SelectMany((distances, row) => distances.Take(row + 1));
        PackedSteps.Write(writer, triangle, value.Count * (value.Count + 1) / 2, Scale);
    }
}
