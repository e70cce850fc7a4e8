using HcsGrid.Plates;
using HcsGrid.Profiling.Localization;

namespace HcsGrid.Profiling.Tests.Localization;

public class FeatureSpectraTests
{
    private static readonly CodeClustermap Map = CodeClustermap.Of(
        SeededSpectra.Twelve, new CodeClustermapOptions { ClusterCount = 3 });

    [Fact]
    public void A_spectrum_is_the_histogram_in_clustered_order()
    {
        var spectra = FeatureSpectra.InOrder(SeededSpectra.Twelve, Map);
        Assert.Equal(["f5", "f8", "f6", "f7", "f3", "f0", "f4", "f1", "f2"], spectra.FeatureNames);
        for (var row = 0; row < 12; row++)
        {
            Assert.Equal(Map.Order.Select(code => SeededSpectra.Twelve[row, code]), spectra.Row(row));
            Assert.Equal(1, spectra.Row(row).Sum(), 1e-12);
        }
    }

    [Fact]
    public void The_shares_of_the_clusters_are_those_of_their_codes()
    {
        var shares = FeatureSpectra.ClusterShares(SeededSpectra.Twelve, Map);
        Assert.Equal(["Code_Cluster_1", "Code_Cluster_2", "Code_Cluster_3"], shares.FeatureNames);
        for (var row = 0; row < 12; row++)
        {
            var codes = SeededSpectra.Twelve.Row(row);
            Assert.Equal(codes[5] + codes[6] + codes[7] + codes[8], shares[row, 0], 1e-12);
            Assert.Equal(codes[3], shares[row, 1], 1e-12);
            Assert.Equal(1, shares.Row(row).Sum(), 1e-12);
        }
    }

    [Fact]
    public void Codes_set_aside_have_a_sum_of_their_own_and_a_missing_share_stays_missing()
    {
        var table = SeededSpectra.Twelve.With([.. Enumerable.Range(0, 11).Select(row => (row, 1, 0.25))])
            .With((11, 1, double.NaN), (11, 3, double.NaN));
        var map = CodeClustermap.Of(table, new CodeClustermapOptions { ClusterCount = 2 });
        var shares = FeatureSpectra.ClusterShares(table, map);
        Assert.Equal(["Code_Cluster_1", "Code_Cluster_2", "Codes_Set_Aside"], shares.FeatureNames);
        Assert.Equal(0.25, shares[0, 2]);
        Assert.True(double.IsNaN(shares[11, 2]));
        Assert.Equal("f1", FeatureSpectra.InOrder(table, map).FeatureNames[^1]);
    }

    [Fact]
    public void An_order_of_other_codes_is_refused() => Assert.Throws<ArgumentException>(
        () => FeatureSpectra.InOrder(SeededSpectra.Twelve.WithCodes(0, 1), Map));

    [Theory]
    [InlineData("cells-v1_DNA_code0", true)]
    [InlineData("cells-v1_DNA_code127", true)]
    [InlineData("a_code5_code", false)]
    [InlineData("a_code", false)]
    [InlineData("a_barcode12", false)]
    [InlineData("cells-v1_DNA_3", false)]
    [InlineData("", false)]
    [InlineData("7", false)]
    public void A_code_is_known_by_the_end_of_its_name(string name, bool isCode) =>
        Assert.Equal(isCode, CodeColumns.IsCode(name));

    [Fact]
    public void Codes_are_chosen_by_their_ending_or_by_prefixes()
    {
        var table = new ProfileTableBuilder(
            ["Metadata_Well"], ["m_DNA_0", "m_DNA_code0", "m_DNA_code1", "m_ER_code0", "vq1"]).Build();
        var place = new Place { Blob = "t.csv" };
        Assert.Equal(
            ["m_DNA_code0", "m_DNA_code1", "m_ER_code0"], CodeColumns.Select(table, [], place).FeatureNames);
        Assert.Equal(["m_ER_code0", "vq1"], CodeColumns.Select(table, ["vq", "m_ER"], place).FeatureNames);
        var error = Assert.Throws<ScreenDataException>(() => CodeColumns.Select(table, ["x"], place));
        Assert.Contains("No column of numbers begins with x; the table has m_DNA_0", error.Message,
            StringComparison.Ordinal);
        Assert.Equal("t.csv", error.Place.Blob);
        Assert.Throws<ScreenDataException>(() => CodeColumns.Select(table.SelectFeatures([0, 4]), [], place));
    }
}
