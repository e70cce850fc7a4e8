namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// Names of codes as short as they tell them apart.
/// </summary>
internal static class CodeNames
{
    /// <summary>The names without the beginning that all have, cut after a <c>_</c>.</summary>
    public static string[] Short(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return [];
        var shared = names[0].Length;
        foreach (var name in names)
            shared = Math.Min(shared, name.AsSpan().CommonPrefixLength(names[0]));
        var cut = names[0].AsSpan(0, shared).LastIndexOf('_') + 1;
        return [.. names.Select(name => cut < name.Length ? name[cut..] : name)];
    }
}
