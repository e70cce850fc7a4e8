namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// A column of a compartment that goes into the object table.
/// </summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="NewName">Its name in the object table.</param>
/// <param name="IsFeature">Whether it holds numbers that are features.</param>
internal sealed record ObjectColumn(string Name, string NewName, bool IsFeature);
