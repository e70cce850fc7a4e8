using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Knows columns of wells by their names, so that a join takes <c>A1</c>, <c>a01</c> and <c>A01</c> for the same well.
/// </summary>
internal static class WellSpelling
{
    /// <summary>Whether a column's name says that it holds wells: it ends in <c>well</c>, <c>well_position</c> or the
    /// like, in any case.</summary>
    public static bool IsWellColumn(string name)
    {
        var parts = name.Split('_', '.', ' ', '-');
        var last = parts[^1].ToLowerInvariant();
        var before = parts.Length > 1 ? parts[^2].ToLowerInvariant() : "";
        return last is "well" or "wells" or "wellposition" or "wellname" or "wellid"
            || (before == "well" && last is "position" or "name" or "id" or "address");
    }

    /// <summary>The well as the field writes it; what is no well stays as it is.</summary>
    public static string Normalize(string text) =>
        WellAddress.TryParse(text.AsSpan(), out var address) ? address.ToString() : text;
}
