namespace HcsGrid.Plates;

/// <summary>
/// A mechanism of action, one or several joined by <c>|</c> as the field's tables write them.
/// </summary>
/// <param name="Text">The text as tables write it, such as <c>tubulin inhibitor</c> or <c>a|b</c>.</param>
public readonly record struct Moa(string Text)
{
    /// <summary>The single mechanisms, in the order given.</summary>
    public IReadOnlyList<string> Labels =>
        Text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override string ToString() => Text;
}
