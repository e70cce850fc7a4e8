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
                Assert.Equal(one.InfiniteFeatures, other.InfiniteFeatures);
                Assert.Equal(
                    (one.RowCount, one.ReferenceRowCount, one.IsPooled),
                    (other.RowCount, other.ReferenceRowCount, other.IsPooled));
            }
        }
    }

    [Theory]
    [InlineData(NormalizationMethod.Standardize, new[] { "Cells_f0", "Cells_f1" })]
    [InlineData(NormalizationMethod.Center, new[] { "Cells_f0", "Cells_f1" })]
    [InlineData(NormalizationMethod.Robustize, new[] { "Cells_f0", "Cells_f1" })]
    [InlineData(NormalizationMethod.MadRobustize, new[] { "Cells_f1" })]
    public void Features_without_a_fit_for_infinite_values_are_told_apart_as_in_memory(
        NormalizationMethod method, string[] expected)
    {
        var builder = new ProfileTableBuilder(["Metadata_Plate"], ["Cells_f0", "Cells_f1", "Cells_f2", "Cells_f3"]);
        double[] once = [1, 2, 3, double.NegativeInfinity];
        double[] often = [double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity, 4];
        for (var row = 0; row < 4; row++)
        {
            builder.AddRow(["a"], [once[row], often[row], 5, double.NaN]);
            builder.AddRow(["b"], [row, row, row, row]);
        }

        var table = builder.Build();
        var options = new NormalizerOptions { Method = method };
        var reference = RowCondition.Parse("all");
        var whole = GroupNormalizer.Normalize(table, ["Metadata_Plate"], reference.RowsOf(table), options);
        var chunks = Normalize(
            _files.Write(table, "in.csv"), _files.PathOf("out.csv"), ["Metadata_Plate"], reference, options);
        foreach (var groups in (IReadOnlyList<NormalizedGroup>[])[whole.Groups, chunks.Groups])
        {
            Assert.Equal(expected, groups[0].InfiniteFeatures);
            Assert.Empty(groups[1].InfiniteFeatures);
            Assert.Subset(groups[0].DegenerateFeatures.ToHashSet(), expected.ToHashSet());
        }

        MadeUpTables.EqualToTheBit(whole.Table, StreamedFiles.Read(_files.PathOf("out.csv")));
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
