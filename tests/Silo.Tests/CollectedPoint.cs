namespace HcsGrid.Silo.Tests;

/// <summary>
/// The newest value of a metric that an <see cref="OtlpCollector"/> was sent.
/// </summary>
/// <param name="Process">The service and the instance of the process that sent it.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Unit">The metric's unit.</param>
/// <param name="Tags">The point's tags.</param>
/// <param name="Value">The value; of a histogram the sum.</param>
/// <param name="Count">How many values a histogram has; 0 of others.</param>
internal sealed record CollectedPoint(
    string Process, string Metric, string Unit, IReadOnlyDictionary<string, string> Tags, double Value, long Count);
