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

    /// <remarks>Scattered rows go to files through buffers of together 4 MB, half of what is held when they are read
    /// back: those are full from 13 files of 8 MB on, so that table begins with 15. The other tables fit into one part
    /// of the features.</remarks>
    [Theory]
    [InlineData("mean", false, 2, 8)]
    [InlineData("mean", true, 2, 8)]
    [InlineData("median", false, 2, 8)]
    [InlineData("median", true, 26, 52)]
    [InlineData("normalize", false, 2, 8)]
    public void More_rows_of_the_same_groups_keep_no_more(string work, bool scattered, int fewParts, int manyParts)
    {
        var (few, many) = (FolderOf(scattered, fewParts), FolderOf(scattered, manyParts));

        // A report may come while another thread still holds what it is about to drop; what is kept is there each time.
        var growth = long.MaxValue;
        for (var attempt = 0; attempt < 5 && growth > BytesOfParts; attempt++)
            growth = Math.Min(growth, PeakOfKept(work, many) - PeakOfKept(work, few));

        // The rows are at least 12 MB more, those of scattered medians 114 MB.
        Assert.InRange(growth, long.MinValue, BytesOfParts);
    }

    public void Dispose() => _files.Dispose();

    /// <summary>A table of some parts.</summary>
    private string FolderOf(bool scattered, int partCount)
    {
        var folder = Directory.CreateDirectory(_files.PathOf($"{partCount}.parquet")).FullName;
        var part = MadeUpTables.Random(scattered ? 27_307 : 13_000, FeatureCount, seed: 1);
        // Either each part has rows of all groups in turn, or all rows of one or more parts are one group's.
        for (var group = 0; group < (scattered ? 1 : 2); group++)
        {
            string[] wells =
                [.. Enumerable.Range(0, part.RowCount).Select(row => $"w{(scattered ? row % 160 : group)}")];
            _files.Write(part.WithMetadata("Metadata_Well", wells), $"part{group}.parquet");
        }

        for (var i = 0; i < partCount; i++)
        {
            var source = _files.PathOf($"part{(scattered ? 0 : i / (partCount / 2))}.parquet");
            File.CreateSymbolicLink(Path.Combine(folder, $"{i:00}.parquet"), source);
        }

        return folder;
    }

    /// <summary>Bytes of the managed heap that live at the reports, at most, beside those before.</summary>
    private long PeakOfKept(string work, string folder)
    {
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
        private string _stage = "";

        public long Peak { get; private set; }

        public void Report(StreamingProgress value)
        {
            // Every stage is looked at, however seldom it reports.
            if (_count++ % 8 == 0 || value.Stage != _stage)
                Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - _before);
            _stage = value.Stage;
        }
    }
}
