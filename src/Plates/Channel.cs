namespace HcsGrid.Plates;

/// <summary>
/// A stain or light path, named as the tables will name it (<c>DNA</c>, <c>Tubulin</c>).
/// </summary>
/// <remarks>
/// The name becomes a part of column names, so it has 1 to 64 letters, digits or <c>-</c>; an underscore would split
/// it.
/// </remarks>
public readonly record struct Channel
{
    private readonly string? _name;

    /// <summary>Takes a name.</summary>
    /// <exception cref="FormatException">The text cannot be a channel's name.</exception>
    public Channel(string name)
    {
        if (name is not { Length: > 0 and <= 64 } || !name.All(c => char.IsLetterOrDigit(c) || c == '-'))
        {
            throw new FormatException(
                $"'{name}' is not a channel name: expected 1 to 64 letters, digits or '-' " +
                "(it becomes part of column names).");
        }

        _name = name;
    }

    /// <summary>The name; empty for the default value, which is no channel.</summary>
    public string Name => _name ?? "";

    public override string ToString() => Name;
}
