namespace HcsGrid.Runs;

/// <summary>
/// How a run ended.
/// </summary>
/// <param name="Summary">What is in the run folder.</param>
/// <param name="TileCount">Tiles embedded since this start; fewer than the summary's where wells were done
/// before.</param>
/// <param name="Elapsed">From the start of the first well to the end of the last.</param>
/// <param name="BatchFill">Share of the batches' places that tiles filled, 0 to 1.</param>
public sealed record RunOutcome(RunSummary Summary, long TileCount, TimeSpan Elapsed, double BatchFill);
