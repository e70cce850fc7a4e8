using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public sealed class CellProfilerObjectsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Cells_are_cytoplasms_with_the_cell_and_nucleus_that_they_name_in_the_order_of_images()
    {
        MadeUpDatabase.WriteThreeCells(PathOf("cells.sqlite"));
        var table = TableFile.Read(PathOf("cells.sqlite"), FeatureChoice.Default);
        Assert.Equal(
            [
                "Metadata_TableNumber", "Metadata_ImageNumber", "Metadata_Plate", "Metadata_Well",
                "Metadata_ObjectNumber_cytoplasm", "Metadata_ObjectNumber_cells", "Metadata_ObjectNumber_nuclei",
                "Nuclei_Class",
            ],
            table.MetadataNames);
        Assert.Equal(
            ["Cytoplasm_Area", "Cells_Area", "Cells_Children_Cytoplasm_Count", "Nuclei_Area"], table.FeatureNames);
        Assert.Equal(["A01", "A01", "A02"], table.Metadata("Metadata_Well"));
        Assert.Equal(["9f", "9f", "9f"], table.Metadata("Metadata_TableNumber"));
        Assert.Equal(["2", "1", "1"], table.Metadata("Metadata_ObjectNumber_cells"));
        Assert.Equal(["8", "7", "1"], table.Metadata("Metadata_ObjectNumber_nuclei"));
        Assert.Equal(["", "round", "x"], table.Metadata("Nuclei_Class"));
        Assert.Equal([0.1, double.NaN, 1, 8.25], table.Row(0));
        Assert.Equal([double.NaN, 10.5, 1, 7], table.Row(1));
        Assert.Equal([-2, 110, 1, 1], table.Row(2));
    }

    [Fact]
    public void Objects_without_a_partner_are_counted()
    {
        MadeUpDatabase.WriteThreeCells(PathOf("cells.sqlite"));
        using var objects = CellProfilerObjects.Open(PathOf("cells.sqlite"), FeatureChoice.Default);
        Assert.Equal(3, objects.ReadChunks().Sum(chunk => chunk.RowCount));
        Assert.Equal(1, objects.DroppedCount);
        Assert.Equal(3, objects.ReadChunks().Sum(chunk => chunk.RowCount));
        Assert.Equal(1, objects.DroppedCount);
    }

    [Fact]
    public void What_is_left_out_is_told_with_its_count()
    {
        MadeUpDatabase.WriteThreeCells(PathOf("cells.sqlite"));
        var notes = new List<string>();
        TableFile.Read(PathOf("cells.sqlite"), FeatureChoice.Default, notes.Add);
        Assert.Equal(
            [
                "1 of 4 objects of Cytoplasm were left out: they lack a partner in Cells or Nuclei",
                "1 column is named as a feature but holds text, and became metadata: Nuclei_Class",
            ],
            notes);
    }

    [Fact]
    public void Two_columns_of_the_images_for_the_same_are_told_where_they_differ()
    {
        using (var database = new MadeUpDatabase(PathOf("two.db")))
        {
            database.Run(
                "CREATE TABLE Image (ImageNumber INTEGER, Metadata_Well TEXT, Image_Metadata_Well TEXT, "
                + "Metadata_Plate TEXT, Image_Metadata_Plate TEXT)",
                "INSERT INTO Image VALUES (1, 'B03', 'B04', 'P', 'P'), (2, 'B05', 'B05', NULL, NULL), "
                + "(3, 'B06', NULL, 'P', 'P')",
                "CREATE TABLE Cells (ImageNumber INTEGER, ObjectNumber INTEGER, Cells_Area FLOAT)",
                "INSERT INTO Cells VALUES (1, 1, 20), (2, 1, 10)");
        }

        var notes = new List<string>();
        var table = TableFile.Read(PathOf("two.db"), FeatureChoice.Default, notes.Add);
        Assert.Equal(["B03", "B05"], table.Metadata("Metadata_Well"));
        Assert.Equal(
            ["Metadata_Well and Image_Metadata_Well of Image differ in 2 images; Metadata_Well was taken"], notes);
    }

    [Fact]
    public void A_table_of_all_objects_in_one_with_its_own_prefix_is_read()
    {
        using (var database = new MadeUpDatabase(PathOf("one.db")))
        {
            database.Run(
                "CREATE TABLE My_Per_Image (ImageNumber INTEGER, Image_Metadata_Well VARCHAR(8))",
                "INSERT INTO My_Per_Image VALUES (1, 'B03')",
                "CREATE TABLE My_Per_Object (ImageNumber INTEGER, ObjectNumber INTEGER, Cells_Area FLOAT, "
                + "Nuclei_Area FLOAT, Location REAL)",
                "INSERT INTO My_Per_Object VALUES (1, 2, 20, 2, 0.5), (1, 1, 10, 1, 1.5)");
        }

        var table = TableFile.Read(PathOf("one.db"), FeatureChoice.Default);
        Assert.Equal(
            ["Metadata_ImageNumber", "Metadata_Well", "Metadata_ObjectNumber", "Location"], table.MetadataNames);
        Assert.Equal([10.0, 20], table.Feature(0).ToArray());
        Assert.Equal(["1.5", "0.5"], table.Metadata("Location"));
        Assert.Equal(
            ["Location"], TableFile.Read(PathOf("one.db"), FeatureChoice.WithPrefixes(["Loc"])).FeatureNames);
    }

    [Fact]
    public void Chunks_end_where_images_end_and_together_are_the_table()
    {
        using (var database = new MadeUpDatabase(PathOf("many.sqlite")))
        {
            var columns = Enumerable.Range(0, 1500).Select(f => $"Cells_f{f}").ToArray();
            database.Run(
                "CREATE TABLE Image (ImageNumber INTEGER, Image_Metadata_Well TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8) "
                + "INSERT INTO Image SELECT i, 'A0' || i FROM n",
                "CREATE TABLE Cells (ImageNumber INTEGER, ObjectNumber INTEGER, "
                + $"{string.Join(" REAL, ", columns)} REAL)",
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5599) "
                + "INSERT INTO Cells SELECT 1 + i % 8, 1 + i / 8, "
                + string.Join(", ", columns.Select((_, f) => f < 2 ? $"i + 0.{f}25" : "0.5")) + " FROM n");
        }

        using var objects = CellProfilerObjects.Open(PathOf("many.sqlite"), FeatureChoice.Default);
        var chunks = objects.ReadChunks().ToArray();
        Assert.True(chunks.Length > 1);
        foreach (var chunk in chunks.SkipLast(1))
        {
            Assert.Equal(0, chunk.RowCount % 700);
            Assert.InRange(
                chunk.RowCount * chunk.FeatureCount, CellProfilerObjects.MaxChunkValueCount - (700 * 1500),
                CellProfilerObjects.MaxChunkValueCount + (700 * 1500));
        }

        var whole = ProfileTable.Concat(chunks);
        Assert.Equal(5600, whole.RowCount);
        for (var row = 0; row < whole.RowCount; row++)
            Assert.Equal((row % 700 * 8) + (row / 700) + 0.125, whole[row, 1]);
    }

    [Theory]
    [InlineData("CREATE TABLE x (a)", "no table Image")]
    [InlineData("CREATE TABLE Image (ImageNumber)", "no table Cells, Cytoplasm, Nuclei or Per_Object")]
    [InlineData("CREATE TABLE Image (a); CREATE TABLE Cells (ImageNumber, ObjectNumber)", "no column ImageNumber")]
    [InlineData("CREATE TABLE Image (ImageNumber); CREATE TABLE Cells (ImageNumber)", "no column ObjectNumber")]
    [InlineData(
        "CREATE TABLE Image (ImageNumber); CREATE TABLE Cells (ImageNumber, ObjectNumber, Cells_a); "
        + "CREATE TABLE Nuclei (ImageNumber, ObjectNumber, Nuclei_a)", "Cells_Parent_Nuclei")]
    [InlineData(
        "CREATE TABLE Image (ImageNumber); CREATE TABLE A_Per_Cells (x); CREATE TABLE B_Per_Cells (x)",
        "several tables of Cells")]
    [InlineData(
        "CREATE TABLE Image (ImageNumber); CREATE TABLE Cells (ImageNumber, ObjectNumber, Cells_a); "
        + "INSERT INTO Cells VALUES (5, 1, 1)", "image 5")]
    [InlineData(
        "CREATE TABLE Image (ImageNumber); CREATE TABLE Cells (ImageNumber, ObjectNumber, Cells_a); "
        + "INSERT INTO Image VALUES (1); INSERT INTO Cells VALUES (1, 1, 'oops')", "image 1, Cells_a is 'oops'")]
    [InlineData(
        "CREATE TABLE Image (ImageNumber); CREATE TABLE Cells (ImageNumber, ObjectNumber, Cells_a); "
        + "INSERT INTO Image VALUES (1); INSERT INTO Cells VALUES (1, 'x', 1)", "object number is 'x'")]
    public void What_is_missing_or_wrong_is_named_with_the_file(string sql, string reason)
    {
        using (var database = new MadeUpDatabase(PathOf("bad.sqlite")))
            database.Run(sql.Split("; "));
        var error = Assert.Throws<ScreenDataException>(
            () => TableFile.Read(PathOf("bad.sqlite"), FeatureChoice.Default));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal(PathOf("bad.sqlite"), error.Place.Blob);
    }

    [Fact]
    public void A_database_without_objects_is_an_empty_table()
    {
        using (var database = new MadeUpDatabase(PathOf("empty.sqlite")))
        {
            database.Run(
                "CREATE TABLE Image (ImageNumber, Image_Metadata_Well TEXT)",
                "CREATE TABLE Nuclei (ImageNumber, ObjectNumber, Nuclei_a)");
        }

        var table = TableFile.Read(PathOf("empty.sqlite"), FeatureChoice.Default);
        Assert.Equal(0, table.RowCount);
        Assert.Equal(["Nuclei_a"], table.FeatureNames);
        Assert.Equal(["Metadata_ImageNumber", "Metadata_Well", "Metadata_ObjectNumber"], table.MetadataNames);
    }

    [Fact]
    public void Damaged_files_are_refused_and_none_is_written()
    {
        MadeUpDatabase.WriteThreeCells(PathOf("cells.sqlite"));
        var whole = File.ReadAllBytes(PathOf("cells.sqlite"));
        File.WriteAllBytes(PathOf("cut.sqlite"), whole[..(whole.Length / 2)]);
        File.WriteAllText(PathOf("text.sqlite"), "this is no database, however long it may be");
        foreach (var name in (string[])["cut", "text", "none"])
        {
            var path = PathOf($"{name}.sqlite");
            var error = Assert.Throws<ScreenDataException>(() => TableFile.Read(path, FeatureChoice.Default));
            Assert.Equal(path, error.Place.Blob);
        }

        var table = TableFile.Read(PathOf("cells.sqlite"), FeatureChoice.Default);
        Assert.Throws<ScreenDataException>(
            () => TableFile.Write(table, PathOf("new.sqlite"), TableProvenance.None));
        Assert.False(File.Exists(PathOf("new.sqlite")));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
