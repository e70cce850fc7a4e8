using System.Text;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Storage.Tests.Azure;

public class OrdinalOrderTests
{
    private static readonly string[] Keys =
    [
        "a", "a/b", "a/ﬀ/1", "a/ﬀ/2", "a/😀/1", "a/😀/ﬀ", "a/😀/😀", "a/！", "a/中", "b/￮x", "b/𐀀", "c", "ﬀ", "😀",
        "😀/ﬀ", "😀/𐀀", "𐀀",
    ];

    [Fact]
    public void Keys_in_the_order_of_their_bytes_come_out_in_ordinal_order()
    {
        var byBytes = Keys.OrderBy(k => Convert.ToHexString(Encoding.UTF8.GetBytes(k)), StringComparer.Ordinal);
        Assert.NotEqual(Keys.Order(StringComparer.Ordinal), byBytes);
        Assert.Equal(Keys.Order(StringComparer.Ordinal), Ordered(byBytes, 100));
    }

    [Fact]
    public void Keys_in_ordinal_order_pass_unchanged() =>
        Assert.Equal(Keys.Order(StringComparer.Ordinal), Ordered(Keys.Order(StringComparer.Ordinal), 100));

    [Fact]
    public void Keys_in_no_order_are_an_error()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Ordered(["a", "c", "b"], 100));
        Assert.Contains("'b' was listed after 'c'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_keys_that_are_held_back_are_told_with_their_setting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Ordered(["x/ﬀ1", "x/ﬀ2", "x/ﬀ3"], 2));
        Assert.Contains("more than 2 keys", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxHeldKeyCount", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Ordered(IEnumerable<string> keys, int maxHeldKeyCount)
    {
        var order = new OrdinalOrder(maxHeldKeyCount);
        var result = new List<BlobInfo>();
        foreach (var key in keys)
            result.AddRange(order.Add(new BlobInfo(new BlobKey(key), 0)));
        result.AddRange(order.End());
        return [.. result.Select(b => b.Key.Text)];
    }
}
