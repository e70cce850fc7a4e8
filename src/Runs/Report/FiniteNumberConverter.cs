using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes a number that does not exist (NaN, infinite) as null: JSON knows no other way.
/// </summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
