using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

/// <summary>
/// Any table that a form can hold comes back from it to the bit, in every form.
/// </summary>
public sealed class TableFilePropertyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.csv.gz")]
    [InlineData("t.tsv")]
    [InlineData("t.parquet")]
    [InlineData("t.zarr")]
    [InlineData("t.gct")]
    public void Any_table_comes_back_to_the_bit(string name) =>
        Prop.ForAll<double[], NonEmptyArray<NonNull<string>>, PositiveInt>((numbers, texts, shape) =>
        {
            var table = TableOf(
                numbers, Array.ConvertAll(texts.Get, text => text.Get), 1 + (shape.Get % 4),
                isPlain: name.EndsWith("gct", StringComparison.Ordinal));
            var path = Path.Combine(_folder.FullName, name);
            TableFile.Write(table, path, TableProvenance.None);
            MadeUpTables.EqualToTheBit(table, TableFile.Read(path, FeatureChoice.EveryNumber));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(name.EndsWith("parquet", StringComparison.Ordinal) ? 15 : 60));

    [Theory]
    [InlineData("t.csv", 0)]
    [InlineData("t.tsv.gz", 0)]
    [InlineData("t.parquet", 0)]
    [InlineData("t.zarr", 0)]
    [InlineData("t.gct", 0)]
    [InlineData("t.csv", 1)]
    [InlineData("t.parquet", 1)]
    [InlineData("t.zarr", 1)]
    [InlineData("t.gct", 1)]
    public void Tables_of_no_row_or_one_and_of_constant_and_missing_columns_come_back(string name, int rowCount)
    {
        var builder = new ProfileTableBuilder(["Metadata_a", "Metadata_none"], ["constant", "missing"]);
        for (var row = 0; row < rowCount; row++)
            builder.AddRow(["same", null], [0.1, double.NaN]);
        var path = Path.Combine(_folder.FullName, name);
        TableFile.Write(builder.Build(), path, TableProvenance.None);
        MadeUpTables.EqualToTheBit(builder.Build(), TableFile.Read(path, FeatureChoice.Default));
    }

    private static ProfileTable TableOf(double[] numbers, string[] texts, int featureCount, bool isPlain)
    {
        var clean = Array.ConvertAll(texts, text => CleanOf(text, isPlain));
        var builder = new ProfileTableBuilder(
            ["Metadata_a", "Metadata_b"], [.. Enumerable.Range(0, featureCount).Select(f => $"Cells_{f}, \"µ\"")]);
        for (var row = 0; (row + 1) * featureCount <= numbers.Length; row++)
        {
            builder.AddRow(
                [clean[row % clean.Length], $"x{row}"], numbers.AsSpan(row * featureCount, featureCount));
        }

        return builder.Build();
    }

    /// <summary>A text that a file can hold: no lone surrogates, no NUL; for GCT nothing that it cannot
    /// quote.</summary>
    private static string CleanOf(string text, bool isPlain)
    {
        var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
        return isPlain
            ? string.Concat(clean.Where(c => !char.IsControl(c))).Replace("NaN", "x", StringComparison.Ordinal)
            : clean;
    }
}
