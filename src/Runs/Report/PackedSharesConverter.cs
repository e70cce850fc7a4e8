using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes rows of shares, 0 or more, as text that is a third of its numbers'.
/// </summary>
/// <remarks><see cref="PackedSteps"/> of the rows one after the other: the part that a share is of the largest one
/// (<see cref="HighestOf"/>) in steps of 1/<see cref="Scale"/>.</remarks>
internal sealed class PackedSharesConverter : JsonConverter<IReadOnlyList<IReadOnlyList<double>>>
{
    /// <summary>Steps of the largest share.</summary>
    public const int Scale = 60_000;

    /// <summary>The largest share that is a number; 0 where none is.</summary>
    public static double HighestOf(IReadOnlyList<IReadOnlyList<double>> rows) =>
        rows.SelectMany(row => row).Where(double.IsFinite).Append(0).Max();

    /// <summary>Not read back: how long the rows are stands beside them.</summary>
    public override IReadOnlyList<IReadOnlyList<double>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Shares are written for the page, which reads them.");

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        var steps = HighestOf(value) is > 0 and var highest ? Scale / highest : 0;
        PackedSteps.Write(writer, value.SelectMany(row => row), value.Sum(row => row.Count), steps);
    }
}
