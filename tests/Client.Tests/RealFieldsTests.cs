using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// The real Cell Painting fields, 16-bit LZW TIFF and 8-bit PNG, with their own example jobs.
/// </summary>
public sealed class RealFieldsTests : IDisposable
{
    private static readonly string[] Channels = ["DNA", "ER", "AGP", "RNA", "Mito"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_opera_phenix_fields_run_with_their_roles_and_compounds()
    {
        var profiles = await RunAsync("phenix", "JUMP-pilot", wellCount: 2, tileCount: 2 * 5 * 64);
        AssertColumns(profiles, Channels);
        Assert.Equal(["D14", "N09"], profiles.Column("Metadata_Well"));
        Assert.Equal(["negcon", "poscon"], profiles.Column("Metadata_pert_type"));
        Assert.Equal(["DMSO", "AMG900"], profiles.Column("Metadata_pert_iname"));
        Assert.Equal(["", "BRD-K21728777-001-02-3"], profiles.Column("Metadata_broad_sample"));
        Assert.All(Channels, c => Assert.InRange(
            double.Parse(profiles[0, $"Image_Intensity_MaxIntensity_{c}"]), 256, 65535));
    }

    [Fact]
    public async Task The_lincs_fields_run_with_their_roles_doses_and_mechanisms()
    {
        var profiles = await RunAsync("lincs_a549", "SQ00015230", wellCount: 4, tileCount: 4 * 2 * 5 * 64);
        AssertColumns(profiles, ["DNA", "ER", "RNA", "AGP", "Mito"]);
        Assert.Equal(["A01", "A13", "J18", "P13"], profiles.Column("Metadata_Well"));
        Assert.Equal(["negcon", "trt", "negcon", "trt"], profiles.Column("Metadata_pert_type"));
        Assert.Equal(["DMSO", "orantinib", "DMSO", "lonafarnib"], profiles.Column("Metadata_pert_iname"));
        Assert.Equal(["", "10.000000000000002", "", "10.000000000000002"], profiles.Column("Metadata_Dose"));
        Assert.Equal("farnesyltransferase inhibitor", profiles[3, "Metadata_moa"]);
        Assert.StartsWith("FGFR inhibitor|", profiles[1, "Metadata_moa"]);
        Assert.All(profiles.Column("Metadata_Site_Count"), count => Assert.Equal("2", count));
    }

    private static void AssertColumns(Csv profiles, string[] channels)
    {
        string[] expected =
        [
            "Metadata_Plate", "Metadata_Well", "Metadata_Row", "Metadata_Col", "Metadata_Site_Count",
                "Metadata_pert_type",
            "Metadata_broad_sample", "Metadata_pert_iname", "Metadata_moa", "Metadata_Dose", "Metadata_Dose_Unit",
            .. channels.SelectMany(c => Enumerable.Range(0, 56).Select(i => $"scatter-v1_{c}_{i}")),
        ];
        Assert.Equal(expected, profiles.Columns.Take(expected.Length));
        Assert.All(channels, c => Assert.Contains($"Image_Intensity_MeanIntensity_{c}", profiles.Columns));
        Assert.Equal(10, profiles.Columns.Count(c =>
            c.StartsWith("Image_Correlation_Correlation_", StringComparison.Ordinal)));
        Assert.All(profiles.Columns.Skip(11), column => Assert.All(
            profiles.Column(column), value => Assert.True(double.IsFinite(double.Parse(value)), column)));
    }

    private async Task<Csv> RunAsync(string name, string plate, int wellCount, int tileCount)
    {
        var run = await HcsGridProcess.RunAsync(
            "run", Path.Combine(Shared.RepositoryRoot, "docs", "examples", $"{name}.json"),
            "--images", Shared.PathOf("data", name), "--out", _folder.PathOf("run"), "--json");
        var document = run.Json(0);
        Assert.Equal(wellCount, document.GetProperty("wells").GetProperty("done").GetInt32());
        Assert.Equal(0, document.GetProperty("wells").GetProperty("failed").GetInt32());
        Assert.Equal(tileCount, document.GetProperty("tiles").GetInt32());
        Assert.Equal(0, document.GetProperty("problems").GetArrayLength());
        return new Csv(_folder.PathOf("run", "plates", plate, "profiles.csv"));
    }
}
