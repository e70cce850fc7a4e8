namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// A column of a table that is read chunk by chunk.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFeature">Whether it is a feature, else metadata.</param>
/// <param name="Sql">The expression that reads it: DOUBLE for a feature, or VARCHAR whose texts are read as numbers;
/// else VARCHAR with NULL for a missing value.</param>
internal sealed record StreamedColumn(string Name, bool IsFeature, string Sql);
