namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// How far work on a large table is.
/// </summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="RowCount">Rows read in this stage so far.</param>
/// <param name="TotalRowCount">Rows of the table; 0 while they are being counted.</param>
public readonly record struct StreamingProgress(string Stage, long RowCount, long TotalRowCount);
