using HcsGrid.Plates;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// Finds the columns of a table that are the shares of a quantized map's codes.
/// </summary>
/// <remarks>A run names them <c>&lt;model&gt;_&lt;channel&gt;_code&lt;index&gt;</c>; tables of other programs name
/// them by a prefix.</remarks>
public static class CodeColumns
{
    private const string Marker = "_code";

    /// <summary>Whether a name ends in <c>_code</c> and a number.</summary>
    public static bool IsCode(string name)
    {
        var end = name.Length;
        while (end > 0 && char.IsAsciiDigit(name[end - 1]))
            end--;
        return end < name.Length && name.AsSpan(0, end).EndsWith(Marker, StringComparison.Ordinal);
    }

    /// <summary>The names without the beginning that all have, cut after a <c>_</c>: as short as they tell the codes
    /// apart.</summary>
    public static string[] ShortNames(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return [];
        var shared = names[0].Length;
        foreach (var name in names)
            shared = Math.Min(shared, name.AsSpan().CommonPrefixLength(names[0]));
        var cut = names[0].AsSpan(0, shared).LastIndexOf('_') + 1;
        return [.. names.Select(name => cut < name.Length ? name[cut..] : name)];
    }

    /// <summary>The table with its codes as the only features, in its order.</summary>
    /// <param name="table">Rows with codes among their features.</param>
    /// <param name="prefixes">Beginnings of the codes' names; none for every name that <see cref="IsCode"/>.</param>
    /// <param name="place">The table's file, for errors.</param>
    /// <exception cref="ScreenDataException">No feature is a code.</exception>
    public static ProfileTable Select(ProfileTable table, IReadOnlyList<string> prefixes, Place place)
    {
        var codes = Enumerable.Range(0, table.FeatureCount).Where(f => IsChosen(table.FeatureNames[f])).ToArray();
        if (codes.Length > 0)
            return table.SelectFeatures(codes);
        var expected = prefixes.Count == 0
            ? "ends in _code and a number"
            : $"begins with {string.Join(" or ", prefixes)}";
        throw new ScreenDataException(
            $"No column of numbers {expected}; the table has {ProfileTable.Enumerate(table.FeatureNames)}", place);

        bool IsChosen(string name) => prefixes.Count == 0
            ? IsCode(name)
            : prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
