using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

public sealed class StreamedFolderTests : IDisposable
{
    private static readonly StreamingOptions Little = new() { MemoryBytes = StreamingOptions.MinMemoryBytes };

    private readonly StreamedFiles _files = new();

    [Theory]
    [InlineData(AggregationMethod.Mean, true)]
    [InlineData(AggregationMethod.Mean, false)]
    [InlineData(AggregationMethod.Median, true)]
    [InlineData(AggregationMethod.Median, false)]
    public void A_folder_of_files_is_aggregated_as_the_table_that_they_are_together(
        AggregationMethod method, bool scattered)
    {
        var table = StreamedFiles.Objects(9000, 12, scattered);
        WriteParts(table, "in.parquet", 2500);
        StreamingAggregator.Aggregate(
            _files.PathOf("in.parquet"), _files.PathOf("out.parquet"), ["Metadata_Plate", "Metadata_Well"], method,
            FeatureChoice.Default, Little, TableProvenance.Of("test").WithInput(_files.PathOf("in.parquet")));
        MadeUpTables.EqualToTheBit(
            Aggregator.Aggregate(table, ["Metadata_Plate", "Metadata_Well"], method),
            StreamedFiles.Read(_files.PathOf("out.parquet")));
    }

    [Fact]
    public void A_path_that_ends_in_a_slash_becomes_a_folder_of_files_with_few_row_groups_each()
    {
        // 100 columns and a quarter of a quarter of 32 MiB: row groups of 2,048 rows, 32 of them a file.
        var table = MadeUpTables.Random(70_000, 100, seed: 2);
        var chunks = Enumerable.Range(0, 70).Select(
            chunk => table.SelectRows([.. Enumerable.Range(chunk * 1000, 1000)]));
        var output = _files.PathOf("out.parquet/");
        for (var round = 0; round < 2; round++)
            TableChunks.Write(output, chunks, TableProvenance.None, Little);
        var parts = Directory.GetFiles(output).Order(StringComparer.Ordinal).Select(StreamedFiles.Read).ToArray();
        Assert.Equal([66_000, 4_000], parts.Select(part => part.RowCount));
        MadeUpTables.EqualToTheBit(table.SelectRows([.. Enumerable.Range(66_000, 4_000)]), parts[1]);
        Assert.Equal(["out.parquet"], Directory.GetFileSystemEntries(_files.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_is_normalized_into_a_folder()
    {
        var table = StreamedFiles.Objects(9000, 12, scattered: false);
        WriteParts(table, "in.parquet", 2500);
        var expected = Normalizer.Fit(table, Golden.AllRows(table), new NormalizerOptions()).Apply(table);
        StreamingNormalizer.Normalize(
            _files.PathOf("in.parquet"), _files.PathOf("out.parquet/"), [], RowCondition.All, new NormalizerOptions(),
            FeatureChoice.Default, Little, TableProvenance.None);
        MadeUpTables.EqualToTheBit(expected, StreamedFiles.Read(Assert.Single(Directory.GetFiles(
            _files.PathOf("out.parquet")))));
    }

    [Fact]
    public void A_folder_that_is_no_table_is_an_error_that_names_the_file_and_is_not_written_over()
    {
        Directory.CreateDirectory(_files.PathOf("in.parquet"));
        Assert.Contains(".parquet file", Fault("in.parquet"), StringComparison.Ordinal);
        _files.Write(StreamedFiles.Objects(10, 3, true), "in.parquet/a.parquet");
        _files.Write(StreamedFiles.Objects(10, 4, true), "in.parquet/b.parquet");
        var message = Fault("in.parquet");
        Assert.Contains("'Cells_f3'", message, StringComparison.Ordinal);
        Assert.Contains("b.parquet", message, StringComparison.Ordinal);
        var whole = Assert.Throws<ScreenDataException>(() => StreamedFiles.Read(_files.PathOf("in.parquet")));
        Assert.Contains("only read in chunks", whole.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_files.PathOf("other.parquet"));
        File.WriteAllText(_files.PathOf("other.parquet/notes.txt"), "mine");
        Assert.Throws<IOException>(() => TableChunks.Write(
            _files.PathOf("other.parquet/"), [StreamedFiles.Objects(10, 3, true)], TableProvenance.None, Little));
        Assert.True(File.Exists(_files.PathOf("other.parquet/notes.txt")));
    }

    [Fact]
    public void Too_little_memory_to_write_says_how_much_there_was_and_what_to_change()
    {
        var error = Assert.Throws<IOException>(() => TableChunks.Write(
            _files.PathOf("out.parquet"), [MadeUpTables.Random(4000, 600, seed: 2)], TableProvenance.None, Little));
        Assert.Contains("8388608 bytes, a quarter of MemoryBytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_files.Folder));
    }

    public void Dispose() => _files.Dispose();

    private string Fault(string name) => Assert.Throws<ScreenDataException>(() => StreamingAggregator.Aggregate(
        _files.PathOf(name), _files.PathOf("out.parquet"), ["Metadata_Plate"], AggregationMethod.Mean,
        FeatureChoice.Default, Little, TableProvenance.None)).Message;

    private void WriteParts(ProfileTable table, string name, int rowCount)
    {
        Directory.CreateDirectory(_files.PathOf(name));
        for (var first = 0; first < table.RowCount; first += rowCount)
        {
            var count = Math.Min(rowCount, table.RowCount - first);
            _files.Write(
                table.SelectRows([.. Enumerable.Range(first, count)]), $"{name}/part-{first:000000}.parquet");
        }
    }
}
