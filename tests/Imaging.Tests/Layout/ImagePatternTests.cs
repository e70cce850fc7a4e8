using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests.Layout;

public class ImagePatternTests
{
    [Theory]
    [InlineData("{plate}/{well}_s{site}_{channel}.tif", "P-1/B03_s2_DNA.tif", "P-1", "B03", 2, "DNA")]
    [InlineData("{plate}/{well}_s{site}_{channel}.tif", "P-1/b3_S02_dna.TIF", "P-1", "B03", 2, "dna")]
    [InlineData("r{row}c{column}f{site}p01-ch{channel}sk1fk1fl1.tiff", "r04c05f09p01-ch5sk1fk1fl1.tiff", null, "D05",
        9, "5")]
    [InlineData("Channel{channel}-{*}-{row}-{column}.tif", "Channel1-01-A-12.tif", null, "A12", 1, "1")]
    [InlineData("{plate}/TimePoint_1/{plate}_{well}_s{site}_w{channel}.tif", "A_1/TimePoint_1/A_1_h12_s1_w2.tif",
        "A_1", "H12", 1, "2")]
    [InlineData("{*}/{well}.png", "any thing/AF48.png", null, "AF48", 1, null)]
    [InlineData("{*}{well}.png", "AA01.png", null, "AA01", 1, null)]
    [InlineData("a.b+c({well})[{channel}]$.tif", "A.B+C(p24)[x y]$.tif", null, "P24", 1, "x y")]
    [InlineData("{row}{column}.tif", "AF48.tif", null, "AF48", 1, null)]
    public void A_key_tells_plate_well_site_and_channel(
        string pattern, string key, string? plate, string well, int site, string? channel)
    {
        var name = new ImagePattern(pattern).TryMatch(key);
        Assert.Equal(new ImageName(plate, WellAddress.Parse(well), site, channel), name);
    }

    [Theory]
    [InlineData("{plate}/{well}.tif", "P1/A01.tiff")]
    [InlineData("{plate}/{well}.tif", "more/P1/A01.tif")]
    [InlineData("{plate}/{well}.tif", "A01.tif")]
    [InlineData("{*}/{well}.tif", "a/b/A01.tif")]
    [InlineData("{well}.tif", "A01xtif")]
    [InlineData("{plate}/{plate}_{well}.tif", "P1/P2_A01.tif")]
    [InlineData("{well}/{well}.tif", "A01/A02.tif")]
    [InlineData("{well}.tif", "")]
    [InlineData("{well}.tif", "A01.tif\n")]
    public void A_key_of_another_shape_is_no_image(string pattern, string key) =>
        Assert.Null(new ImagePattern(pattern).TryMatch(key));

    [Theory]
    [InlineData("{well}.tif", "A49.tif", "'A49' is not a well")]
    [InlineData("{well}.tif", "readme.tif", "'readme' is not a well")]
    [InlineData("r{row}c{column}.tif", "r33c01.tif", "'3301' is not a well")]
    [InlineData("r{row}c{column}.tif", "r00c01.tif", "'0001' is not a well")]
    [InlineData("{well}_{site}.tif", "A01_0.tif", "'0' is not a site number")]
    [InlineData("{well}_{site}.tif", "A01_x.tif", "'x' is not a site number")]
    [InlineData("{well}_{site}.tif", "A01_9999999999.tif", "'9999999999' is not a site number")]
    [InlineData("{plate}/{well}.tif", ".hidden/A01.tif", "'.hidden' is not a plate barcode")]
    public void A_key_of_the_shape_that_names_no_well_or_site_is_an_error_that_names_it(
        string pattern, string key, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => new ImagePattern(pattern).TryMatch(key));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(key, error.Place.Blob);
    }

    [Fact]
    public void Every_row_and_column_number_is_the_well_of_that_row_and_column()
    {
        var pattern = new ImagePattern("r{row}c{column}.tif");
        foreach (var well in PlateFormat.FromWellCount(1536).Wells())
        {
            Assert.Equal(well, pattern.TryMatch($"r{well.RowNumber:00}c{well.ColumnNumber:00}.tif")!.Well);
            Assert.Equal(well, pattern.TryMatch($"r{well.RowLetters}c{well.ColumnNumber}.tif")!.Well);
        }
    }

    [Theory]
    [InlineData("{plate}/{wel}.tif", "{wel}")]
    [InlineData("{Well}.tif", "{Well}")]
    [InlineData("{well}/{}", "{}")]
    [InlineData("{well}/{site", "{site")]
    [InlineData("{{well}}", "{{well}")]
    public void An_unknown_token_is_told_with_those_there_are(string pattern, string token)
    {
        var error = Assert.Throws<FormatException>(() => new ImagePattern(pattern));
        Assert.Contains($"'{token}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("{plate}, {well}, {row}, {column}, {site}, {channel}, {*}", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{plate}_{site}_{channel}.tif")]
    [InlineData("{row}.tif")]
    [InlineData("{column}.tif")]
    public void A_pattern_that_cannot_tell_the_well_is_refused(string pattern) =>
        Assert.Contains("neither {well} nor", Assert.Throws<FormatException>(() =>
            new ImagePattern(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_longer_than_any_name_is_refused()
    {
        var error = Assert.Throws<FormatException>(() =>
            new ImagePattern("{well}" + new string('a', ImagePattern.MaxLength)));
        Assert.Contains($"at most {ImagePattern.MaxLength}", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 300);
    }

    [Fact]
    public void A_hostile_pattern_reads_a_hostile_key_in_linear_time()
    {
        var pattern = new ImagePattern(string.Concat(Enumerable.Repeat("{*}{channel}{plate}", 20)) + "{well}!");
        var key = new string('a', 1000);
        var watch = Stopwatch.StartNew();
        Assert.Null(pattern.TryMatch(key));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Any_key_is_read_left_alone_or_refused_by_name() =>
        Prop.ForAll<string>(text =>
        {
            var pattern = new ImagePattern("{plate}/{*}{row}{column}_{site}-{channel}.{*}");
            foreach (var key in (string[])[text ?? "", $"p/xA01_1-{text}.tif", $"{text}/A1_1-c.tif", $"p/A1_{text}-c."])
            {
                try
                {
                    if (pattern.TryMatch(key) is { } name && (name.SiteNumber < 1 || !PlateId.IsValid(name.Plate)))
                        return false;
                }
                catch (ScreenDataException error)
                {
                    if (error.Place.Blob != key)
                        return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
