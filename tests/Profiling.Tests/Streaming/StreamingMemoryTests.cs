using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

/// <summary>
/// What is allocated a row, and what is kept, does not depend on how many rows a table has.
/// </summary>
[Collection(MeasuresMemory.Name)]
public sealed class StreamingMemoryTests : IDisposable
{
    private const int FeatureCount = 20;

    /// <summary>What one more file of the folder takes: its name, in lists of names.</summary>
    private const long BytesOfParts = 64 << 10;

    private static readonly StreamingOptions Little = new() { MemoryBytes = StreamingOptions.MinMemoryBytes };

    private readonly StreamedFiles _files = new();

    [Theory]
    [InlineData("mean", false)]
    [InlineData("mean", true)]
    public void Four_times_the_rows_of_the_same_groups_keep_no_more(string work, bool scattered)
    {
        var few = PeakOfKept(work, scattered, 2);
        var many = PeakOfKept(work, scattered, 8);
        // A group's values may grow, since medians need them all; the rows here are 26 MB more, a group's at most 1.3.
        Assert.InRange(many - few, long.MinValue, BytesOfParts);
    }

    public void Dispose() => _files.Dispose();

    /// <summary>Bytes that live at the reports of the last stage, at most, beside those before.</summary>
    private long PeakOfKept(string work, bool scattered, int partCount)
    {
        var folder = Directory.CreateDirectory(_files.PathOf($"{partCount}.parquet")).FullName;
        var part = MadeUpTables.Random(27_307, FeatureCount, seed: 1);
        string[] wells =
            [.. Enumerable.Range(0, part.RowCount).Select(row => $"w{(scattered ? row % 40 : row / 700)}")];
        _files.Write(part.WithMetadata("Metadata_Well", wells), "part.parquet");
        for (var i = 0; i < partCount; i++)
            File.Copy(_files.PathOf("part.parquet"), Path.Combine(folder, $"{i}.parquet"), overwrite: true);
        var kept = new PeakOfKeptBytes();
        if (work == "normalize")
        {
            StreamingNormalizer.Normalize(
                folder, _files.PathOf("out.csv"), ["Metadata_Well"], RowCondition.All, new NormalizerOptions(),
                FeatureChoice.Default, Little, TableProvenance.None, kept);
        }
        else
        {
            StreamingAggregator.Aggregate(
                folder, _files.PathOf("out.csv"), ["Metadata_Well"],
                work == "mean" ? AggregationMethod.Mean : AggregationMethod.Median, FeatureChoice.Default, Little,
                TableProvenance.None, kept);
        }

        return kept.Peak;
    }

    private sealed class PeakOfKeptBytes : IProgress<StreamingProgress>
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private int _count;

        public long Peak { get; private set; }

        public void Report(StreamingProgress value)
        {
            if (_count++ % 8 == 0)
                Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - _before);
        }
    }
}
