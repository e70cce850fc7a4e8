using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A run's kept raw wells are normalized again without an image.
/// </summary>
public sealed class NormalizeAgainTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_wells_of_a_run_whose_images_are_gone_give_the_run_s_normalized_numbers()
    {
        await using var simulated = new SimulatedRun();
        await simulated.InitializeAsync();
        Directory.Delete(simulated.Images, recursive: true);
        var plate = Path.Combine(simulated.Reference, "plates", simulated.Plate);
        var again = _folder.PathOf("again.parquet");
        var result = await InProcess.RunAsync(
            "tables", "normalize", Path.Combine(plate, "profiles.parquet"), again, "--method", "mad_robustize",
            "--samples", "Metadata_pert_type == 'negcon'", "--mad-robustize-epsilon", "1e-18", "--features",
            "scatter-v1_,Image_", "--degenerate", "nan", "--json");
        Assert.True(result.ExitCode == 0, $"{result}");
        var expected = ParquetTable.Read(Path.Combine(plate, "profiles_normalized.parquet"));
        var found = ParquetTable.Read(again);
        Assert.Equal(expected.FeatureNames, found.FeatureNames);
        Assert.Equal(expected.Metadata("Metadata_Well"), found.Metadata("Metadata_Well"));
        for (var f = 0; f < expected.FeatureCount; f++)
            Assert.Equal(expected.Feature(f).ToArray(), found.Feature(f).ToArray());
        Assert.Contains(
            Enumerable.Range(0, found.FeatureCount), f => found.Feature(f).ToArray().All(double.IsFinite));
        var provenance = TableFile.ReadProvenance(again);
        Assert.Equal(
            TableFile.ReadProvenance(Path.Combine(plate, "profiles.parquet"))[TableProvenance.JobKey],
            provenance[TableProvenance.JobKey]);
    }
}
