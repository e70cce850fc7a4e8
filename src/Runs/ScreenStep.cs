using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// One step of a screen's run.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Plate">The plate, for a well or a plate.</param>
/// <param name="Well">The well, for a well.</param>
/// <param name="Revision">Which making of tables it is, from 0: for the report of their end.</param>
public readonly record struct ScreenStep(
    ScreenStepKind Kind, PlateId Plate = default, WellAddress Well = default, int Revision = 0);
