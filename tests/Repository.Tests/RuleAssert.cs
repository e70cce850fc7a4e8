namespace HcsGrid.Repository.Tests;

/// <summary>
/// Fails a test with everything that breaks a rule, one a line.
/// </summary>
internal static class RuleAssert
{
    private const int MaxShown = 200;

    /// <summary>Asserts that a bad example breaks a rule once, in words that hold the expected ones.</summary>
    public static void Breaks(string expected, IEnumerable<string> violations) =>
        Assert.Contains(expected, Assert.Single(violations), StringComparison.Ordinal);

    public static void Holds(IEnumerable<string> violations)
    {
        var all = violations.ToArray();
        if (all.Length > 0)
            Assert.Fail($"{all.Length} broken:\n{string.Join('\n', all.Take(MaxShown))}");
    }
}
