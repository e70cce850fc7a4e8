using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class TableJoinTests
{
    private static readonly Place ListPlace = new() { Blob = "map.csv" };

    private static readonly ProfileTable Profiles = new ProfileTableBuilder(
            ["Metadata_Plate", "Metadata_Well"], ["f"])
        .AddRow(["P1", "A01"], [1]).AddRow(["P1", "a2"], [2]).AddRow(["P2", "B03"], [3]).AddRow(["P1", ""], [4])
        .Build();

    [Fact]
    public void Wells_agree_in_any_spelling_and_rows_keep_their_order()
    {
        var list = List("well_position,moa,Metadata_dose", "b3,x,1", "A002,y,2", "a1,z,", "H12,w,4");
        var result = Join(list, ("Metadata_Well", "well_position"));
        Assert.Equal(["Metadata_Plate", "Metadata_Well", "Metadata_moa", "Metadata_dose"], result.Table.MetadataNames);
        Assert.Equal(["z", "y", "x", ""], result.Table.Metadata("Metadata_moa"));
        Assert.Equal(["A01", "a2", "B03", ""], result.Table.Metadata("Metadata_Well"));
        Assert.Equal([1.0, 2, 3, 4], result.Table.Feature(0).ToArray());
        Assert.Equal((3, 1, 1), (result.MatchedCount, result.UnmatchedCount, result.UnusedCount));
        Assert.Equal(["(missing)"], result.UnmatchedExamples);
        Assert.Equal(["H12"], result.UnusedExamples);
        Assert.Equal(["Metadata_moa", "Metadata_dose"], result.AddedNames);
    }

    [Fact]
    public void An_inner_join_leaves_out_what_the_list_does_not_know()
    {
        var list = List("plate,well,moa", "P1,A01,x", "P2,A01,y");
        var inner = Join(list, o => o with { KeepsUnmatchedRows = false },
            ("Metadata_Plate", "plate"), ("Metadata_Well", "well"));
        Assert.Equal(["x"], inner.Table.Metadata("Metadata_moa"));
        Assert.Equal([1.0], inner.Table.Feature(0).ToArray());
        Assert.Equal(["P1 / a2", "P2 / B03", "(missing)"],
            inner.UnmatchedExamples.Select(e => e.Replace("A02", "a2", StringComparison.Ordinal)));
        Assert.Equal(["P2 / A01"], inner.UnusedExamples);
    }

    [Fact]
    public void Rows_of_the_list_with_one_key_must_agree_unless_the_first_is_asked_for()
    {
        var list = List("well,moa,note", "A01,x,1", "A02,y,2", "a1,x,other");
        var error = Assert.Throws<ScreenDataException>(() => Join(list, ("Metadata_Well", "well")));
        Assert.Contains("Rows 1 and 3", error.Reason, StringComparison.Ordinal);
        Assert.Contains("A01", error.Reason, StringComparison.Ordinal);
        Assert.Contains("Metadata_note", error.Reason, StringComparison.Ordinal);
        Assert.Equal("map.csv", error.Place.Blob);
        var first = Join(list, o => o with { TakesFirstOfMany = true }, ("Metadata_Well", "well"));
        Assert.Equal("1", first.Table.Metadata("Metadata_note")[0]);
        var agreeing = Join(list, o => o with { Columns = ["moa"] }, ("Metadata_Well", "well"));
        Assert.Equal(["x", "y", "", ""], agreeing.Table.Metadata("Metadata_moa"));
    }

    [Fact]
    public void Numbers_agree_in_any_spelling_and_codes_with_zeros_only_with_themselves()
    {
        var table = new ProfileTableBuilder(["Metadata_dose"], [])
            .AddRow(["0.10"], []).AddRow(["10"], []).AddRow(["010"], []).AddRow([" x "], [])
            .AddRow(["-0"], []).Build();
        var list = List("dose,name", "1e-1,a", "10.0,b", "0010,c", "x,d", "0.0,e");
        var result = TableJoin.Join(
            table, list, new TableJoinOptions { On = [("Metadata_dose", "dose")] }, ListPlace);
        Assert.Equal(["a", "b", "", "d", "e"], result.Table.Metadata("Metadata_name"));
    }

    [Fact]
    public void Nothing_that_matches_is_an_error_with_keys_of_both_sides()
    {
        var error = Assert.Throws<ScreenDataException>(
            () => Join(List("well,moa", "P1A01,x"), ("Metadata_Well", "well")));
        Assert.Contains("A01, A02, B03", error.Reason, StringComparison.Ordinal);
        Assert.Contains("P1A01", error.Reason, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => Join(List("well,moa"), ("Metadata_Well", "well")));
        var none = TableJoin.Join(
            Profiles.SelectRows(Array.Empty<int>()), List("well,moa", "A01,x"),
            new TableJoinOptions { On = [("Metadata_Well", "well")] }, ListPlace);
        Assert.Equal(0, none.Table.RowCount);
        Assert.True(none.Table.HasMetadata("Metadata_moa"));
    }

    [Fact]
    public void Columns_that_are_missing_or_there_already_are_named()
    {
        Refused("no column 'nope'", List("well,moa", "A01,x"), ("Metadata_nope", "well"), ("nope", "well"));
        Refused("no column 'nope'", List("well,moa", "A01,x"), ("Metadata_Well", "nope"));
        Refused("'f' is a feature", List("well,moa", "A01,x"), ("f", "well"));
        Refused("'Metadata_Plate' already", List("well,Plate", "A01,x"), ("Metadata_Well", "well"));
        Assert.Throws<ArgumentException>(() => Join(List("well,moa", "A01,x")));

        static void Refused(string reason, ProfileTable list, params (string, string)[] on) => Assert.Contains(
            reason.Replace("'nope'", on.Length > 1 ? "'Metadata_nope'" : "'nope'", StringComparison.Ordinal),
            Assert.Throws<ScreenDataException>(() => Join(list, on)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_of_the_table_is_there_once_whatever_the_order_of_the_list() =>
        Prop.ForAll<int[], int>((keys, seed) =>
        {
            var table = new ProfileTableBuilder(["Metadata_k"], ["f"]).AddRow(["0"], [-1]);
            for (var row = 0; row < keys.Length; row++)
                table.AddRow([$"{keys[row] % 20}"], [row]);
            var order = Enumerable.Range(-9, 19).ToArray();
            new Random(seed).Shuffle(order);
            string[] lines = ["k,v", .. order.Select(k => $"{k},v{k}")];
            var result = TableJoin.Join(
                table.Build(), List(lines), new TableJoinOptions { On = [("Metadata_k", "k")] }, ListPlace).Table;
            Assert.Equal(table.Build().ColumnMajorValues.ToArray(), result.ColumnMajorValues.ToArray());
            for (var row = 0; row < result.RowCount; row++)
            {
                var key = result.Metadata("Metadata_k")[row];
                var isKnown = Math.Abs(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)) <= 9;
                Assert.Equal(isKnown ? $"v{key}" : "", result.Metadata("Metadata_v")[row]);
            }
        }).QuickCheckThrowOnFailure();

    private static TableJoinResult Join(ProfileTable list, params (string, string)[] on) => Join(list, o => o, on);

    private static TableJoinResult Join(
        ProfileTable list, Func<TableJoinOptions, TableJoinOptions> change, params (string, string)[] on) =>
        TableJoin.Join(Profiles, list, change(new TableJoinOptions { On = on }), ListPlace);

    private static ProfileTable List(params string[] lines) =>
        CsvTable.Read(new StringReader(string.Join('\n', lines)), "map.csv", FeatureChoice.None);
}
