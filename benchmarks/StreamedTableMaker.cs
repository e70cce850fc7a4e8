using HcsGrid.Profiling;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Writes the object tables of a screen's plates, a Parquet file each.
/// </summary>
/// <remarks>A plate has 384 wells of 1,024 objects with 312 features: 0.98 GB of doubles; 51 plates are 20 million
/// objects, 50 GB. The wells stand together, or each object is of another well than the one before.</remarks>
internal static class StreamedTableMaker
{
    public const int FeatureCount = 312;
    public const int RowsPerPlate = WellCount * ObjectsPerWell;
    public const double PlateGigabytes = 8e-9 * FeatureCount * RowsPerPlate;
    private const int WellCount = 384;
    private const int ObjectsPerWell = 1024;
    private const int PartRowCount = 4096;

    /// <param name="levels">How many values there are: 0 for uniform numbers, which do not compress; 16 make a plate
    /// a file of some tens of MB. The same 4,096 rows of values repeat.</param>
    public static void Write(string path, int plate, bool isScattered, int levels)
    {
        string[] names = [.. Enumerable.Range(0, FeatureCount).Select(f => $"Cells_f{f}")];
        IEnumerable<ProfileTable> Parts()
        {
            var random = new Random(1);
            var builder = new ProfileTableBuilder([], names);
            var row = new double[FeatureCount];
            for (var i = 0; i < PartRowCount; i++)
            {
                foreach (ref var value in row.AsSpan())
                    value = levels > 0 ? random.Next(levels) / (double)levels : random.NextDouble();
                builder.AddRow([], row);
            }

            var part = builder.Build();
            string[] plates = [.. Enumerable.Repeat($"P{plate:0000}", PartRowCount)];
            string[] wells = [.. Enumerable.Range(0, WellCount)
                .Select(well => $"{(char)('A' + (well / 24))}{(well % 24) + 1:00}")];
            for (var first = 0; first < RowsPerPlate; first += PartRowCount)
            {
                var own = Enumerable.Range(first, PartRowCount)
                    .Select(i => wells[isScattered ? i % WellCount : i / ObjectsPerWell]);
                yield return part.WithMetadata("Metadata_Plate", plates).WithMetadata("Metadata_Well", [.. own]);
            }
        }

        TableChunks.Write(path, Parts(), TableProvenance.None, new StreamingOptions());
    }
}
