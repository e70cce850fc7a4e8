namespace HcsGrid.Plates.Tests;

public class PlaceTests
{
    [Fact]
    public void An_error_tells_its_place_as_text_and_as_properties()
    {
        var inner = new Place { Channel = new Channel("DNA"), Blob = "a/b.tif" };
        var error = new ScreenDataException("the image is empty", inner)
            .Within(new Place { Plate = new PlateId("P1"), Well = new WellAddress(1, 2), SiteNumber = 4 });
        Assert.Equal("the image is empty (plate P1, well B03, site 4, channel DNA, blob a/b.tif)", error.Message);
        Assert.Equal(new PlateId("P1"), error.Place.Plate);
        Assert.Equal(4, error.Place.SiteNumber);
    }

    [Fact]
    public void What_an_inner_place_knows_is_not_overwritten_by_the_outer_one()
    {
        var place = new Place { Blob = "inner" }.Within(new Place { Blob = "outer", LineNumber = 3 });
        Assert.Equal("blob inner, line 3", place.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public void A_barcode_that_could_leave_its_folder_is_refused(string barcode) =>
        Assert.Throws<FormatException>(() => new PlateId(barcode));

    [Theory]
    [InlineData("")]
    [InlineData("a_b")]
    [InlineData("a b")]
    public void A_channel_name_that_would_split_a_column_name_is_refused(string name) =>
        Assert.Throws<FormatException>(() => new Channel(name));
}
