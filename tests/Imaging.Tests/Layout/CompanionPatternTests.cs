using HcsGrid.Imaging.Layout;
using HcsGrid.Storage;

namespace HcsGrid.Imaging.Tests.Layout;

/// <summary>
/// Files that belong to images, named by the images' tokens.
/// </summary>
public class CompanionPatternTests
{
    [Theory]
    [InlineData("{plate}/{well}_s{site}_w{channel}.tif", "P1/b3_s07_w1.tif", "{plate}/{well}{site}.csv", "P1/b307.csv")]
    [InlineData("{plate}/{well}_s{site}_w{channel}.tif", "P1/b3_s07_w1.tif", "{well:A01}-{site:1}.csv", "B03-7.csv")]
    [InlineData("{plate}/{well}_s{site}_w{channel}.tif", "P1/b3_s7_w1.tif", "{well:A1}-{site:001}.csv", "B3-007.csv")]
    [InlineData("r{row}c{column}f{site}ch{channel}.png", "r10c18f05ch2.png", "{well:A01}-{site:1}.csv", "J18-5.csv")]
    [InlineData("r{row}c{column}f{site}-ch{channel}.png", "r10c18f05-ch2.png", "{row}.{column}.csv", "10.18.csv")]
    [InlineData("{image}.tif", "a{site}b.tif", "{image}.csv", "a{site}b.csv")]
    public void A_token_reads_as_it_is_written_or_in_the_form_that_is_asked_for(
        string images, string image, string pattern, string key)
    {
        var companions = new CompanionPattern(pattern, new ImagePattern(images), "location file");
        Assert.Equal(new BlobKey(key), companions.KeyFor(new BlobKey(image)));
        Assert.True(companions.IsCompanion(key));
        Assert.False(companions.IsCompanion(image));
    }

    [Theory]
    [InlineData("{image}.tif", "{well:A01}.csv", "has {well}, which the image pattern")]
    [InlineData("{well}.tif", "{site:1}.csv", "has {site}, which the image pattern")]
    [InlineData("{well}.tif", "{plate}.csv", "has {plate}, which the image pattern")]
    [InlineData("{row}{column}.tif", "{well}.csv", "has {well}, which the image pattern")]
    [InlineData("{well}_{site}.tif", "{well:a1}.csv", "unknown form '{well:a1}'")]
    [InlineData("{well}_{site}.tif", "{site:2}.csv", "unknown form '{site:2}'")]
    [InlineData("{well}_{site}.tif", "{site:A01}.csv", "unknown form '{site:A01}'")]
    [InlineData("{well}_{site}.tif", "{well:}.csv", "unknown form '{well:}'")]
    [InlineData("{well}_{site}.tif", "{Well}.csv", "unknown token '{Well}'")]
    [InlineData("{well}_{site}.tif", "{well", "unknown token '{well'")]
    [InlineData("{well}.tif", "{*}.csv", "cannot tell one location file")]
    [InlineData("{well}.tif", "{well}.tif", "is that of the images")]
    public void A_pattern_that_cannot_name_a_file_is_refused(string images, string pattern, string reason)
    {
        var error = Assert.Throws<FormatException>(
            () => new CompanionPattern(pattern, new ImagePattern(images), "location file"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
