using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public sealed class TableFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.CSV.gz")]
    [InlineData("t.tsv")]
    [InlineData("t.txt.gz")]
    [InlineData("t.parquet")]
    [InlineData("t.zarr")]
    public void A_table_comes_back_to_the_bit_with_its_provenance(string name)
    {
        var table = new ProfileTableBuilder(["Metadata_a", "Metadata_b\"c"], ["Cells_f", "Nuclei_g"])
            .AddRow(["tab\tand, comma", "µ"], [0.1, double.NaN])
            .AddRow([null, " x "], [double.NegativeInfinity, -0.0])
            .Build();
        var provenance = TableProvenance.Of("tables convert").WithOption("to", "x \"y\" µ");
        TableFile.Write(table, PathOf(name), provenance);
        MadeUpTables.EqualToTheBit(table, TableFile.Read(PathOf(name), FeatureChoice.Default));
        Assert.Equal(provenance.Entries, TableFile.ReadProvenance(PathOf(name)).Entries);
    }

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.parquet")]
    [InlineData("t.zarr")]
    [InlineData("t.gct")]
    public void Names_that_differ_in_case_only_come_back(string name)
    {
        var table = new ProfileTableBuilder(["Metadata_plate_map", "Metadata_Plate_Map"], ["f", "F", "F_1"])
            .AddRow(["a", "b"], [1, 2, 3]).AddRow(["c", "c"], [4, 5, 6]).Build();
        TableFile.Write(table, PathOf(name), TableProvenance.None);
        MadeUpTables.EqualToTheBit(table, TableFile.Read(PathOf(name), FeatureChoice.Default));
    }

    [Theory]
    [InlineData("t.csv.gz")]
    [InlineData("t.tsv")]
    [InlineData("t.parquet")]
    [InlineData("t.gct.gz")]
    [InlineData("t.zarr")]
    public void The_same_table_and_provenance_give_the_same_bytes(string name)
    {
        foreach (var folder in (string[])["1", "2"])
        {
            Directory.CreateDirectory(PathOf(folder));
            TableFile.Write(
                MadeUpTables.Random(50, 4, 1), Path.Combine(PathOf(folder), name), TableProvenance.Of("test"));
        }

        foreach (var file in Directory.GetFiles(PathOf("1"), "*", SearchOption.AllDirectories))
        {
            var other = Path.Combine(PathOf("2"), Path.GetRelativePath(PathOf("1"), file));
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(other));
        }
    }

    [Fact]
    public void Features_are_those_of_the_compartments_and_the_rest_is_kept_as_it_is_written()
    {
        File.WriteAllText(
            PathOf("t.csv"), "Metadata_Well,Plate,Image_Count,Cells_a,Nuclei_name,Image_Metadata_x\n"
            + "A01,00123,1.50,2.50,one,3\nA02,00124,NaN,,two,4\n");
        var table = TableFile.Read(PathOf("t.csv"), FeatureChoice.Default);
        Assert.Equal(["Cells_a"], table.FeatureNames);
        Assert.Equal(
            ["Metadata_Well", "Plate", "Image_Count", "Nuclei_name", "Image_Metadata_x"], table.MetadataNames);
        Assert.Equal(["00123", "00124"], table.Metadata("Plate"));
        Assert.Equal(["1.50", "NaN"], table.Metadata("Image_Count"));

        var chosen = TableFile.Read(PathOf("t.csv"), FeatureChoice.WithPrefixes(["Image_"]));
        Assert.Equal(["Image_Count"], chosen.FeatureNames);
        Assert.Equal(["2.50", ""], chosen.Metadata("Cells_a"));
    }

    [Fact]
    public void Without_compartments_every_column_of_numbers_is_a_feature()
    {
        File.WriteAllText(PathOf("t.csv"), "Metadata_x,Image_Metadata_y,name,f1,f2\n1,2,a,3,4\n");
        var table = TableFile.Read(PathOf("t.csv"), FeatureChoice.Default);
        Assert.Equal(["f1", "f2"], table.FeatureNames);
        Assert.Equal(["Metadata_x", "Image_Metadata_y", "name"], table.MetadataNames);
    }

    [Fact]
    public void Parquet_files_of_other_programs_have_their_features_chosen_too()
    {
        var table = new ProfileTableBuilder(["Metadata_x"], ["Image_Count", "Cells_a"])
            .AddRow(["a"], [1.5, 2]).AddRow(["b"], [double.NaN, 3]).Build();
        ParquetTable.Write(table, PathOf("t.parquet"));
        var read = TableFile.Read(PathOf("t.parquet"), FeatureChoice.Default);
        Assert.Equal(["Cells_a"], read.FeatureNames);
        Assert.Equal(["1.5", ""], read.Metadata("Image_Count"));
        var applied = FeatureChoice.Default.Apply(table, Place.Unknown);
        Assert.Equal(["Metadata_x", "Image_Count"], applied.MetadataNames);
        Assert.Equal(["1.5", ""], applied.Metadata("Image_Count"));
        Assert.Equal([2.0, 3], applied.Feature(0).ToArray());
    }

    [Fact]
    public void Prefixes_that_no_column_begins_with_are_refused_with_the_columns_that_are_there()
    {
        File.WriteAllText(PathOf("t.csv"), "Metadata_x,f1\n1,2\n");
        var error = Assert.Throws<ScreenDataException>(
            () => TableFile.Read(PathOf("t.csv"), FeatureChoice.WithPrefixes(["Cells_"])));
        Assert.Contains("Cells_", error.Reason, StringComparison.Ordinal);
        Assert.Contains("Metadata_x, f1", error.Reason, StringComparison.Ordinal);
        Assert.Equal(PathOf("t.csv"), error.Place.Blob);
        Assert.Throws<ArgumentException>(() => FeatureChoice.WithPrefixes([]));
        Assert.Throws<ArgumentException>(() => FeatureChoice.WithPrefixes([" "]));
    }

    [Theory]
    [InlineData("t.xlsx", "expected .csv")]
    [InlineData("t", "expected .csv")]
    [InlineData("none.csv", "no such file")]
    [InlineData("none.parquet", "no such file")]
    public void A_file_of_no_known_form_or_none_at_all_is_refused(string name, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => TableFile.Read(PathOf(name), FeatureChoice.Default));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal(PathOf(name), error.Place.Blob);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
