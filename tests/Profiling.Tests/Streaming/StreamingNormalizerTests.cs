using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

public sealed class StreamingNormalizerTests : IDisposable
{
    private readonly StreamedFiles _files = new();

    [Theory]
    [InlineData(NormalizationMethod.MadRobustize, true, "in.parquet", "out.parquet")]
    [InlineData(NormalizationMethod.MadRobustize, false, "in.csv", "out.csv.gz")]
    [InlineData(NormalizationMethod.Standardize, true, "in.csv.gz", "out.parquet")]
    [InlineData(NormalizationMethod.Robustize, false, "in.parquet", "out.csv")]
    public void A_file_is_normalized_to_the_bits_that_memory_gives(
        NormalizationMethod method, bool scattered, string input, string output)
    {
        var path = _files.Write(StreamedFiles.Objects(9000, 12, scattered), input);
        var table = StreamedFiles.Read(path);
        var options = new NormalizerOptions { Method = method };
        foreach (var (by, condition) in new (string[], string)[]
        {
            (["Metadata_Plate"], "Metadata_Role == 'control'"), (["Metadata_Plate", "Metadata_Well"], "all"),
            ([], "Cells_f1 > 2 and Metadata_Role != 'control'"),
        })
        {
            var reference = RowCondition.Parse(condition);
            var expected = GroupNormalizer.Normalize(table, by, reference.RowsOf(table), options);
            var summary = Normalize(path, _files.PathOf(output), by, reference, options);
            MadeUpTables.EqualToTheBit(expected.Table, StreamedFiles.Read(_files.PathOf(output)));
            Assert.Equal(expected.Groups.Count, summary.Groups.Count);
            foreach (var (one, other) in expected.Groups.Zip(summary.Groups))
            {
                Assert.Equal(one.Key, other.Key);
                Assert.Equal(one.DegenerateFeatures, other.DegenerateFeatures);
                Assert.Equal(
                    (one.RowCount, one.ReferenceRowCount, one.IsPooled),
                    (other.RowCount, other.ReferenceRowCount, other.IsPooled));
            }
        }
    }

    [Fact]
    public void References_larger_than_their_share_of_memory_are_fitted_in_parts_of_the_features()
    {
        var table = MadeUpTables.Random(150_000, 10, seed: 6);
        var path = _files.Write(table, "in.parquet");
        var expected = Normalizer.Fit(table, Golden.AllRows(table), new NormalizerOptions()).Apply(table);
        var summary = StreamingNormalizer.Normalize(
            path, _files.PathOf("out.parquet"), [], RowCondition.All, new NormalizerOptions(), FeatureChoice.Default,
            new StreamingOptions { MemoryBytes = StreamingOptions.MinMemoryBytes }, TableProvenance.None);
        Assert.Equal(4, summary.PassCount);
        MadeUpTables.EqualToTheBit(expected, StreamedFiles.Read(_files.PathOf("out.parquet")));
    }

    [Fact]
    public void No_reference_rows_at_all_is_an_error_and_nothing_is_written()
    {
        var path = _files.Write(StreamedFiles.Objects(50, 3, scattered: true), "in.csv");
        var reference = RowCondition.Parse("Metadata_Role == 'nobody'");
        var error = Assert.Throws<ArgumentException>(
            () => Normalize(path, _files.PathOf("out.csv"), [], reference, new NormalizerOptions()));
        Assert.Contains("no reference rows", error.Message, StringComparison.Ordinal);
        Assert.Equal(["in.csv"], Directory.GetFiles(_files.Folder).Select(Path.GetFileName));
    }

    public void Dispose() => _files.Dispose();

    private static StreamingSummary Normalize(
        string input, string output, string[] by, RowCondition reference, NormalizerOptions options) =>
        StreamingNormalizer.Normalize(
            input, output, by, reference, options, FeatureChoice.Default, new StreamingOptions(), TableProvenance.None);
}
