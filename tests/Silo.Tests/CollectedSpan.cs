namespace HcsGrid.Silo.Tests;

/// <summary>
/// A span that an <see cref="OtlpCollector"/> was sent.
/// </summary>
/// <param name="Process">The service and the instance of the process that sent it.</param>
/// <param name="Trace">The trace.</param>
/// <param name="Id">The span.</param>
/// <param name="Parent">The span within which it began; empty for a trace's first.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record CollectedSpan(
    string Process, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags);
