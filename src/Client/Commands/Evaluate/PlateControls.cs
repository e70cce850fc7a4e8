using HcsGrid.Profiling;
using HcsGrid.Profiling.Quality;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// What a plate's controls say about its quality.
/// </summary>
/// <param name="Plate">The plate; empty where all rows are one.</param>
/// <param name="PositiveCount">Positive controls.</param>
/// <param name="NegativeCount">Negative controls.</param>
/// <param name="Axis">The projection on the axis between the controls.</param>
/// <param name="Features">Each feature alone.</param>
internal sealed record PlateControls(
    string Plate, int PositiveCount, int NegativeCount, AxisQuality Axis, IReadOnlyList<FeatureQuality> Features)
{
    public static PlateControls Of(string plate, ProfileTable rows, int[] positive, int[] negative)
    {
        var axis = ControlAxis.Project(rows, negative, positive);
        return new PlateControls(
            plate,
            positive.Length,
            negative.Length,
            new AxisQuality(axis.ZPrime, axis.RobustZPrime, axis.Ssmd, axis.FeatureCount, axis.LeftOutFeatureCount),
            FeatureQuality.Of(rows, negative, positive));
    }
}
