namespace HcsGrid.Simulation;

/// <summary>
/// What a set of simulated immunogold micrographs is like.
/// </summary>
public sealed record SimulatedMicrographOptions
{
    /// <summary>Another seed, other micrographs. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Micrographs of the set, 1 to 100,000. Default 6.</summary>
    public int Count { get; init; } = 6;

    /// <summary>Width in pixels, 64 to 8192. Default 1024.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Height in pixels, 64 to 8192. Default 1024.</summary>
    public int Height { get; init; } = 1024;

    /// <summary>Nanometres of a pixel, 0.1 to 10. Default 0.559, as of the public micrographs.</summary>
    public double PixelSizeNm { get; init; } = 0.559;

    /// <summary>Particles for each square micrometre, 0 to 1000, give or take a half from image to image. Default
    /// 250.</summary>
    public double ParticlesPerUm2 { get; init; } = 250;

    /// <summary>Nominal diameters of the beads in nanometres, 1 to 8 of them. Default 6, 12, 18.</summary>
    public IReadOnlyList<double> GroupsNm { get; init; } = [6, 12, 18];

    /// <summary>Folds of the membrane in each image, 0 to 20. Default 2.</summary>
    public int FoldCount { get; init; } = 2;

    /// <summary>How noisy the camera is, 0 to 5; 1 as the public micrographs. Default 1.</summary>
    public double NoiseLevel { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        Check(Count is >= 1 and <= 100_000, nameof(Count), Count, "1 to 100000");
        Check(Width is >= 64 and <= 8192, nameof(Width), Width, "64 to 8192");
        Check(Height is >= 64 and <= 8192, nameof(Height), Height, "64 to 8192");
        Check(PixelSizeNm is >= 0.1 and <= 10, nameof(PixelSizeNm), PixelSizeNm, "0.1 to 10");
        Check(ParticlesPerUm2 is >= 0 and <= 1000, nameof(ParticlesPerUm2), ParticlesPerUm2, "0 to 1000");
        Check(GroupsNm.Count is >= 1 and <= 8, nameof(GroupsNm), GroupsNm.Count, "1 to 8 diameters");
        Check(
            GroupsNm.All(d => d is >= 3 and <= 30), nameof(GroupsNm), string.Join(", ", GroupsNm),
            "diameters of 3 to 30 nm");
        Check(FoldCount is >= 0 and <= 20, nameof(FoldCount), FoldCount, "0 to 20");
        Check(NoiseLevel is >= 0 and <= 5, nameof(NoiseLevel), NoiseLevel, "0 to 5");

        static void Check(bool holds, string name, object value, string expected)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
