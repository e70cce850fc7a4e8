namespace HcsGrid.Plates.Tests;

public class PlateMapTests
{
    private static readonly PlateMapEntry Dmso = new(ControlRole.NegativeControl, new Perturbation("DMSO"));

    [Fact]
    public void A_well_named_twice_is_refused()
    {
        var entries = new[] { "A01", "a1" }.Select(w => KeyValuePair.Create(WellAddress.Parse(w), Dmso));
        var error = Assert.Throws<ArgumentException>(() => new PlateMap(PlateFormat.FromWellCount(96), entries));
        Assert.Contains("A01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_well_outside_the_format_is_refused()
    {
        var entries = new[] { KeyValuePair.Create(WellAddress.Parse("I01"), Dmso) };
        Assert.Throws<ArgumentException>(() => new PlateMap(PlateFormat.FromWellCount(96), entries));
    }

    [Fact]
    public void Wells_are_found_by_role_and_an_unnamed_well_has_no_entry()
    {
        var map = new PlateMap(
            PlateFormat.FromWellCount(96),
            [KeyValuePair.Create(WellAddress.Parse("B01"), Dmso), KeyValuePair.Create(WellAddress.Parse("A02"), Dmso)]);
        Assert.Equal(["A02", "B01"], map.WellsWith(ControlRole.NegativeControl).Select(w => w.ToString()));
        Assert.Null(map[WellAddress.Parse("C01")]);
    }

    [Theory]
    [InlineData("trt", ControlRole.Treatment)]
    [InlineData("NEGCON", ControlRole.NegativeControl)]
    [InlineData("poscon_cp", ControlRole.PositiveControl)]
    [InlineData("empty", ControlRole.Empty)]
    public void Roles_are_read_as_the_tables_write_them(string text, ControlRole expected)
    {
        Assert.True(ControlRoles.TryParse(text, out var role));
        Assert.Equal(expected, role);
        Assert.True(ControlRoles.TryParse(role.ToTableText(), out var again));
        Assert.Equal(role, again);
    }

    [Fact]
    public void Several_mechanisms_are_split_at_the_bar() =>
        Assert.Equal(["a b", "c"], new Moa("a b | c").Labels);
}
