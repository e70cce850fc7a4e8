namespace HcsGrid.Grains;

/// <summary>
/// What a silo says of itself.
/// </summary>
/// <param name="Silo">The silo.</param>
/// <param name="WellSlots">Wells that it runs at the same time; 0 while it drains.</param>
/// <param name="Models">SHA-256 of the models that it has loaded and that work.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] SiloAddress Silo, [property: Id(1)] int WellSlots, [property: Id(2)] string[] Models);
