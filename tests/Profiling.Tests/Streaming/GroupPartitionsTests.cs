using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Profiling.Tests.Streaming;

public sealed class GroupPartitionsTests : IDisposable
{
    private readonly StreamedFiles _files = new();

    /// <summary>Rows of 2 features are 24 bytes: 2 files must hold what 1,000 rows of memory cannot.</summary>
    [Theory]
    [InlineData(512, 24_000)]
    [InlineData(4, 24_000)]
    [InlineData(2, 24_000)]
    [InlineData(4, 240)]
    public void Groups_come_back_in_order_whatever_the_files_and_the_memory(int maxFileCount, long bytes)
    {
        const int GroupCount = 37;
        const int RowCount = 20_000;
        var random = new Random(3);
        // One group is larger than the memory, one has no rows.
        var groupOf = Enumerable.Range(0, RowCount)
            .Select(_ => random.Next(3) == 0 ? 20 : random.Next(GroupCount - 1)).ToArray();
        var rowCounts = new long[GroupCount];
        foreach (var group in groupOf)
            rowCounts[group]++;
        double[] values = [.. Enumerable.Range(0, 2 * RowCount)];
        var chunk = new ProfileTable([], ["a", "b"], [], values, RowCount);
        var found = new List<(int Group, double A, double B)>();
        using (var partitions = new GroupPartitions(
            _files.PathOf("groups"), rowCounts, ["a", "b"], bytes, maxFileCount))
        {
            for (var row = 0; row < RowCount; row++)
                partitions.Add(new GroupRun(groupOf[row], chunk, [row]));
            Assert.InRange(Directory.GetFiles(_files.PathOf("groups")).Length, 1, maxFileCount);
            foreach (var run in partitions.Read())
            {
                Assert.InRange(run.Rows.Length, 1, 2048);
                found.AddRange(run.Rows.Select(row => (run.Group, run.Chunk[row, 0], run.Chunk[row, 1])));
            }
        }

        var expected = Enumerable.Range(0, RowCount).OrderBy(row => groupOf[row])
            .Select(row => (groupOf[row], values[row], values[RowCount + row]));
        Assert.Equal(expected, found);
        Assert.False(Directory.Exists(_files.PathOf("groups")));
    }

    public void Dispose() => _files.Dispose();
}
