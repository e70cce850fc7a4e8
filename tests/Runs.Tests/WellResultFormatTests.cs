using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

public class WellResultFormatTests
{
    private static readonly WellResult Small = new()
    {
        Plate = new PlateId("P1"),
        Well = WellAddress.Parse("B03"),
        JobHash = "abc",
        SiteNumbers = [1, 4],
        TileCount = 50,
        Profile = [1.5, double.NaN, double.NegativeInfinity],
        SiteProfiles = [BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_1234), -0.0, double.Epsilon, 1, 2, 3],
        Thumbnail = [0xFF, 0xD8, 0x00],
        Problems = ["one", "zwei µm"],
    };

    [Fact]
    public void A_result_reads_back_bit_for_bit()
    {
        var bytes = WellResultFormat.Write(Small);
        AssertSame(Small, WellResultFormat.Read(bytes, "x.well"));
        Assert.Equal(bytes, WellResultFormat.Write(WellResultFormat.Read(bytes, "x.well")));
    }

    [Fact]
    public void Any_result_reads_back_bit_for_bit() =>
        Prop.ForAll<(ulong[] Profile, byte Sites, byte[] Thumbnail, string[] Problems)>(made =>
        {
            var count = made.Sites % 5;
            var result = Small with
            {
                SiteNumbers = [.. Enumerable.Range(1, count)],
                Profile = [.. made.Profile.Select(BitConverter.UInt64BitsToDouble)],
                SiteProfiles = [.. Enumerable.Range(0, count)
                    .SelectMany(s => made.Profile.Select(v => BitConverter.UInt64BitsToDouble(v ^ ((ulong)s << 52))))],
                Thumbnail = made.Thumbnail,
                Problems = [.. made.Problems.Select(p => new string([.. (p ?? "").Where(c => !char.IsSurrogate(c))]))],
            };
            AssertSame(result, WellResultFormat.Read(WellResultFormat.Write(result), "x.well"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_change_of_a_byte_and_every_truncation_is_refused()
    {
        var bytes = WellResultFormat.Write(Small);
        StoredWell.AssertNoByteMayChange(bytes, 0x01, 0x80, 0xFF);
        StoredWell.AssertRefused([.. bytes, 0]);
        StoredWell.AssertRefused([.. bytes, .. bytes]);
        AssertSame(Small, WellResultFormat.Read(bytes, "x.well"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\u0000")]
    public void A_header_of_another_kind_with_its_right_hash_is_refused(string header) =>
        StoredWell.AssertRefused(StoredWell.Sealed(1, header, []));

    [Theory]
    [InlineData("siteNumbers", "null")]
    [InlineData("problems", "null")]
    [InlineData("jobHash", "null")]
    [InlineData("plate", "null")]
    [InlineData("plate", "\"../x\"")]
    [InlineData("well", "null")]
    [InlineData("well", "\"B99\"")]
    [InlineData("featureCount", "-1")]
    [InlineData("featureCount", "2147483647")]
    [InlineData("featureCount", "99999999999")]
    [InlineData("thumbnailLength", "-8")]
    [InlineData("thumbnailLength", "2147483647")]
    public void A_hostile_header_with_its_right_hash_is_refused(string key, string json)
    {
        var body = new byte[8];
        Assert.Equal("B03", WellResultFormat.Read(StoredWell.Sealed(1, Header(), body), "x").Well.ToString());
        StoredWell.AssertRefused(StoredWell.Sealed(1, Header((key, json)), body));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(int.MaxValue, null)]
    [InlineData(3, null)]
    [InlineData(null, -1L)]
    [InlineData(null, long.MaxValue)]
    [InlineData(null, long.MinValue)]
    public void A_hostile_length_with_its_right_hash_is_refused(int? headerLength, long? bodyLength) =>
        StoredWell.AssertRefused(StoredWell.Sealed(1, "{}", [], headerLength, bodyLength));

    [Fact]
    public void Refusing_a_hostile_length_takes_no_memory()
    {
        var bytes = StoredWell.Sealed(
            1, Header(("featureCount", "2000000000"), ("thumbnailLength", "2000000000"), ("siteNumbers", "[1]")), []);
        StoredWell.AssertRefused(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        StoredWell.AssertRefused(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_result_of_a_later_version_is_refused_by_its_version()
    {
        var bytes = WellResultFormat.Write(Small);
        bytes[8] = 4;
        Assert.Contains("version 4", StoredWell.AssertRefused(bytes), StringComparison.Ordinal);
    }

    private static void AssertSame(WellResult expected, WellResult found)
    {
        Assert.Equal((expected.Plate, expected.Well, expected.JobHash), (found.Plate, found.Well, found.JobHash));
        Assert.Equal(expected.TileCount, found.TileCount);
        Assert.Equal(expected.SiteNumbers, found.SiteNumbers);
        Assert.Equal(Bits(expected.Profile), Bits(found.Profile));
        Assert.Equal(Bits(expected.SiteProfiles), Bits(found.SiteProfiles));
        Assert.Equal(expected.Thumbnail, found.Thumbnail);
        Assert.Equal(expected.Problems, found.Problems);
    }

    private static IEnumerable<ulong> Bits(double[] values) => values.Select(BitConverter.DoubleToUInt64Bits);

    /// <summary>The header of a result of one number and no sites, with some values changed.</summary>
    private static string Header(params (string Key, string Json)[] changes)
    {
        var header = JsonNode.Parse("""
            {
              "plate": "P1", "well": "B03", "jobHash": "a", "siteNumbers": [], "tileCount": 0, "featureCount": 1,
              "thumbnailLength": 0, "problems": []
            }
            """)!;
        foreach (var (key, json) in changes)
            header[key] = JsonNode.Parse(json);
        return header.ToJsonString();
    }
}
