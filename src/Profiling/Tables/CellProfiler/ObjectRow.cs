namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// One object of one compartment.
/// </summary>
/// <param name="Number">Its number in the image.</param>
/// <param name="Parents">The numbers of the objects of other compartments that it belongs to, in their order.</param>
/// <param name="Features">Its numbers, in the order of the compartment's features.</param>
/// <param name="Texts">Its texts, in the order of the compartment's other columns.</param>
internal sealed record ObjectRow(long Number, long[] Parents, double[] Features, string[] Texts);
