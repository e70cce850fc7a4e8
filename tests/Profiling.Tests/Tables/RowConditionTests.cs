using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class RowConditionTests
{
    private static readonly ProfileTable Table = new ProfileTableBuilder(
            ["Metadata_pert", "Metadata_dose", "Metadata_my well", "Metadata_flag"], ["Cells_a", "Cells_b"])
        .AddRow(["DMSO", "", "A01", "True"], [1, 1])
        .AddRow(["DMSO", "0", "a2", "False"], [2, double.NaN])
        .AddRow(["it's", "10", "A03", "true"], [3, 0])
        .AddRow([null, "9.5", "A04", ""], [-4, double.PositiveInfinity])
        .Build();

    [Theory]
    [InlineData("all", "0123")]
    [InlineData(" all ", "0123")]
    [InlineData("Metadata_pert == 'DMSO'", "01")]
    [InlineData("Metadata_pert==\"DMSO\"", "01")]
    [InlineData("'DMSO' == Metadata_pert", "01")]
    [InlineData("Metadata_pert != 'DMSO'", "23")]
    [InlineData("Metadata_pert == 'it\\'s'", "2")]
    [InlineData("Metadata_pert == \"it's\"", "2")]
    [InlineData("Metadata_pert == ''", "3")]
    [InlineData("Metadata_pert == 'dmso'", "")]
    [InlineData("Metadata_pert in ['DMSO', 'x']", "01")]
    [InlineData("Metadata_pert in ('x', \"it's\",)", "2")]
    [InlineData("Metadata_pert not in ['DMSO']", "23")]
    [InlineData("Metadata_pert == ['DMSO']", "01")]
    [InlineData("Metadata_pert != ['DMSO', '']", "2")]
    [InlineData("Metadata_pert in []", "")]
    [InlineData("Metadata_dose == 0", "1")]
    [InlineData("Metadata_dose != 0", "023")]
    [InlineData("Metadata_dose > 9", "23")]
    [InlineData("Metadata_dose > '9'", "3")]
    [InlineData("Metadata_dose < -1e-3", "")]
    [InlineData("0 <= Metadata_dose < 10", "13")]
    [InlineData("`Metadata_my well` == 'A01'", "0")]
    [InlineData("Metadata_flag == True", "0")]
    [InlineData("Metadata_flag == False", "1")]
    [InlineData("Cells_a > 1 and Cells_a <= 3", "12")]
    [InlineData("Cells_b == Cells_b", "023")]
    [InlineData("Cells_b != Cells_b", "1")]
    [InlineData("Cells_b > 1e300", "3")]
    [InlineData("Cells_a == Cells_b", "0")]
    [InlineData("Cells_a == -4 or Metadata_pert == 'DMSO' and Cells_a == 2", "13")]
    [InlineData("(Cells_a == -4 or Metadata_pert == 'DMSO') and Cells_a == 2", "1")]
    [InlineData("not Metadata_pert == 'DMSO' and Cells_a > 0", "2")]
    [InlineData("not (Metadata_pert == 'DMSO' and Cells_a > 1)", "023")]
    [InlineData("(Cells_a == 1) | (Cells_a == 2) & ~(Cells_b == 0)", "01")]
    [InlineData("((((Cells_a == 1))))", "0")]
    [InlineData("Cells_a in [1, 3.0]", "02")]
    public void Rows_are_those_that_the_condition_holds_for(string condition, string rows) =>
        Assert.Equal(rows, string.Concat(RowCondition.Parse(condition).RowsOf(Table)));

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void An_empty_condition_as_of_an_unset_variable_chooses_nothing_by_mistake(string condition) =>
        Assert.Contains(
            "empty; the word all", Assert.Throws<ScreenDataException>(() => RowCondition.Parse(condition)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Metadata_pert = 'x'", 15, "==")]
    [InlineData("Metadata_pert == 'x", 18, "never closed")]
    [InlineData("`Metadata_pert == 'x'", 1, "never closed")]
    [InlineData("Metadata_pert ==", 17, "the end")]
    [InlineData("Metadata_pert", 14, "a comparison")]
    [InlineData("(Cells_a == 1", 14, ")")]
    [InlineData("Cells_a == 1)", 13, "')'")]
    [InlineData("Cells_a == 1 Cells_b == 1", 14, "Cells_b")]
    [InlineData("Cells_a not == 1", 13, "in")]
    [InlineData("Cells_a in 'x'", 12, "a list")]
    [InlineData("Cells_a in ['x' 'y']", 17, ",")]
    [InlineData("Cells_a < ['x']", 11, "a column")]
    [InlineData("Cells_a == 1.2.3", 12, "'1.2.3' is no number")]
    [InlineData("Cells_a == $x", 12, "'$'")]
    [InlineData("and", 1, "'and'")]
    public void What_is_not_understood_is_told_with_the_character(string condition, int position, string word)
    {
        var error = Assert.Throws<ScreenDataException>(() => RowCondition.Parse(condition));
        Assert.Contains($"at character {position}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var error = Assert.Throws<ScreenDataException>(
            () => RowCondition.Parse("Metadata_nope == 'x'").RowsOf(Table));
        Assert.Contains("'Metadata_nope'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Metadata_pert", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_is_not_compared_with_a_text() => Assert.Contains(
        "a number with a text",
        Assert.Throws<ScreenDataException>(() => RowCondition.Parse("Cells_a == 'x'").RowsOf(Table)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Hostile_conditions_are_bounded()
    {
        var deep = new string('(', 5000) + "Cells_a == 1" + new string(')', 5000);
        Assert.Contains("64", Assert.Throws<ScreenDataException>(() => RowCondition.Parse(deep)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => RowCondition.Parse(new string('x', RowCondition.MaxLength + 1)));
    }

    [Fact]
    public void A_table_without_rows_has_none_of_them() =>
        Assert.Empty(RowCondition.Parse("Metadata_pert == 'DMSO'").RowsOf(Table.SelectRows(Array.Empty<int>())));
}
