using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class CsvTableTests
{
    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.csv.gz")]
    public void A_table_comes_back_to_the_bit(string name)
    {
        var stream = new MemoryStream();
        CsvTable.Write(ParquetTableTests.Strange(), stream, name);
        Assert.True(stream.CanRead);
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal), stream.GetBuffer()[0] == 0x1f);
        stream.Position = 0;
        MadeUpTables.EqualToTheBit(ParquetTableTests.Strange(), CsvTable.Read(stream, name));
    }

    [Theory]
    [InlineData("t.csv.gz")]
    [InlineData("t.gct.gz")]
    public void A_gzip_cut_anywhere_is_refused_and_two_behind_each_other_are_one(string name)
    {
        var table = new ProfileTableBuilder(["Metadata_a"], ["f", "g"])
            .AddRow(["x"], [0.25, 1.5]).AddRow(["y"], [12345.678, -0.125]).Build();
        var stream = new MemoryStream();
        var isCsv = name.EndsWith(".csv.gz", StringComparison.Ordinal);
        if (isCsv)
            CsvTable.Write(table, stream, name);
        else
            GctTable.Write(table, stream, name);
        ProfileTable ReadBytes(byte[] bytes) => isCsv
            ? CsvTable.Read(new MemoryStream(bytes), name)
            : GctTable.Read(new MemoryStream(bytes), name, FeatureChoice.EveryNumber);
        var whole = stream.ToArray();
        for (var length = 1; length < whole.Length; length++)
        {
            var error = Assert.Throws<ScreenDataException>(() => ReadBytes(whole[..length]));
            Assert.Equal(name, error.Place.Blob);
        }

        MadeUpTables.EqualToTheBit(table, ReadBytes(whole));
        byte[] empty = [.. whole, .. Gzip("")];
        MadeUpTables.EqualToTheBit(table, ReadBytes(empty));
    }

    [Fact]
    public void A_gzip_whose_text_ends_with_a_whole_row_before_its_end_is_refused()
    {
        // As a copy that broke off leaves it: what was flushed unpacks to whole rows.
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("Metadata_a,f\nx,1\ny,2\n"u8);
            gzip.Flush();
            var error = Assert.Throws<ScreenDataException>(
                () => CsvTable.Read(new MemoryStream(stream.ToArray()), "t.csv.gz"));
            Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, CsvTable.Read(new MemoryStream(stream.ToArray()), "t.csv.gz").RowCount);
    }

    private static byte[] Gzip(string text)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }

    [Fact]
    public void Any_numbers_and_texts_come_back() =>
        Prop.ForAll<double[], NonNull<string>>((numbers, text) =>
        {
            // A text of lone surrogates is no text that a file could hold.
            var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            var builder = new ProfileTableBuilder(["Metadata_a", "Metadata_b"], ["f"]);
            foreach (var number in numbers)
                builder.AddRow([clean, $"{clean}x"], [number]);
            MadeUpTables.EqualToTheBit(builder.Build(), Read(Write(builder.Build())));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_written_as_the_field_writes_it()
    {
        var table = new ProfileTableBuilder(["Metadata_Well", "Metadata_moa"], ["Cells_a", "Cells_b"])
            .AddRow(["A01", "a, \"b\""], [0.1, double.NaN])
            .AddRow(["A02", null], [double.NegativeInfinity, 1e300])
            .Build();
        Assert.Equal(
            "Metadata_Well,Metadata_moa,Cells_a,Cells_b\nA01,\"a, \"\"b\"\"\",0.1,\nA02,,-inf,1E+300\n", Write(table));
    }

    [Fact]
    public void Tables_of_one_column_keep_their_missing_rows()
    {
        var texts = new ProfileTableBuilder(["Metadata_a"], [])
            .AddRow([""], []).AddRow(["x"], []).AddRow([""], []).Build();
        MadeUpTables.EqualToTheBit(texts, Read(Write(texts)));
        var numbers = new ProfileTableBuilder([], ["f"]).AddRow([], [double.NaN]).AddRow([], [1]).Build();
        MadeUpTables.EqualToTheBit(numbers, Read(Write(numbers)));
        var none = new ProfileTableBuilder(["Metadata_a"], ["f"]).Build();
        MadeUpTables.EqualToTheBit(none, Read(Write(none)));
    }

    [Fact]
    public void Byte_order_mark_line_endings_and_spellings_of_other_programs_are_read()
    {
        var bytes = Encoding.UTF8.GetPreamble().Concat(
            "Metadata_Well,FileName,n,late,number,none\r\nA01,a.tif,nan,,1,\r\nA02,b.tif,Infinity,x,-INF,\r\n"u8
                .ToArray());
        var table = CsvTable.Read(new MemoryStream([.. bytes]), "x.csv");
        Assert.Equal(["Metadata_Well", "FileName", "late"], table.MetadataNames);
        Assert.Equal(["n", "number", "none"], table.FeatureNames);
        Assert.Equal(["", "x"], table.Metadata("late"));
        Assert.Equal([double.NaN, 1, double.NaN], table.Row(0));
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, double.NaN], table.Row(1));
    }

    [Theory]
    [InlineData("NAN", double.NaN)]
    [InlineData("-infinity", double.NegativeInfinity)]
    [InlineData("+Infinity", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData(" 1e3 ", 1000)]
    [InlineData("+.5", 0.5)]
    [InlineData("-nan(ind)", double.NaN)]
    [InlineData("1.#QNAN", double.NaN)]
    [InlineData("1.#INF", double.PositiveInfinity)]
    [InlineData("-1.#INF", double.NegativeInfinity)]
    [InlineData("NA", double.NaN)]
    [InlineData("N/A", double.NaN)]
    [InlineData("null", double.NaN)]
    [InlineData(" NULL ", double.NaN)]
    public void Spellings_of_numbers_are_read(string text, double value) =>
        Assert.Equal(value, Read($"Metadata_a,f\nx,0\ny,{text}\n")[1, 0]);

    [Theory]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("1 000")]
    [InlineData("NAND")]
    [InlineData("Null")]
    public void What_is_no_number_is_refused(string text) => Assert.Throws<ScreenDataException>(
        () => Read($"Metadata_a,f\nx,0\ny,\"{text}\"\n"));

    [Fact]
    public void A_table_of_tabs_that_has_commas_is_told_so_and_one_column_may_have_any_name()
    {
        var error = Assert.Throws<ScreenDataException>(() => CsvTable.Read(
            new StringReader("Metadata_a,f\nx,1\n"), "x.tsv", FeatureChoice.Default, '\t'));
        Assert.Contains("the header has commas, and fields are separated by tabs here", error.Reason);
        Assert.Equal(["x", "y;z;"], Read("compound; dose\nx\ny;z;\n").Metadata("compound; dose"));
    }

    [Fact]
    public void Words_for_missing_values_do_not_decide_what_a_column_holds()
    {
        var table = Read(
            "Metadata_a,none,late,text,mixed\n"
            + "NA,NA,NA,NA,\nx,N/A,,null,NA\ny,null,2.5,DMSO,\nz,NA,NA,NA,NULL\nw,,,,a\n");
        Assert.Equal(["none", "late"], table.FeatureNames);
        Assert.All(table.Feature(0).ToArray(), value => Assert.Equal(double.NaN, value));
        Assert.Equal([double.NaN, double.NaN, 2.5, double.NaN, double.NaN], table.Feature(1).ToArray());
        Assert.Equal(["NA", "x", "y", "z", "w"], table.Metadata("Metadata_a"));
        Assert.Equal(["NA", "null", "DMSO", "NA", ""], table.Metadata("text"));
        Assert.Equal(["", "NA", "", "NULL", "a"], table.Metadata("mixed"));
    }

    [Theory]
    [InlineData("f", "oops", "Columns of text are best named Metadata_…")]
    [InlineData("f", "1,5", ": numbers have a point, not a comma")]
    [InlineData("Cells_f", "1,5", ": numbers have a point, not a comma")]
    [InlineData("Cells_f", "oops", "since line 2 (")]
    public void The_advice_on_a_text_among_numbers_goes_with_the_text_and_the_column(
        string name, string text, string advice)
    {
        var error = Assert.Throws<ScreenDataException>(() => CsvTable.Read(
            new StringReader($"Metadata_a,{name}\nx,1\ny,\"{text}\"\n"), "x.csv", FeatureChoice.Default));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("Metadata_a,f,f\n", 1, "'f' twice, in columns 2 and 3")]
    [InlineData("Metadata_a,,f\n", 1, "Column 2")]
    [InlineData(",Metadata_a,f\n0,x,1\n", 1, "Column 1 of the header has no name: pandas writes its index so")]
    [InlineData("Metadata_a;f;g\nx;1,5;2,5\n", 2, "3 fields, the header has 1: the header has semicolons")]
    [InlineData("Metadata_a;f\nx;1\n", 2, "the header has semicolons, and fields are separated by commas here")]
    [InlineData("Metadata_a\tf\nx\t1\n", 2, "the header has tabs, and fields are separated by commas here")]
    [InlineData("Metadata_a,f\nx,1\ny\n", 3, "1 fields, the header has 2")]
    [InlineData("Metadata_a,f\nx,1,2\n", 2, "3 fields, the header has 2")]
    [InlineData("Metadata_a,f\nx,1\ny,\nz,oops\n", 4, "'oops' in column 'f' is no number")]
    [InlineData("Metadata_a,f\nx,text\ny,2\n", 3, "'2' in column 'f' is a number")]
    [InlineData("Metadata_a,f\nx,1\ny,\"2\n", 3, "never closed")]
    [InlineData("Metadata_a,f\nx,1\ny,2\"2\n", 3, "quotation mark")]
    public void An_error_names_the_file_and_the_line(string text, int line, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => CsvTable.Read(new StringReader(text), "plates/x.csv"));
        Assert.Equal("plates/x.csv", error.Place.Blob);
        Assert.Equal(line, error.Place.LineNumber);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.csv", false)]
    [InlineData("t.csv.gz", false)]
    [InlineData("t.tsv", true)]
    public void Text_that_is_not_UTF_8_is_refused_with_its_line_and_no_two_names_become_one(string name, bool isList)
    {
        // Micro and beta in Windows-1252: one letter each, and U+FFFD for both if they were let through.
        byte[] text = [.. "Metadata_x\na\n\n"u8, 0xB5, (byte)'\n', 0xDF, (byte)'\n'];
        using var stream = new MemoryStream();
        if (name.EndsWith("gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(text);
        }
        else
        {
            stream.Write(text);
        }

        stream.Position = 0;
        var error = Assert.Throws<ScreenDataException>(
            () => CsvTable.Read(stream, name, isList ? FeatureChoice.None : FeatureChoice.Default));
        Assert.Equal((name, 4), (error.Place.Blob, error.Place.LineNumber));
        Assert.Contains("not UTF-8", error.Reason, StringComparison.Ordinal);
        Assert.Contains("0xB5", error.Reason, StringComparison.Ordinal);
        var list = Assert.Throws<ScreenDataException>(() => DelimitedText.Read(text, null, name));
        Assert.Equal((name, 4), (list.Place.Blob, list.Place.LineNumber));
    }

    [Fact]
    public void Hostile_files_end_in_an_error_and_not_in_memory()
    {
        var field = new StringReader("Metadata_a\n" + new string('x', (1 << 20) + 1) + "\n");
        Refused(() => CsvTable.Read(field, "x"), "1048576");
        var columns = new StringReader(string.Join(',', Enumerable.Range(0, 100_001)));
        Refused(() => CsvTable.Read(columns, "x"), "100000");
        var noGzip = new MemoryStream("Metadata_a\n"u8.ToArray());
        Refused(() => CsvTable.Read(noGzip, "x.gz"), "x.gz");
        var whole = new MemoryStream();
        CsvTable.Write(MadeUpTables.Random(200, 5, 1), whole, "x.gz");
        var cut = new MemoryStream(whole.ToArray()[..((int)whole.Length / 2)]);
        Refused(() => CsvTable.Read(cut, "x.gz"), "x.gz");

        static void Refused(Func<ProfileTable> read, string reason) => Assert.Contains(
            reason, Assert.Throws<ScreenDataException>(read).Message, StringComparison.Ordinal);
    }

    private static string Write(ProfileTable table)
    {
        var writer = new StringWriter();
        CsvTable.Write(table, writer);
        return writer.ToString();
    }

    private static ProfileTable Read(string text) => CsvTable.Read(new StringReader(text), "x.csv");
}
