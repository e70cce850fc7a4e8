using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class DelimitedTextTests
{
    [Theory]
    [InlineData("plate_map_name\twell_position\tdose\nP\tA01\t1,5\n", null)]
    [InlineData("plate_map_name,well_position,dose\r\nP,A01,\"1,5\"\r\n", null)]
    [InlineData("\uFEFFplate_map_name;well_position;dose\n\nP;A01;1,5", ';')]
    public void A_plate_map_is_read_whatever_its_delimiter(string text, char? delimiter)
    {
        var map = DelimitedText.Read(new StringReader(text), delimiter, "map.txt");
        Assert.Equal(["plate_map_name", "well_position", "dose"], map.Header);
        var row = Assert.Single(map.Rows);
        Assert.Equal(["P", "A01", "1,5"], row.Fields);
        Assert.Equal("A01", row[map.ColumnIndexOf("well_position")]);
        Assert.Equal(-1, map.ColumnIndexOf("Well_Position"));
    }

    [Fact]
    public void Rows_know_their_lines()
    {
        var map = DelimitedText.Read(new StringReader("a\tb\n1\t2\n\n3\t\"4\n5\"\n6\t7\n"), null, "map.txt");
        Assert.Equal([2, 5, 6], map.Rows.Select(row => row.LineNumber));
        Assert.Equal("4\n5", map.Rows[1][1]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a,a\n", 1)]
    [InlineData("a,b\n1,2\n3\n", 3)]
    [InlineData("a\tb\n1\t2\n3\t\"4\n5\t6\n7\t8\n", 3)]
    public void An_error_names_the_file_and_the_line(string text, int line)
    {
        var reader = new StringReader(text);
        var error = Assert.Throws<ScreenDataException>(() => DelimitedText.Read(reader, null, "map.txt"));
        Assert.Equal(("map.txt", line), (error.Place.Blob, error.Place.LineNumber));
    }
}
