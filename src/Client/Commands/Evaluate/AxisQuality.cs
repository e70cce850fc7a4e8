namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// Quality of a plate on the axis between its controls; null is undefined.
/// </summary>
internal sealed record AxisQuality(
    double? ZPrime, double? RobustZPrime, double? Ssmd, int FeatureCount, int LeftOutFeatureCount);
