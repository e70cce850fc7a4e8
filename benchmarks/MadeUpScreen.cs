using System.Globalization;
using System.Runtime.InteropServices;
using HcsGrid.Profiling;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A screen of made-up well profiles, the same each time: 20 plates of 384 wells with 500 features.
/// </summary>
/// <remarks>
/// Four layouts of 320 compounds, five replicate plates of each; 64 controls a plate, 1,280 in all. Features mix 60
/// hidden ones, so that some correlate, and have plate offsets and noise.
/// </remarks>
internal static class MadeUpScreen
{
    public const int PlateCount = 20;
    public const int WellCount = 384;
    public const int ControlCount = 64;
    public const int FeatureCount = 500;
    private const int HiddenCount = 60;
    private const int LayoutCount = 4;

    public static ProfileTable Make(int seed)
    {
        var random = new Random(seed);
        var mixing = Normal(random, FeatureCount * HiddenCount, 1);
        // A tenth of the features nearly copies its neighbour.
        for (var f = 10; f < FeatureCount; f += 10)
            mixing.AsSpan((f - 1) * HiddenCount, HiddenCount).CopyTo(mixing.AsSpan(f * HiddenCount));
        var compounds = LayoutCount * (WellCount - ControlCount);
        var effects = Normal(random, compounds * HiddenCount, 0.7);
        var builder = new ProfileTableBuilder(
            ["Metadata_Plate", "Metadata_Compound", "Metadata_Role", "Metadata_Reference"],
            [.. Enumerable.Range(0, FeatureCount).Select(f => $"Cells_f{f}")]);
        for (var plate = 0; plate < PlateCount; plate++)
        {
            var offset = Normal(random, FeatureCount, 1);
            for (var well = 0; well < WellCount; well++)
            {
                var compound = well < ControlCount
                    ? -1
                    : (plate % LayoutCount * (WellCount - ControlCount)) + well - ControlCount;
                var hidden = Normal(random, HiddenCount, 1);
                for (var h = 0; compound >= 0 && h < HiddenCount; h++)
                    hidden[h] += effects[(compound * HiddenCount) + h];
                var values = Normal(random, FeatureCount, 0.6);
                for (var f = 0; f < FeatureCount; f++)
                {
                    for (var h = 0; h < HiddenCount; h++)
                        values[f] += mixing[(f * HiddenCount) + h] * hidden[h];
                    values[f] += offset[f];
                }

                builder.AddRow(
                    [
                        $"P{plate + 1:D2}", compound < 0 ? "control" : $"C{compound + 1:D4}",
                        compound < 0 ? "control" : "treatment",
                        compound < 0 ? $"{(plate * WellCount) + well}" : "-1",
                    ],
                    values);
            }
        }

        return builder.Build();
    }

    /// <summary>Metadata as CSV, features as plain doubles row after row, and their number as text.</summary>
    public static void Write(ProfileTable table, string folder)
    {
        var columns = table.MetadataNames.Select(table.Metadata).ToArray();
        File.WriteAllLines(
            Path.Combine(folder, "metadata.csv"),
            Enumerable.Range(0, table.RowCount)
                .Select(row => string.Join(',', columns.Select(column => column[row])))
                .Prepend(string.Join(',', table.MetadataNames)));
        File.WriteAllText(
            Path.Combine(folder, "features.txt"), table.FeatureCount.ToString(CultureInfo.InvariantCulture));
        using var file = File.Create(Path.Combine(folder, "values.f64"));
        for (var row = 0; row < table.RowCount; row++)
            file.Write(MemoryMarshal.AsBytes<double>(table.Row(row)));
    }

    private static double[] Normal(Random random, int count, double deviation)
    {
        var values = new double[count];
        foreach (ref var value in values.AsSpan())
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return values;
    }
}
