namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// Reads a text in UTF-8 as a number; false where it is none.
/// </summary>
internal delegate bool TryParseNumber(ReadOnlySpan<byte> utf8, out double number);
