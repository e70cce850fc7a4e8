using HcsGrid.Simulation;
using HcsGrid.Storage;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Writes the simulated screens that <c>training/</c> learns and measures on: a folder of images, plate maps and truth
/// (<c>docs/simulation.md</c>).
/// </summary>
internal static class ScreenFiles
{
    /// <summary>Writes a screen of one site a well; what is already there is written again, the same.</summary>
    /// <param name="folder">Where it goes; made where it is missing.</param>
    /// <param name="seed">Another seed, other compounds and cells.</param>
    /// <param name="noiseLevel">The camera's noise, 0 (none) to 10.</param>
    /// <param name="plateCount">Plates, all with the same compounds in different wells.</param>
    public static async Task WriteAsync(string folder, ulong seed, double noiseLevel, int plateCount)
    {
        var options = new SimulatedScreenOptions
        {
            Seed = seed,
            NoiseLevel = noiseLevel,
            PlateCount = plateCount,
            SitesPerWell = 1,
        };
        var screen = new SimulatedScreen(options);
        Directory.CreateDirectory(folder);
        await screen.WriteAsync(
            BlobStores.Open(folder), null, Environment.ProcessorCount, CancellationToken.None);
        Console.WriteLine($"{folder}: seed {seed}, noise {noiseLevel}, {plateCount} plates");
    }
}
