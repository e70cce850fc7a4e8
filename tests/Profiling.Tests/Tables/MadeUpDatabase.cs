using Microsoft.Data.Sqlite;

namespace HcsGrid.Profiling.Tests.Tables;

/// <summary>
/// Makes small CellProfiler databases.
/// </summary>
internal sealed class MadeUpDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    public MadeUpDatabase(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    /// <summary>Two images of a plate, three cells in the first, one of them without a nucleus.</summary>
    public static void WriteThreeCells(string path)
    {
        using var database = new MadeUpDatabase(path);
        database.Run(
            "CREATE TABLE Image (TableNumber TEXT, ImageNumber BIGINT, Image_Metadata_Plate TEXT, "
            + "Image_Metadata_Well TEXT, Image_Count_Cells FLOAT)",
            "INSERT INTO Image VALUES ('9f', 2, 'P1', 'A02', 1), ('9f', 1, 'P1', 'A01', 3)",
            "CREATE TABLE Cells (TableNumber TEXT, ImageNumber BIGINT, ObjectNumber BIGINT, Cells_Area FLOAT, "
            + "Cells_Children_Cytoplasm_Count BIGINT)",
            "INSERT INTO Cells VALUES ('9f', 1, 3, 30.5, 1), ('9f', 1, 1, 10.5, 1), ('9f', 2, 1, 110, 1), "
            + "('9f', 1, 2, NULL, 1)",
            "CREATE TABLE Cytoplasm (TableNumber TEXT, ImageNumber BIGINT, ObjectNumber BIGINT, "
            + "Cytoplasm_Parent_Cells BIGINT, Cytoplasm_Parent_Nuclei BIGINT, Cytoplasm_Area FLOAT)",
            "INSERT INTO Cytoplasm VALUES ('9f', 1, 1, 2, 8, 0.1), ('9f', 1, 2, 1, 7, 'nan'), "
            + "('9f', 1, 3, 3, 99, 5), ('9f', 2, 1, 1, 1, -2)",
            "CREATE TABLE Nuclei (TableNumber TEXT, ImageNumber BIGINT, ObjectNumber BIGINT, Nuclei_Area FLOAT, "
            + "Nuclei_Class TEXT)",
            "INSERT INTO Nuclei VALUES ('9f', 1, 7, 7, 'round'), ('9f', 1, 8, 8.25, NULL), ('9f', 2, 1, 1, 'x')");
    }

    public void Run(params string[] statements)
    {
        foreach (var statement in statements)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _connection.Dispose();
}
