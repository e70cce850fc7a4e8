namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// Carries an error of DuckDB's own to the caller who knows the place.
/// </summary>
internal sealed class DuckDbException(string message) : Exception(message);
