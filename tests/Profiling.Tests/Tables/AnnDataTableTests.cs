using System.IO.Compression;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Profiling.Tests.Tables.Zarr;

namespace HcsGrid.Profiling.Tests.Tables;

public sealed class AnnDataTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, 2, 3)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 0, 2)]
    [InlineData(5, 3, 0)]
    [InlineData(300, 2, 5000)]
    public void Tables_of_any_shape_come_back_to_the_bit(int rowCount, int metadataCount, int featureCount)
    {
        var builder = new ProfileTableBuilder(
            [.. Enumerable.Range(0, metadataCount).Select(m => $"Metadata_{m}")],
            [.. Enumerable.Range(0, featureCount).Select(f => $"Cells/f{f}")]);
        for (var row = 0; row < rowCount; row++)
        {
            builder.AddRow(
                [.. Enumerable.Range(0, metadataCount).Select(m => m == row ? null : m == 1 ? "µ" : $"{row}")],
                [.. Enumerable.Range(0, featureCount).Select(f => f == row ? double.NaN : 1 / (3.0 + f + row))]);
        }

        AnnDataTable.Write(builder.Build(), PathOf("t.zarr"), TableProvenance.None);
        MadeUpTables.EqualToTheBit(builder.Build(), AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.EveryNumber));
    }

    [Fact]
    public void In_single_precision_numbers_come_back_rounded()
    {
        AnnDataTable.Write(ParquetTableTests.Strange(), PathOf("t.zarr"), TableProvenance.None, asSingle: true);
        var read = AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.EveryNumber);
        var values = Array.ConvertAll(ParquetTableTests.Strange().ColumnMajorValues.ToArray(), v => (double)(float)v);
        MadeUpTables.EqualToTheBit(ParquetTableTests.Strange().WithFeatures(values), read);
    }

    [Fact]
    public void More_categories_than_a_byte_or_a_short_counts_come_back()
    {
        foreach (var count in (int[])[127, 128, 40_000])
        {
            var builder = new ProfileTableBuilder(["Metadata_a"], []);
            for (var row = 0; row <= count; row++)
                builder.AddRow([$"{row % count}"], []);
            AnnDataTable.Write(builder.Build(), PathOf("t.zarr"), TableProvenance.None);
            MadeUpTables.EqualToTheBit(
                builder.Build(), AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default));
        }
    }

    [Fact]
    public void A_store_is_written_over_and_another_folder_is_not()
    {
        var table = MadeUpTables.Random(3, 2, 1);
        AnnDataTable.Write(MadeUpTables.Random(4, 9, 2), PathOf("t.zarr"), TableProvenance.None);
        AnnDataTable.Write(table, PathOf("t.zarr"), TableProvenance.None);
        MadeUpTables.EqualToTheBit(table, AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default));
        Assert.Equal(["t.zarr"], _folder.GetFileSystemInfos().Select(info => info.Name));

        Directory.CreateDirectory(PathOf("mine.zarr"));
        File.WriteAllText(PathOf("mine.zarr/thesis.txt"), "precious");
        Assert.Throws<IOException>(() => AnnDataTable.Write(table, PathOf("mine.zarr"), TableProvenance.None));
        Assert.Equal("precious", File.ReadAllText(PathOf("mine.zarr/thesis.txt")));
    }

    [Theory]
    [InlineData("Metadata_a/b")]
    [InlineData(".hidden")]
    [InlineData("_index")]
    public void Names_that_a_store_cannot_hold_are_refused(string name)
    {
        var table = new ProfileTableBuilder([name], ["f"]).AddRow(["x"], [1]).Build();
        Assert.Contains(name, Assert.Throws<ArgumentException>(
            () => AnnDataTable.Write(table, PathOf("t.zarr"), TableProvenance.None)).Message,
            StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Numbers_truths_nullable_columns_and_row_names_of_other_programs_are_read_as_text()
    {
        Write();
        Part("obs/n", ".zattrs", """{"encoding-type":"array","encoding-version":"0.2.0"}""");
        StoredArray(
            "obs/n", "[2]", "[2]", "<i8", [.. BitConverter.GetBytes(-5L), .. BitConverter.GetBytes(long.MaxValue)]);
        StoredArray("obs/real", "[2]", "[1]", "<f4", BitConverter.GetBytes(0.1f));
        StoredArray("obs/b", "[2]", "[2]", "|b1", [1, 0]);
        Part("obs/i", ".zattrs", """{"encoding-type":"nullable-integer","encoding-version":"0.1.0"}""");
        StoredArray("obs/i/values", "[2]", "[2]", "<u2", [7, 0, 8, 0]);
        StoredArray("obs/i/mask", "[2]", "[2]", "|b1", [0, 1]);
        StoredArray("obs/big", "[2]", "[2]", ">i2", [1, 2, 255, 255]);
        StoredArray("obs/fixed", "[2]", "[2]", "<U2", [.. System.Text.Encoding.UTF32.GetBytes("abc\0")]);
        StoredArray("obs/name", "[2]", "[2]", "<U1", [.. System.Text.Encoding.UTF32.GetBytes("xy")]);
        Part("obs", ".zattrs", """
            {"encoding-type":"dataframe","_index":"name","column-order":["n","real","b","i","big","fixed"]}
            """);
        var table = AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default);
        Assert.Equal(["name", "n", "real", "b", "i", "big", "fixed"], table.MetadataNames);
        Assert.Equal(["x", "y"], table.Metadata("name"));
        Assert.Equal(["-5", "9223372036854775807"], table.Metadata("n"));
        // The second chunk is not stored, so it holds the fill value.
        Assert.Equal(["0.1", "0"], table.Metadata("real"));
        Assert.Equal(["True", "False"], table.Metadata("b"));
        Assert.Equal(["7", ""], table.Metadata("i"));
        Assert.Equal(["258", "-1"], table.Metadata("big"));
        Assert.Equal(["ab", "c"], table.Metadata("fixed"));
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    [InlineData("blosc")]
    public void Packed_chunks_in_any_layout_are_read(string codec)
    {
        Write();
        // Two rows, three columns, in chunks of two columns, column after column.
        var left = Doubles(1, 2, 3, 4);
        var right = Doubles(5, 6, -1, -1);
        StoredArray("X", "[2,3]", "[2,2]", "<f8", [], $$"""{"id":"{{codec}}"}""", order: "F", separator: "/");
        Directory.CreateDirectory(PathOf("t.zarr/X/0"));
        File.WriteAllBytes(PathOf("t.zarr/X/0/0"), Packed(left, codec));
        File.WriteAllBytes(PathOf("t.zarr/X/0/1"), Packed(right, codec));
        var table = AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default);
        Assert.Equal([1.0, 3, 5], table.Row(0));
        Assert.Equal([2.0, 4, 6], table.Row(1));
    }

    [Theory]
    [InlineData("X/.zarray", "{", "no JSON")]
    [InlineData("X/.zarray", "[]", "not of zarr version 2")]
    [InlineData("X/.zarray", """{"zarr_format":3}""", "not of zarr version 2")]
    [InlineData("X/.zarray", """{"zarr_format":2,"shape":[-1,3],"chunks":[1,3]}""", "length -1")]
    [InlineData("X/.zarray", """{"zarr_format":2,"shape":[2,3],"chunks":[0,3]}""", "length 0")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2,3],"chunks":[2000000000,3],"dtype":"<f8","order":"C"}
        """, "at most 268435456")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2000000000,3],"chunks":[2,3],"dtype":"<f8","order":"C"}
        """, "declares")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"<c16","order":"C"}
        """, "<c16")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"<f8","order":"C","compressor":{"id":"zstd"}}
        """, "packed with zstd")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"<f4","order":"C"}
        """, "48 bytes, expected are 24")]
    [InlineData("X/.zarray", """
        {"zarr_format":2,"shape":[2,2],"chunks":[2,3],"dtype":"<f8","order":"C"}
        """, "shape 2 × 2")]
    [InlineData("X/.zattrs", """{"encoding-type":"csr_matrix"}""", "sparse")]
    [InlineData(".zattrs", """{"encoding-type":"dict"}""", "no AnnData store")]
    [InlineData("zarr.json", "{}", "zarr version 3")]
    [InlineData("obs/.zattrs", """
        {"encoding-type":"dataframe","_index":"_index","column-order":["../../secret"]}
        """, "'../../secret', which is no plain name")]
    [InlineData("obs/.zattrs", """
        {"encoding-type":"dataframe","_index":"/etc/passwd","column-order":[]}
        """, "no plain name")]
    [InlineData("obs/.zattrs", """
        {"encoding-type":"dataframe","_index":"_index","column-order":["gone"]}
        """, "no such part")]
    [InlineData("obs/.zattrs", """{"encoding-type":"dataframe","_index":"_index"}""", "column-order")]
    [InlineData("obs/.zattrs", """{"encoding-type":"array"}""", "not a dataframe")]
    [InlineData("obs/_index/0", "short", "in chunk 0")]
    [InlineData("X/0.0", "short", "5 bytes")]
    public void Damaged_and_hostile_stores_are_refused_with_the_part(string file, string text, string reason)
    {
        Write();
        File.WriteAllText(PathOf($"t.zarr/{file}"), text);
        var error = Assert.Throws<ScreenDataException>(
            () => AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.StartsWith(PathOf("t.zarr"), error.Place.Blob);
    }

    [Fact]
    public void Links_out_of_the_store_are_not_followed()
    {
        Write();
        File.WriteAllBytes(PathOf("outside"), new byte[48]);
        File.Delete(PathOf("t.zarr/X/0.0"));
        File.CreateSymbolicLink(PathOf("t.zarr/X/0.0"), PathOf("outside"));
        var error = Assert.Throws<ScreenDataException>(
            () => AnnDataTable.Read(PathOf("t.zarr"), FeatureChoice.Default));
        Assert.Contains("0.0 is a link", error.Reason, StringComparison.Ordinal);
    }

    private void Write() => AnnDataTable.Write(
        new ProfileTableBuilder(["Metadata_a"], ["f", "g", "h"]).AddRow(["x"], [1, 2, 3]).AddRow(["x"], [4, 5, 6])
            .Build(),
        PathOf("t.zarr"),
        TableProvenance.None);

    private void Part(string part, string name, string text)
    {
        Directory.CreateDirectory(PathOf($"t.zarr/{part}"));
        File.WriteAllText(PathOf($"t.zarr/{part}/{name}"), text);
    }

    private void StoredArray(
        string part, string shape, string chunks, string dtype, byte[] chunk, string compressor = "null",
        string order = "C", string separator = ".")
    {
        Part(part, ".zarray", $$"""
            {"zarr_format":2,"shape":{{shape}},"chunks":{{chunks}},"dtype":"{{dtype}}","order":"{{order}}",
            "compressor":{{compressor}},"fill_value":0,"filters":null,"dimension_separator":"{{separator}}"}
            """);
        if (chunk.Length > 0)
            File.WriteAllBytes(PathOf($"t.zarr/{part}/0"), chunk);
    }

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Packed(byte[] bytes, string codec)
    {
        if (codec == "blosc")
            return BloscFrameTests.Stored(bytes);
        var target = new MemoryStream();
        using (Stream stream = codec == "gzip"
            ? new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
