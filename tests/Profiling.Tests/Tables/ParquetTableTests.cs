using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Profiling.Tests.Tables;

public sealed class ParquetTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Zeros_of_both_signs_come_back_as_they_were()
    {
        var table = MadeUpTables.Of([0.0, -0.0, 0.0, -0.0, 1], [-0.0, -0.0, 0.0, 0.0, 0.0]);
        MadeUpTables.EqualToTheBit(table, ParquetTable.FromBytes(ParquetTable.ToBytes(table), "zeros.parquet"));
    }

    [Fact]
    public void A_table_comes_back_to_the_bit()
    {
        var table = Strange();
        ParquetTable.Write(table, PathOf("t.parquet"));
        MadeUpTables.EqualToTheBit(table, ParquetTable.Read(PathOf("t.parquet")));
    }

    [Fact]
    public void A_table_of_several_chunks_and_row_groups_comes_back_in_order()
    {
        var table = MadeUpTables.Random(2 * ParquetTable.RowGroupRowCount + 1234, 3, seed: 1);
        ParquetTable.Write(table, PathOf("long.parquet"));
        MadeUpTables.EqualToTheBit(table, ParquetTable.Read(PathOf("long.parquet")));
    }

    [Fact]
    public void A_table_of_five_thousand_features_comes_back_to_the_bit()
    {
        var table = MadeUpTables.Random(30, 5000, seed: 2);
        ParquetTable.Write(table, PathOf("wide.parquet"));
        MadeUpTables.EqualToTheBit(table, ParquetTable.Read(PathOf("wide.parquet")));
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes()
    {
        var table = MadeUpTables.Random(3000, 20, seed: 3);
        var first = ParquetTable.ToBytes(table);
        ParquetTable.Write(table, PathOf("again.parquet"));
        Assert.Equal(first, File.ReadAllBytes(PathOf("again.parquet")));
        var copy = new ProfileTableBuilder(table.MetadataNames, table.FeatureNames);
        for (var row = 0; row < table.RowCount; row++)
            copy.AddRow([table.Metadata("Metadata_Row")[row]], table.Row(row));
        Assert.Equal(first, ParquetTable.ToBytes(copy.Build()));
    }

    [Theory]
    [InlineData("it's.parquet")]
    [InlineData("a b;--.parquet")]
    [InlineData("Zellen µ 細胞.parquet")]
    [InlineData("star*[1]?.parquet")]
    [InlineData("plate[1].parquet")]
    [InlineData("plate*.parquet")]
    [InlineData("key=value.parquet")]
    [InlineData("{a,b}.parquet")]
    [InlineData("\"quoted\".parquet")]
    public void Any_file_name_is_written_and_read_as_it_is(string name)
    {
        Directory.CreateDirectory(PathOf("year=2026"));
        ParquetTable.Write(MadeUpTables.Random(3, 3, seed: 5), PathOf("plate1.parquet"));
        foreach (var path in new[] { PathOf(name), Path.Combine(PathOf("year=2026"), name) })
        {
            ParquetTable.Write(Strange(), path);
            Assert.True(File.Exists(path));
            MadeUpTables.EqualToTheBit(Strange(), ParquetTable.Read(path));
        }
    }

    [Fact]
    public void What_it_comes_from_is_kept_in_the_file()
    {
        var provenance = new Dictionary<string, string> { ["run"] = "it's {one}", ["a \"key\""] = "µ" };
        ParquetTable.Write(Strange(), PathOf("p.parquet"), provenance);
        var read = ParquetTable.ReadProvenance(PathOf("p.parquet"));
        Assert.Equal(provenance.OrderBy(p => p.Key), read.OrderBy(p => p.Key));
        MadeUpTables.EqualToTheBit(Strange(), ParquetTable.Read(PathOf("p.parquet")));
        provenance["hcsgrid.table.version"] = "1";
        Assert.Throws<ArgumentException>(() => ParquetTable.Write(Strange(), PathOf("p.parquet"), provenance));
        ParquetTable.Write(Strange(), PathOf("none.parquet"));
        Assert.Empty(ParquetTable.ReadProvenance(PathOf("none.parquet")));
    }

    [Fact]
    public void Bytes_come_back_as_the_table()
    {
        MadeUpTables.EqualToTheBit(Strange(), ParquetTable.FromBytes(ParquetTable.ToBytes(Strange()), "x"));
        var error = Assert.Throws<ScreenDataException>(() => ParquetTable.FromBytes([1, 2, 3], "P1/profiles.parquet"));
        Assert.Equal("P1/profiles.parquet", error.Place.Blob);
    }

    [Fact]
    public void A_table_without_rows_keeps_its_columns()
    {
        var table = new ProfileTableBuilder(["Metadata_Well"], ["f"]).Build();
        MadeUpTables.EqualToTheBit(table, ParquetTable.FromBytes(ParquetTable.ToBytes(table), "x"));
        var noFeatures = new ProfileTableBuilder(["Metadata_Well"], []).AddRow(["A01"], []).Build();
        MadeUpTables.EqualToTheBit(noFeatures, ParquetTable.FromBytes(ParquetTable.ToBytes(noFeatures), "x"));
        var noMetadata = new ProfileTableBuilder([], ["f"]).AddRow([], [1]).Build();
        MadeUpTables.EqualToTheBit(noMetadata, ParquetTable.FromBytes(ParquetTable.ToBytes(noMetadata), "x"));
    }

    [Fact]
    public void A_file_that_is_no_table_is_refused_with_its_name()
    {
        File.WriteAllText(PathOf("text.parquet"), "no table at all");
        File.WriteAllBytes(PathOf("empty.parquet"), []);
        var whole = ParquetTable.ToBytes(Strange());
        File.WriteAllBytes(PathOf("cut.parquet"), whole[..(whole.Length / 2)]);
        foreach (var name in new[] { "text", "empty", "cut", "absent" })
        {
            var path = PathOf($"{name}.parquet");
            var error = Assert.Throws<ScreenDataException>(() => ParquetTable.Read(path));
            Assert.Equal(path, error.Place.Blob);
        }
    }

    [Fact]
    public void A_place_that_cannot_be_written_leaves_nothing_behind()
    {
        var path = Path.Combine(PathOf("absent"), "t.parquet");
        var error = Assert.Throws<IOException>(() => ParquetTable.Write(Strange(), path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(PathOf("folder.parquet"));
        Assert.ThrowsAny<Exception>(() => ParquetTable.Write(Strange(), PathOf("folder.parquet")));
        Assert.Equal(["folder.parquet"], _folder.GetFileSystemInfos().Select(info => info.Name));
    }

    [Fact]
    public void Names_that_would_not_come_back_are_refused()
    {
        Refused(["Metadata_a"], ["Metadata_f"]);
        Refused(["Metadata_a"], [" f"]);
        Refused([], []);

        static void Refused(string[] metadata, string[] features)
        {
            var table = new ProfileTableBuilder(metadata, features).Build();
            Assert.Throws<ArgumentException>(() => ParquetTable.ToBytes(table));
            Assert.Throws<ArgumentException>(() => CsvTable.Write(table, new StringWriter()));
        }
    }

    [Fact]
    public void Another_process_gives_the_same_bytes()
    {
        const string Version = "v1.5.5";
        Assert.SkipUnless(
            ParquetTable.EngineVersion == Version && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            $"the hash is that of DuckDB {Version} on x64");
        Assert.Equal(
            "69607875c37138d5a321809c5baed03c14be4be1dfbec9d886134a45df57c262",
            Convert.ToHexStringLower(SHA256.HashData(ParquetTable.ToBytes(Strange()))));
    }

    [Fact]
    public void Files_of_every_version_of_the_form_are_read()
    {
        MadeUpTables.EqualToTheBit(Strange(), ParquetTable.Read(Path.Combine(Archive, "tables-v1.parquet")));
        using var csv = File.OpenRead(Path.Combine(Archive, "tables-v1.csv.gz"));
        MadeUpTables.EqualToTheBit(Strange(), CsvTable.Read(csv, "tables-v1.csv.gz"));
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused_by_its_version()
    {
        Make("SELECT 1.0::DOUBLE AS f", "later.parquet", ", KV_METADATA {\"hcsgrid.table.version\": '2'}");
        var error = Assert.Throws<ScreenDataException>(() => ParquetTable.Read(PathOf("later.parquet")));
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_programs_are_read_numbers_as_features_and_all_else_as_text()
    {
        Make(
            "SELECT 7 AS Metadata_Site, 0.5::FLOAT AS f, true AS flag, 3::BIGINT AS \"Count\", "
            + "2.5::DECIMAL(4,1) AS d, 'x'::BLOB AS b, NULL::DOUBLE AS n, DATE '2026-11-22' AS day "
            + "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "other.parquet");
        var table = ParquetTable.Read(PathOf("other.parquet"));
        Assert.Equal(["Metadata_Site", "flag", "b", "day"], table.MetadataNames);
        Assert.Equal(["f", "Count", "d", "n"], table.FeatureNames);
        Assert.Equal(["7", ""], table.Metadata("Metadata_Site"));
        Assert.Equal(["true", ""], table.Metadata("flag"));
        Assert.Equal(["2026-11-22", ""], table.Metadata("day"));
        Assert.Equal([0.5, 3, 2.5, double.NaN], table.Row(0));
        Assert.All(table.Row(1), value => Assert.Equal(double.NaN, value));
    }

    private static string Archive => Path.Combine(Shared.RepositoryRoot, "tests", "Profiling.Tests", "archive");

    private void Make(string select, string name, string options = "")
    {
        using var connection = new DuckDbConnection();
        connection.Execute($"COPY ({select}) TO {DuckDbConnection.Text(PathOf(name))} (FORMAT parquet{options})");
    }

    internal static ProfileTable Strange() =>
        new ProfileTableBuilder(["Metadata_Well", "Metadata_note"], ["Cells \"x\"", "Ünï'codé, 細胞", "f;--"])
            .AddRow(["A01", "plain"], [1.5, double.NaN, double.PositiveInfinity])
            .AddRow(["A02", "with, comma and \"quotes\" 'both'"], [-0.0, 0.1 + 0.2, double.NegativeInfinity])
            .AddRow(["A03", null], [double.Epsilon, double.MaxValue, -double.MinValue])
            .AddRow(["A04", "Zellen µ 細胞 😀, a long one, two\nlines\r\nthree"], [double.NaN, double.NaN, 0])
            .AddRow(["", "exactly12byt"], [1, 2, 3])
            .AddRow(["A05", " exactly 13 b"], [1e-300, 1.0 / 3, 123456789012345680])
            .Build();

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
