using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

/// <summary>
/// A folder of its own for files of made-up tables, deleted at the end.
/// </summary>
internal sealed class StreamedFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(ProfileTable table, string name)
    {
        TableFile.Write(table, PathOf(name), TableProvenance.None);
        return PathOf(name);
    }

    public static ProfileTable Read(string path) => TableFile.Read(path, FeatureChoice.Default);

    /// <summary>Objects of wells of plates: texts that need quotes, missing values, values of all sizes.</summary>
    public static ProfileTable Objects(int rowCount, int featureCount, bool scattered)
    {
        string[] featureNames = [.. Enumerable.Range(0, featureCount).Select(f => $"Cells_f{f}")];
        var builder = new ProfileTableBuilder(
            ["Metadata_Plate", "Metadata_Well", "Metadata_Role", "Metadata_Object"], featureNames);
        var random = new Random(rowCount);
        string[] plates = ["b", "a, \"quoted\"", "\U0001F600", "", "Z"];
        var row = new double[featureCount];
        for (var i = 0; i < rowCount; i++)
        {
            var plate = scattered ? random.Next(plates.Length) : i * plates.Length / rowCount;
            var well = scattered ? random.Next(7) : i * 40 / rowCount % 8;
            for (var f = 0; f < featureCount; f++)
            {
                row[f] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4));
                if (random.Next(20) == 0)
                    row[f] = double.NaN;
                if (f == 1)
                    row[f] = Math.Round(row[f]) + 0.0;
            }

            row[^1] = plate == 2 ? double.NaN : row[^1];
            builder.AddRow([plates[plate], $"A{well}", i % 3 == 0 && plate != 1 ? "control" : "", $"{i}"], row);
        }

        return builder.Build();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
