namespace HcsGrid.Grains;

/// <summary>
/// A silo that has a model which works.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.model-place")]
public readonly record struct ModelPlace([property: Id(0)] SiloAddress Silo, [property: Id(1)] string ModelSha256);
