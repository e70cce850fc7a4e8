using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

public sealed class TableChunksTests : IDisposable
{
    private readonly StreamedFiles _files = new();

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.tsv")]
    [InlineData("out.csv.gz")]
    [InlineData("out.parquet")]
    public void Parts_become_the_table_that_they_are_together(string name)
    {
        var table = StreamedFiles.Objects(5000, 4, scattered: true);
        var parts = Enumerable.Range(0, 3).Select(part => table.SelectRows(row => row * 3 / 5000 == part));
        TableChunks.Write(_files.PathOf(name), parts, TableProvenance.None, new StreamingOptions());
        MadeUpTables.EqualToTheBit(table, StreamedFiles.Read(_files.PathOf(name)));
    }

    [Fact]
    public void Text_has_the_bytes_of_the_table_written_whole()
    {
        var table = StreamedFiles.Objects(300, 4, scattered: true);
        var whole = File.ReadAllBytes(_files.Write(table, "whole.csv"));
        TableChunks.Write(
            _files.PathOf("out.csv"), [table.SelectRows([]), table], TableProvenance.None, new StreamingOptions());
        Assert.Equal(whole, File.ReadAllBytes(_files.PathOf("out.csv")));
    }

    [Fact]
    public void Parts_that_differ_and_none_at_all_are_errors_and_leave_no_file()
    {
        var table = StreamedFiles.Objects(10, 4, scattered: true);
        foreach (var name in new[] { "out.csv", "out.parquet" })
        {
            Assert.Throws<ArgumentException>(() => TableChunks.Write(
                _files.PathOf(name), [table, table.SelectFeatures([0])], TableProvenance.None, new StreamingOptions()));
            Assert.Throws<ArgumentException>(
                () => TableChunks.Write(_files.PathOf(name), [], TableProvenance.None, new StreamingOptions()));
        }

        Assert.Empty(Directory.GetFiles(_files.Folder));
    }

    public void Dispose() => _files.Dispose();
}
