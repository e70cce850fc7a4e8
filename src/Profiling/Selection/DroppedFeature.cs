namespace HcsGrid.Profiling.Selection;

/// <summary>
/// A feature that a selection leaves out, and the number that decided.
/// </summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Operation">The operation that left it out.</param>
/// <param name="Measure">What the number measures, such as <c>na_share</c>.</param>
/// <param name="Value">The number; NaN where there is none.</param>
/// <param name="Limit">The limit that the number is beyond; NaN where the rule has none.</param>
/// <param name="Other">The feature that it goes together with, where the rule judges pairs.</param>
public sealed record DroppedFeature(
    string Feature, string Operation, string Measure, double Value, double Limit, string? Other = null);
