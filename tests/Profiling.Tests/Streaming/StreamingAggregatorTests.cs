using System.IO.Compression;
using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

[Collection(MeasuresMemory.Name)]
public sealed class StreamingAggregatorTests : IDisposable
{
    private static readonly string[] ByWell = ["Metadata_Plate", "Metadata_Well"];

    private readonly StreamedFiles _files = new();

    [Theory]
    [InlineData(AggregationMethod.Median, true, "in.csv", "out.parquet")]
    [InlineData(AggregationMethod.Median, false, "in.csv.gz", "out.csv")]
    [InlineData(AggregationMethod.Median, true, "in.parquet", "out.csv.gz")]
    [InlineData(AggregationMethod.Median, false, "in.parquet", "out.parquet")]
    [InlineData(AggregationMethod.Mean, true, "in.parquet", "out.parquet")]
    [InlineData(AggregationMethod.Mean, false, "in.tsv", "out.csv")]
    public void A_file_is_aggregated_to_the_bits_that_memory_gives(
        AggregationMethod method, bool scattered, string input, string output)
    {
        var path = _files.Write(StreamedFiles.Objects(9000, 12, scattered), input);
        var expected = Aggregator.Aggregate(StreamedFiles.Read(path), ByWell, method);
        var summary = Aggregate(path, _files.PathOf(output), method, new StreamingOptions());
        MadeUpTables.EqualToTheBit(expected, StreamedFiles.Read(_files.PathOf(output)));
        Assert.Equal(
            (9000L, (long)expected.RowCount, 2, scattered && method == AggregationMethod.Median),
            (summary.InputRowCount, summary.OutputRowCount, summary.PassCount, summary.WasSorted));
    }

    [Fact]
    public void A_gzip_that_is_cut_short_is_refused_although_DuckDB_reads_what_there_is()
    {
        var path = _files.Write(StreamedFiles.Objects(9000, 12, scattered: false), "in.csv.gz");
        var whole = File.ReadAllBytes(path);
        foreach (var length in (int[])[whole.Length / 2, whole.Length - 9, whole.Length - 1])
        {
            File.WriteAllBytes(path, whole[..length]);
            var error = Assert.Throws<ScreenDataException>(() =>
                Aggregate(path, _files.PathOf("out.csv"), AggregationMethod.Mean, new StreamingOptions()));
            Assert.Equal(path, error.Place.Blob);
            Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_group_larger_than_its_share_of_memory_is_done_in_parts_of_the_features(bool scattered)
    {
        // 130,000 values a feature are 1 MB: 8 features go into a quarter of 32 MiB.
        var table = MadeUpTables.Random(200_000, 11, seed: 3).WithMetadata(
            "Metadata_Group",
            [.. Enumerable.Range(0, 200_000).Select(row => (scattered ? row % 20 : row / 10_000) < 13 ? "b" : "a")]);
        var path = _files.Write(table, "in.parquet");
        var output = _files.PathOf("out.parquet");
        var summary = StreamingAggregator.Aggregate(
            path, output, ["Metadata_Group"], AggregationMethod.Median, FeatureChoice.Default,
            new StreamingOptions { MemoryBytes = StreamingOptions.MinMemoryBytes },
            TableProvenance.None);
        Assert.Equal(3, summary.PassCount);
        MadeUpTables.EqualToTheBit(
            Aggregator.Aggregate(table, ["Metadata_Group"], AggregationMethod.Median), StreamedFiles.Read(output));
    }

    [Theory]
    [InlineData(AggregationMethod.Median, false)]
    [InlineData(AggregationMethod.Mean, true)]
    [InlineData(AggregationMethod.Median, true)]
    public void A_table_larger_than_the_memory_given_is_aggregated_and_leaves_nothing_behind(
        AggregationMethod method, bool scattered)
    {
        // 300,000 rows of 40 features are 96 MB: three times the 32 MiB given.
        var table = MadeUpTables.Random(300_000, 40, seed: 4).WithMetadata(
            "Metadata_Well",
            [.. Enumerable.Range(0, 300_000).Select(row => $"w{(scattered ? row * 7919L % 1000 : row / 300)}")]);
        var path = _files.Write(table, "in.parquet");
        var temp = Directory.CreateDirectory(_files.PathOf("temp")).FullName;
        var options = new StreamingOptions { MemoryBytes = StreamingOptions.MinMemoryBytes, TempFolder = temp };
        var live = new PeakOfLiveBytes();
        var summary = StreamingAggregator.Aggregate(
            path, _files.PathOf("out.parquet"), ["Metadata_Well"], method, FeatureChoice.Default,
            options, TableProvenance.None, live);
        Assert.Equal(scattered && method == AggregationMethod.Median, summary.WasSorted);
        // What lives beside the table that the test itself holds.
        Assert.InRange(live.Peak - live.First, 0, StreamingOptions.MinMemoryBytes);
        MadeUpTables.EqualToTheBit(
            Aggregator.Aggregate(table, ["Metadata_Well"], method), StreamedFiles.Read(_files.PathOf("out.parquet")));
        Assert.Empty(Directory.GetFileSystemEntries(temp));
    }

    [Fact]
    public void Provenance_is_written_and_progress_told()
    {
        var path = _files.Write(StreamedFiles.Objects(100, 3, scattered: true), "in.csv");
        var stages = new List<string>();
        StreamingAggregator.Aggregate(
            path, _files.PathOf("out.csv"), ByWell, AggregationMethod.Mean, FeatureChoice.Default,
            new StreamingOptions(), TableProvenance.Of("tables aggregate"), new Stages(stages));
        Assert.Equal(["finding groups", "aggregating"], stages.Distinct());
        Assert.Equal(
            "tables aggregate", TableFile.ReadProvenance(_files.PathOf("out.csv"))[TableProvenance.CommandKey]);
    }

    [Fact]
    public void Empty_and_wrong_tables_have_stated_outcomes()
    {
        var empty = _files.Write(StreamedFiles.Objects(10, 3, true).SelectRows([]), "empty.parquet");
        var output = _files.PathOf("out.csv");
        foreach (var method in Enum.GetValues<AggregationMethod>())
        {
            Assert.Equal(0, Aggregate(empty, output, method, new StreamingOptions()).OutputRowCount);
            Assert.Equal(0, StreamedFiles.Read(output).RowCount);
        }

        File.WriteAllText(_files.PathOf("bad.csv"), "Metadata_Plate,Metadata_Well,Cells_f\na,A1,1\na,A1,high\n");
        var error = Assert.Throws<ScreenDataException>(
            () => Aggregate(_files.PathOf("bad.csv"), output, AggregationMethod.Median, new StreamingOptions()));
        Assert.Contains("high", error.Message, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(
            () => Aggregate(_files.PathOf("none.csv"), output, AggregationMethod.Median, new StreamingOptions()));
        var column = Assert.Throws<ArgumentException>(() => StreamingAggregator.Aggregate(
            empty, output, ["Metadata_Nope"], AggregationMethod.Median, FeatureChoice.Default,
            new StreamingOptions(), TableProvenance.None));
        Assert.Contains("Metadata_Nope", column.Message, StringComparison.Ordinal);
        var memory = Assert.Throws<ArgumentException>(
            () => Aggregate(empty, output, AggregationMethod.Median, new StreamingOptions { MemoryBytes = 1 }));
        Assert.Contains("MemoryBytes", memory.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.csv", ',', 1000)]
    [InlineData("t.tsv", '\t', 1000)]
    [InlineData("t.csv", ',', 30_000)]
    public void A_text_behind_the_rows_that_decide_is_an_error_with_file_line_and_column(
        string name, char delimiter, int numberCount)
    {
        using (var writer = File.CreateText(_files.PathOf(name)))
        {
            // A quoted line end moves all lines by one.
            writer.Write($"Metadata_Plate{delimiter}Metadata_Well{delimiter}Cells_f{delimiter}Cells_g\n");
            for (var row = 0; row < numberCount; row++)
                writer.Write($"{(row == 0 ? "\"a\nb\"" : "a")}{delimiter}A1{delimiter}{row}{delimiter}1.5\n");
            writer.Write($"a{delimiter}A1{delimiter}7{delimiter}failed\n");
        }

        foreach (var method in Enum.GetValues<AggregationMethod>())
        {
            var error = Assert.Throws<ScreenDataException>(() => Aggregate(
                _files.PathOf(name), _files.PathOf("out.csv"), method, new StreamingOptions()));
            Assert.Equal(numberCount + 3, error.Place.LineNumber);
            Assert.Equal(_files.PathOf(name), error.Place.Blob);
            Assert.Contains("'failed' in column 'Cells_g' is no number", error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(_files.PathOf("out.csv")));
        }
    }

    [Theory]
    [InlineData("t.csv", ',', "0.25")]
    [InlineData("t.tsv", '\t', " -1e3 ")]
    [InlineData("t.csv", ',', "-Inf")]
    [InlineData("t.csv", ',', "NaN")]
    public void A_number_in_a_column_that_begins_with_text_is_an_error_with_file_line_and_column(
        string name, char delimiter, string number)
    {
        using (var writer = File.CreateText(_files.PathOf(name)))
        {
            writer.Write($"Metadata_Plate{delimiter}Metadata_Well{delimiter}Cells_f{delimiter}Cells_g\n");
            for (var row = 0; row < 3000; row++)
                writer.Write($"7{delimiter}A1{delimiter}{row}{delimiter}{(row % 2 == 0 ? "1 of 2" : "")}\n");
            writer.Write($"7{delimiter}A1{delimiter}7{delimiter}{number}\n");
        }

        foreach (var method in Enum.GetValues<AggregationMethod>())
        {
            var error = Assert.Throws<ScreenDataException>(() => Aggregate(
                _files.PathOf(name), _files.PathOf("out.csv"), method, new StreamingOptions()));
            Assert.Equal(3002, error.Place.LineNumber);
            Assert.Equal(_files.PathOf(name), error.Place.Blob);
            Assert.Contains(
                $"'{number}' in column 'Cells_g' is a number; the column holds text", error.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_column_of_text_alone_is_metadata_that_nobody_groups_by()
    {
        File.WriteAllText(
            _files.PathOf("t.csv"),
            "Metadata_Plate,Metadata_Well,Cells_f,Cells_g\n1,A1,1,e5\n1,A1,3,.\n1,A1,5,1e\n1,A1,7,1_0\n");
        Assert.Equal(
            ["Cells_f"],
            Aggregate(
                _files.PathOf("t.csv"), _files.PathOf("out.csv"), AggregationMethod.Mean, new StreamingOptions())
                .FeatureNames);
    }

    [Theory]
    [InlineData("t.csv", 10)]
    [InlineData("t.csv", 60_000)]
    [InlineData("t.csv.gz", 60_000)]
    public void Text_that_is_not_UTF_8_is_an_error_with_its_line(string name, int rowCount)
    {
        using (var file = File.Create(_files.PathOf(name)))
        using (var text = name.EndsWith("gz", StringComparison.Ordinal)
            ? (Stream)new GZipStream(file, CompressionLevel.Fastest)
            : new BufferedStream(file))
        {
            text.Write("Metadata_Plate,Metadata_Well,Cells_f\n"u8);
            for (var row = 0; row < rowCount; row++)
                text.Write("Plate 1,A01,1\n"u8);
            text.Write([0xB5, .. ",A01,1\n"u8, 0xDF, .. ",A01,3\n"u8]);
        }

        var error = Assert.Throws<ScreenDataException>(() => Aggregate(
            _files.PathOf(name), _files.PathOf("out.csv"), AggregationMethod.Mean, new StreamingOptions()));
        Assert.Equal((_files.PathOf(name), rowCount + 2), (error.Place.Blob, error.Place.LineNumber));
        Assert.Contains("not UTF-8", error.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.PathOf("out.csv")));
    }

    [Fact]
    public void A_row_of_too_few_fields_is_an_error_with_its_line()
    {
        File.WriteAllText(_files.PathOf("t.csv"), "Metadata_Plate,Metadata_Well,Cells_f\na,A1,1\na,A1\n");
        var error = Assert.Throws<ScreenDataException>(() => Aggregate(
            _files.PathOf("t.csv"), _files.PathOf("out.csv"), AggregationMethod.Mean, new StreamingOptions()));
        Assert.Equal(3, error.Place.LineNumber);
        Assert.Contains("2 fields", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private static StreamingSummary Aggregate(
        string input, string output, AggregationMethod method, StreamingOptions options) =>
        StreamingAggregator.Aggregate(
            input, output, ByWell, method, FeatureChoice.Default, options, TableProvenance.None);

    private sealed class Stages(List<string> stages) : IProgress<StreamingProgress>
    {
        public void Report(StreamingProgress value) => stages.Add(value.Stage);
    }

    /// <summary>The most bytes that lived at any report of progress, garbage left out.</summary>
    private sealed class PeakOfLiveBytes : IProgress<StreamingProgress>
    {
        private int _count;

        public long First { get; private set; }

        public long Peak { get; private set; }

        public void Report(StreamingProgress value)
        {
            if (_count++ % 16 != 0)
                return;
            var live = GC.GetTotalMemory(forceFullCollection: true);
            First = First == 0 ? live : First;
            Peak = Math.Max(Peak, live);
        }
    }
}
