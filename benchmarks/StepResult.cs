namespace HcsGrid.Benchmarks;

/// <summary>
/// What one run of one step took.
/// </summary>
/// <param name="Milliseconds">Wall time.</param>
/// <param name="Check">A number made of the step's outcome, on which both sides agree.</param>
/// <param name="PeakBytes">The most memory held above what was held before.</param>
internal sealed record StepResult(double Milliseconds, double Check, long PeakBytes);
