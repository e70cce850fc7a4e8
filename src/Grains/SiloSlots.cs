namespace HcsGrid.Grains;

/// <summary>
/// Slots for wells on one silo.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.silo-slots")]
public readonly record struct SiloSlots([property: Id(0)] SiloAddress Silo, [property: Id(1)] int Count);
