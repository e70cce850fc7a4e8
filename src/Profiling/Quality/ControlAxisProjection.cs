namespace HcsGrid.Profiling.Quality;

/// <summary>
/// Where each well lies between the negative (0) and the positive (1) controls.
/// </summary>
/// <remarks>
/// A control's score comes from an axis that was fitted without it. NaN is "undefined", see <see cref="ControlAxis"/>.
/// </remarks>
public sealed record ControlAxisProjection
{
    /// <summary>One score a row of the table.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Z' of the controls' scores; null where it is undefined.</summary>
    public double? ZPrime { get; init; }

    /// <summary>Robust Z' of the controls' scores; null where it is undefined.</summary>
    public double? RobustZPrime { get; init; }

    /// <summary>SSMD of the controls' scores; null where it is undefined.</summary>
    public double? Ssmd { get; init; }

    /// <summary>Features that make up the axis fitted on all controls.</summary>
    public int FeatureCount { get; init; }

    /// <summary>Features left out: not finite in some row, or without variance among the controls.</summary>
    public int LeftOutFeatureCount { get; init; }
}
