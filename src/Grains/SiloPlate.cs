using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// A plate whose wells this silo runs.
/// </summary>
internal sealed record SiloPlate(PlateContext Context, IReadOnlyDictionary<WellAddress, WellImages> Wells);
