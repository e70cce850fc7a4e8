namespace HcsGrid.Silo.Tests;

/// <summary>
/// A line of a log that an <see cref="OtlpCollector"/> was sent.
/// </summary>
/// <param name="Process">The service and the instance of the process that sent it.</param>
/// <param name="Trace">The trace in which it was written; empty for none.</param>
/// <param name="Text">What it says.</param>
internal sealed record CollectedLine(string Process, string Trace, string Text);
