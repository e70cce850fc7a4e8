namespace HcsGrid.Profiling.Tests.Response;

/// <summary>
/// Made-up plates of correlated features with negative controls and treatments, of which some are inactive.
/// </summary>
internal sealed class SimulatedPlates
{
    public required ProfileTable Table { get; init; }

    public required int[] Controls { get; init; }

    public required int[] Treatments { get; init; }

    /// <summary>
    /// Plates whose every well is an offset of the plate, plus noise that three hidden factors share, plus what the
    /// treatment does.
    /// </summary>
    /// <param name="seed">Another seed, other plates.</param>
    /// <param name="plateCount">Plates, each with every treatment.</param>
    /// <param name="controlCount">Controls of a plate.</param>
    /// <param name="replicateCount">Wells of a treatment on a plate.</param>
    /// <param name="effects">One effect a treatment; 0 is inactive.</param>
    /// <param name="featureCount">Features.</param>
    public static SimulatedPlates Make(
        int seed, int plateCount, int controlCount, int replicateCount, double[] effects, int featureCount = 40)
    {
        var normals = new Normals(seed);
        var loadings = Enumerable.Range(0, 3).Select(_ => normals.Next(featureCount)).ToArray();
        var directions = effects.Select(_ => normals.Next(featureCount)).ToArray();
        var builder = new ProfileTableBuilder(
            ["Metadata_Plate", "Metadata_Treatment"],
            [.. Enumerable.Range(0, featureCount).Select(f => $"f{f}")]);
        var (controls, treatments) = (new List<int>(), new List<int>());
        for (var plate = 0; plate < plateCount; plate++)
        {
            var offset = normals.Next(featureCount);
            for (var well = 0; well < controlCount; well++)
            {
                controls.Add(builder.RowCount);
                builder.AddRow([$"P{plate}", "DMSO"], Well(offset, [], 0));
            }

            for (var t = 0; t < effects.Length; t++)
            {
                for (var replicate = 0; replicate < replicateCount; replicate++)
                {
                    treatments.Add(builder.RowCount);
                    builder.AddRow([$"P{plate}", $"T{t:000}"], Well(offset, directions[t], effects[t]));
                }
            }
        }

        return new SimulatedPlates
        {
            Table = builder.Build(),
            Controls = [.. controls],
            Treatments = [.. treatments],
        };

        double[] Well(double[] offset, double[] direction, double effect)
        {
            var factors = normals.Next(loadings.Length);
            var well = normals.Next(featureCount);
            for (var f = 0; f < featureCount; f++)
            {
                well[f] += (3 * offset[f]) + (effect == 0 ? 0 : effect * direction[f]);
                for (var k = 0; k < factors.Length; k++)
                    well[f] += factors[k] * loadings[k][f];
            }

            return well;
        }
    }
}
