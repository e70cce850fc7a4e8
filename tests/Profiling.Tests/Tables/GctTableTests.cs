using System.Text;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class GctTableTests
{
    [Fact]
    public void It_is_written_as_morpheus_and_cmapPy_read_it()
    {
        var table = new ProfileTableBuilder(["Metadata_Well", "Metadata_moa"], ["Cells_a", "Cells_b"])
            .AddRow(["A01", "x|y"], [0.1, double.NaN]).AddRow(["A02", null], [double.PositiveInfinity, -1]).Build();
        Assert.Equal(
            "#1.3\n2\t2\t0\t2\nid\tSAMPLE_0\tSAMPLE_1\nMetadata_Well\tA01\tA02\nMetadata_moa\tx|y\t\n"
            + "Cells_a\t0.1\tinf\nCells_b\tNaN\t-1\n",
            Encoding.UTF8.GetString(Write(table)));
    }

    [Theory]
    [InlineData(0, 2, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 2, 0)]
    public void Tables_of_any_shape_come_back_to_the_bit(int rowCount, int metadataCount, int featureCount)
    {
        var builder = new ProfileTableBuilder(
            [.. Enumerable.Range(0, metadataCount).Select(m => $"Metadata_{m}")],
            [.. Enumerable.Range(0, featureCount).Select(f => $"f{f}")]);
        for (var row = 0; row < rowCount; row++)
        {
            builder.AddRow(
                [.. Enumerable.Range(0, metadataCount).Select(m => m == row ? "" : $"µ \"{row},")],
                [.. Enumerable.Range(0, featureCount).Select(f => f == row ? double.NaN : 1 / (3.0 + f + row))]);
        }

        MadeUpTables.EqualToTheBit(builder.Build(), Read(Write(builder.Build())));
    }

    [Fact]
    public void Files_of_other_programs_are_read_their_row_metadata_left_out()
    {
        var text = "#1.3\r\n2\t2\t1\t1\r\nid\tcp_feature_name\tP1:A01\tP1:A02\r\nmoa\tNaN\t-666\tkinase\r\n"
            + "Cells_a\tx\t1\tnan\r\nCells_b\ty\t\t2e3\r\n\r\n";
        var table = Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["Metadata_id", "moa"], table.MetadataNames);
        Assert.Equal(["P1:A01", "P1:A02"], table.Metadata("Metadata_id"));
        Assert.Equal(["", "kinase"], table.Metadata("moa"));
        Assert.Equal([1, double.NaN], table.Row(0));
        Assert.Equal([double.NaN, 2000], table.Row(1));

        var old = Read(Encoding.UTF8.GetBytes("#1.2\n1\t2\nName\tDescription\ta\tb\ng1\tx\t1\t2\n"));
        Assert.Equal(["a", "b"], old.Metadata("Metadata_id"));
        Assert.Equal([1.0, 2], old.Feature(0).ToArray());
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("id\tx\n", 1, "expected #1.3")]
    [InlineData("#1.3\n1\t1\n", 2, "expected 4 numbers")]
    [InlineData("#1.3\n1\t-1\t0\t0\n", 2, "expected 4 numbers")]
    [InlineData("#1.3\n2000000000\t2000000000\t0\t0\n", 2, "more than a table holds")]
    [InlineData("#1.3\n1\t2000000000\t0\t0\nid\ta\n", 3, "2 fields")]
    [InlineData("#1.3\n2000000000\t1\t0\t0\nid\ta\nf\t1\n", 4, "ends after 1 of the 2000000000")]
    [InlineData("#1.3\n1\t1\t0\t2000000000\nid\ta\n", 3, "ends before its metadata")]
    [InlineData("#1.3\n1\t2\t0\t0\nid\ta\tb\nf\t1\n", 4, "1 values")]
    [InlineData("#1.3\n1\t1\t0\t0\nid\ta\nf\toops\n", 4, "'oops'")]
    [InlineData("#1.3\n1\t1\t0\t0\nid\ta\nf\t1\ng\t1\n", 5, "more lines")]
    [InlineData("#1.3\n2\t1\t0\t0\nid\ta\nf\t1\nf\t1\n", null, "'f' occurs twice")]
    public void An_error_names_the_file_and_the_line(string text, int? line, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal(("x.gct", line), (error.Place.Blob, error.Place.LineNumber));
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    public void Texts_that_the_form_cannot_hold_are_refused(string text)
    {
        var table = new ProfileTableBuilder(["Metadata_a"], ["f"]).AddRow([text], [1]).Build();
        var error = Assert.Throws<ArgumentException>(() => Write(table));
        Assert.Contains("'Metadata_a' has a tab or line break in row 1", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(ProfileTable table)
    {
        var stream = new MemoryStream();
        GctTable.Write(table, stream, "x.gct");
        return stream.ToArray();
    }

    private static ProfileTable Read(byte[] bytes) =>
        GctTable.Read(new MemoryStream(bytes), "x.gct", FeatureChoice.Default);
}
