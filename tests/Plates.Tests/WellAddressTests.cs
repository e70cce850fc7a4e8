using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Plates.Tests;

public class WellAddressTests
{
    [Theory]
    [InlineData("a1", "A01")]
    [InlineData("a01", "A01")]
    [InlineData("A1", "A01")]
    [InlineData("A01", "A01")]
    [InlineData("A001", "A01")]
    [InlineData(" h12 ", "H12")]
    [InlineData("P24", "P24")]
    [InlineData("z9", "Z09")]
    [InlineData("aa1", "AA01")]
    [InlineData("Af48", "AF48")]
    public void Every_spelling_of_a_well_is_read_and_written_the_one_way(string spelling, string written) =>
        Assert.Equal(written, WellAddress.Parse(spelling).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("1")]
    [InlineData("A0")]
    [InlineData("A49")]
    [InlineData("AG1")]
    [InlineData("BA1")]
    [InlineData("AAA1")]
    [InlineData("A-1")]
    [InlineData("A1.5")]
    [InlineData("A0001")]
    [InlineData("Ä1")]
    [InlineData("A١")]
    public void What_names_no_well_is_refused_by_name(string text)
    {
        Assert.False(WellAddress.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => WellAddress.Parse(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_well_of_every_format_reads_back_as_itself()
    {
        foreach (var well in PlateFormat.All.SelectMany(f => f.Wells()))
        {
            Assert.Equal(well, WellAddress.Parse(well.ToString()));
            Assert.Equal(well, WellAddress.Parse($"{well.RowLetters.ToLowerInvariant()}{well.ColumnNumber}"));
        }
    }

    [Fact]
    public void Any_text_is_either_a_well_of_the_largest_plate_or_refused() =>
        Prop.ForAll<string>(text =>
            !WellAddress.TryParse(text, null, out var well) || PlateFormat.FromWellCount(1536).Contains(well))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Wells_order_by_row_and_then_by_column()
    {
        var wells = PlateFormat.FromWellCount(1536).Wells().ToArray();
        var random = new Random(5);
        var shuffled = wells.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(wells, shuffled.Order());
    }
}
