namespace HcsGrid.Plates.Tests;

public class PlateFormatTests
{
    [Theory]
    [InlineData(6, 2, 3)]
    [InlineData(12, 3, 4)]
    [InlineData(24, 4, 6)]
    [InlineData(48, 6, 8)]
    [InlineData(96, 8, 12)]
    [InlineData(384, 16, 24)]
    [InlineData(1536, 32, 48)]
    public void A_format_is_found_by_its_number_of_wells(int wells, int rows, int columns)
    {
        var format = PlateFormat.FromWellCount(wells);
        Assert.Equal(new PlateFormat(rows, columns), format);
        Assert.Equal(wells, format.Wells().Distinct().Count());
        Assert.All(format.Wells(), w => Assert.True(format.Contains(w)));
    }

    [Fact]
    public void A_number_of_wells_that_no_plate_has_is_refused_with_the_numbers_that_are()
    {
        var error = Assert.Throws<ArgumentException>(() => PlateFormat.FromWellCount(100));
        Assert.Contains("6, 12, 24, 48, 96, 384, 1536", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B02", "G11", 96)]
    [InlineData("A01", "A01", 96)]
    [InlineData("C03", "H13", 384)]
    [InlineData("A01", "I01", 384)]
    [InlineData("A01", "P24", 384)]
    [InlineData("A01", "AA02", 1536)]
    [InlineData("A01", "A25", 1536)]
    public void A_sparse_plate_belongs_to_its_physical_format(string first, string last, int wells) =>
        Assert.Equal(wells, PlateFormat.SmallestHolding([WellAddress.Parse(first), WellAddress.Parse(last)]).WellCount);
}
