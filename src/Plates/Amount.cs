using System.Globalization;

namespace HcsGrid.Plates;

/// <summary>
/// An amount in words: <c>1 tile</c>, <c>2 tiles</c>.
/// </summary>
public static class Amount
{
    /// <summary>The number with its noun, which stands in the plural with an s but for one.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
