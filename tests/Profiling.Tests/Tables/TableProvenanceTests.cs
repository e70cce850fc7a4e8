using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public sealed class TableProvenanceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_tells_program_command_options_and_inputs_with_their_hashes()
    {
        File.WriteAllText(PathOf("in.csv"), "abc");
        var provenance = TableProvenance.Of("tables normalize").WithOption("method", "mad_robustize")
            .WithInput(PathOf("in.csv"));
        Assert.StartsWith("HcsGrid 0.", provenance[TableProvenance.VersionKey]);
        Assert.Equal("tables normalize", provenance[TableProvenance.CommandKey]);
        Assert.Equal("mad_robustize", provenance["hcsgrid.option.method"]);
        Assert.Equal("in.csv", provenance["hcsgrid.input.1.name"]);
        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            provenance["hcsgrid.input.1.sha256"]);
        Assert.DoesNotContain(provenance.Entries, e => e.Value.Contains(_folder.FullName, StringComparison.Ordinal));
    }

    [Fact]
    public void What_an_input_says_of_itself_is_handed_on_with_job_and_model()
    {
        var table = MadeUpTables.Random(2, 2, 1);
        TableFile.Write(table, PathOf("1.csv"), TableProvenance.Of("run").With(TableProvenance.JobKey, "aa")
            .With(TableProvenance.ModelKey, "m"));
        TableFile.Write(table, PathOf("2.parquet"), TableProvenance.Of("run").With(TableProvenance.JobKey, "bb")
            .With(TableProvenance.ModelKey, "m"));
        var joined = TableProvenance.Of("tables join").WithInput(PathOf("1.csv")).WithInput(PathOf("2.parquet"));
        Assert.Equal("aa|bb", joined[TableProvenance.JobKey]);
        Assert.Equal("m", joined[TableProvenance.ModelKey]);
        Assert.Equal("run", joined["hcsgrid.input.1.from.command"]);
        Assert.Equal("bb", joined["hcsgrid.input.2.from.job.sha256"]);
        TableFile.Write(table, PathOf("3.csv"), joined);
        var next = TableProvenance.Of("tables convert").WithInput(PathOf("3.csv"));
        Assert.Equal("run", next["hcsgrid.input.1.from.input.2.from.command"]);
        Assert.Equal("aa|bb", next[TableProvenance.JobKey]);
    }

    [Fact]
    public void A_long_history_is_left_out_and_that_is_said()
    {
        var history = TableProvenance.Of("x").With("long", new string('x', TableProvenance.MaxInheritedLength));
        var next = TableProvenance.Of("y").WithInput("a", "hash", history);
        Assert.Contains("1048576", next["hcsgrid.input.1.from.leftOut"], StringComparison.Ordinal);
        Assert.False(next.ContainsKey("hcsgrid.input.1.from.long"));
    }

    [Fact]
    public void It_is_a_value_whose_order_does_not_depend_on_how_it_was_made()
    {
        var one = TableProvenance.None.With("b", "1").With("a", "2");
        var other = TableProvenance.None.With("a", "0").With("b", "1").With("a", "2");
        Assert.Equal(one.Entries, other.Entries);
        Assert.Equal(["a", "b"], one.Entries.Select(e => e.Key));
        Assert.Empty(TableProvenance.None.Entries);
        Assert.Throws<ArgumentException>(() => one.With("hcsgrid.table.version", "2"));
        Assert.Throws<ArgumentException>(() => one.With("", "2"));
        Assert.Throws<KeyNotFoundException>(() => one["c"]);
    }

    [Fact]
    public void The_hash_of_a_folder_is_that_of_its_list_of_hashes()
    {
        Directory.CreateDirectory(PathOf("store/b"));
        File.WriteAllText(PathOf("store/b/c"), "abc");
        File.WriteAllText(PathOf("store/a"), "");
        // sha256sum a b/c | sha256sum
        Assert.Equal(
            "daae4b97dc71ac4a743ec55d0492b0580a8cedb836fc1d29f6136042d54b6cf5", TableHash.Of(PathOf("store")));
        Assert.Contains(
            PathOf("none"), Assert.Throws<ScreenDataException>(() => TableHash.Of(PathOf("none"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\": null}")]
    [InlineData("{\"a\": \"b\"")]
    [InlineData("{\"hcsgrid.table.version\": \"1\"}")]
    public void A_file_beside_the_table_that_is_no_provenance_is_refused(string text)
    {
        File.WriteAllText(PathOf("t.csv.provenance.json"), text);
        var error = Assert.Throws<ScreenDataException>(() => TableFile.ReadProvenance(PathOf("t.csv")));
        Assert.Equal(PathOf("t.csv.provenance.json"), error.Place.Blob);
    }

    [Fact]
    public void A_table_written_without_provenance_leaves_no_old_one_beside_it()
    {
        TableFile.Write(MadeUpTables.Random(2, 2, 1), PathOf("t.csv"), TableProvenance.Of("old"));
        TableFile.Write(MadeUpTables.Random(2, 2, 1), PathOf("t.csv"), TableProvenance.None);
        Assert.Empty(TableFile.ReadProvenance(PathOf("t.csv")).Entries);
        Assert.Equal([PathOf("t.csv")], Directory.GetFiles(_folder.FullName));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
