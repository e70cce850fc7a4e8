using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HcsGrid.Plates;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

public sealed partial class ReportPageTests
{
    [Fact]
    public void The_same_data_give_the_same_bytes() =>
        Assert.Equal(ReportPage.Render(new MadeUpReport().Make()), ReportPage.Render(new MadeUpReport().Make()));

    [Fact]
    public void A_stream_gets_the_same_page_as_utf8_and_stays_open()
    {
        var data = new MadeUpReport { Pictures = false }.Make();
        using var stream = new MemoryStream();
        ReportPage.Write(stream, data);
        Assert.Equal(Encoding.UTF8.GetBytes(ReportPage.Render(data)), stream.ToArray());
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public void The_page_loads_nothing_from_anywhere()
    {
        var page = ReportPage.Render(new MadeUpReport().Make());
        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Loads().Matches(page).Select(m => m.Value));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><img src=x onerror=alert(1)>")]
    [InlineData("<!--<script>")]
    [InlineData("]]>\u2028\u2029'\"`${1}&amp;")]
    [InlineData("§script§ §data§")]
    public void A_hostile_name_can_neither_end_the_data_nor_enter_the_page(string name)
    {
        var data = new MadeUpReport { Pictures = false }.Make();
        var wells = data.Plates[0].Wells.Select(w => w with { Compound = name, Moa = name }).ToArray();
        data = data with
        {
            Title = name,
            Run = name,
            Plates = [data.Plates[0] with { Wells = wells }, data.Plates[1]],
            Problems = [new(name, name)],
        };
        var page = ReportPage.Render(data);

        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(name, ReadData(DataOf(page)).Plates[0].Wells[0].Compound);
    }

    [Fact]
    public void The_data_come_back_from_the_page_as_they_were()
    {
        var data = new MadeUpReport { Pictures = false }.Make();
        var page = ReportPage.Render(data);
        var again = ReadData(DataOf(page));
        Assert.Equal(page, ReportPage.Render(again));
        Assert.Equal(data.Plates[1].Wells[20].Values, again.Plates[1].Wells[20].Values);
        Assert.Equal(data.Distances.Cosine[3], again.Distances.Cosine[3]);
        Assert.Equivalent(data.Treatments[5], again.Treatments[5], strict: true);
        Assert.Equivalent(data.Points[7], again.Points[7], strict: true);
        Assert.Equivalent(data.Distances.Tree, again.Distances.Tree, strict: true);
        Assert.Equal(data.Curves[3], again.Curves[3]);
        Assert.Equal(data.Summary, again.Summary);
        Assert.Equal(data.Problems, again.Problems);
    }

    [Fact]
    public void A_number_that_does_not_exist_is_null_in_the_page()
    {
        var data = new MadeUpReport { PlateCount = 1, WellCount = 3, Pictures = false }.Make();
        var well = data.Plates[0].Wells[1] with { Values = [double.NaN, double.PositiveInfinity, 1.5] };
        data = data with
        {
            Plates = [data.Plates[0] with { Wells = [data.Plates[0].Wells[0], well, data.Plates[0].Wells[2]] }],
            Distances = new() { Labels = ["a", "b"], Moas = [null, null], Cosine = [[0, double.NaN], [double.NaN, 0]] },
        };
        var json = DataOf(ReportPage.Render(data));
        Assert.Contains("\"values\":[null,null,1.5]", json, StringComparison.Ordinal);
        Assert.True(double.IsNaN(ReadData(json).Distances.Cosine[1][0]));
        Assert.Equal(0, ReadData(json).Distances.Cosine[1][1]);
    }

    [Fact]
    public void Templates_stay_small()
    {
        var data = new MadeUpReport { PlateCount = 0 }.Make();
        var page = ReportPage.Render(data);
        Assert.InRange(Encoding.UTF8.GetByteCount(page) - DataOf(page).Length, 1, 140 * 1024);
    }

    [Fact]
    public void Data_that_contradict_themselves_are_refused_with_their_place()
    {
        var data = new MadeUpReport { PlateCount = 1, WellCount = 3, Pictures = false }.Make();
        AssertRefused(data with { Points = [new("PLT-001", "H12", [0, 0, 0, 0])] }, "well H12 joins to no well");
        AssertRefused(
            data with { Points = [new("PLT-001", "A01", [double.NaN, 0, 0, 0])] }, "A01 has one of two coordinates");
        AssertRefused(data with { Points = [new("PLT-001", "A01", [0, 0])] }, "2 coordinates for 2 maps");
        AssertRefused(data with { Absent = [new("moon", "No moon.")] }, "no part 'moon'");
        var treatment = data.Treatments[0];
        AssertRefused(data with { Treatments = [treatment, treatment] }, "is there twice");
        AssertRefused(data with { Treatments = [treatment with { QValue = 1.5 }] }, "a q-value of 1.5");
        AssertRefused(data with { Treatments = [treatment with { Neighbours = [new(7, 0.5)] }] }, "number 7");
        AssertRefused(data with { Curves = [new() { Compound = "x", Ec50 = 1 }] }, "nor a reason");
        AssertRefused(data with { Distances = Pair(0.5, 0.6) }, "is 0.6 one way and 0.5 the other");
        AssertRefused(data with { Distances = Pair(2.5, 2.5) }, "is 2.5 one way");
        AssertRefused(data with { Distances = Pair(1, 1) with { Treatments = [0, 9] } }, "2 labels and 2 treatments");
        AssertRefused(data with { Distances = Pair(1, 1) with { Tree = TreeOf([0, 0], 0, 1) } }, "rows once");
        AssertRefused(data with { Distances = Pair(1, 1) with { Tree = TreeOf([0, 1], 0, 2) } }, "merge 0 of 0 and 2");
        AssertRefused(data with { Plates = [data.Plates[0], data.Plates[0]] }, "plate PLT-001 is there twice");
        AssertRefused(
            data with { Distances = new() { Labels = ["a", "b"], Moas = [null, null], Cosine = [[0, 1], [1]] } },
            "2 labels, 2 MoAs and 2 rows");
        AssertRefused(With(data, w => w with { Well = "I01" }), "well I01 is not a well of a plate of 8 × 12");
        AssertRefused(With(data, w => w with { Well = "a1" }), "well a1 is not a well");
        AssertRefused(With(data, w => w with { Well = "A02" }), "well A02 is there twice");
        AssertRefused(With(data, w => w with { Role = "DMSO" }), "the role 'DMSO'");
        AssertRefused(With(data, w => w with { Status = "?" }), "the status '?'");
        AssertRefused(With(data, w => w with { Status = "failed", Problem = " " }), "failed without a reason");
        AssertRefused(With(data, w => w with { Values = [1] }), "1 values for 3 metrics");
        AssertRefused(With(data, w => w with { Thumbnail = "x.png" }), "no data:image/png");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(384)]
    [InlineData(1536)]
    public void Every_plate_format_is_written(int wellCount)
    {
        var format = PlateFormat.FromWellCount(wellCount);
        var data = new MadeUpReport { PlateCount = 1, Format = format, Pictures = false }.Make();
        Assert.Equal(wellCount, ReadData(DataOf(ReportPage.Render(data))).Plates[0].Wells.Count);
    }

    private static readonly JsonSerializerOptions CamelCase =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static ReportData ReadData(string json) => JsonSerializer.Deserialize<ReportData>(json, CamelCase)!;

    private static string DataOf(string page) => DataBlock().Match(page).Groups[1].Value;

    private static ReportData With(ReportData data, Func<ReportWell, ReportWell> change)
    {
        ReportWell[] wells = [change(data.Plates[0].Wells[0]), .. data.Plates[0].Wells.Skip(1)];
        return data with { Points = [], Plates = [data.Plates[0] with { Wells = wells }] };
    }

    private static ReportDistances Pair(double above, double below) =>
        new() { Labels = ["a", "b"], Moas = [null, null], Cosine = [[0, above], [below, 0]] };

    private static ReportTree TreeOf(int[] order, int left, int right) =>
        new() { Method = "", Left = [left], Right = [right], Height = [1], Order = order };

    private static void AssertRefused(ReportData data, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => ReportPage.Render(data)).Message, StringComparison.Ordinal);

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataBlock();

    [GeneratedRegex("""<link|<iframe|<object|<embed|\ssrc="(?!data:)|@import|url\((?!#)|\bfetch\(|XMLHttpRequest""")]
    private static partial Regex Loads();
}
