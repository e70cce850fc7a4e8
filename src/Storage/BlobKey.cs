using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// The name of a blob inside its store: segments joined by <c>/</c>.
/// </summary>
/// <remarks>
/// A key never leaves its store: it has 1 to 1024 characters of well-formed Unicode, does not begin or end with
/// <c>/</c>, has no colon in second place, no backslash and no control character, and no segment is empty, <c>.</c> or
/// <c>..</c>.
/// </remarks>
public readonly record struct BlobKey : IComparable<BlobKey>
{
    private readonly string? _text;

    /// <summary>Takes a key.</summary>
    /// <exception cref="ScreenDataException">The text cannot be a key; the message says why.</exception>
    public BlobKey(string text)
    {
        if (Refusal(text) is { } reason)
            throw new ScreenDataException($"'{text}' cannot name a blob: {reason}", new Place { Blob = text });
        _text = text;
    }

    /// <summary>The whole key; empty for the default value, which names no blob.</summary>
    public string Text => _text ?? "";

    /// <summary>What follows the last <c>/</c>.</summary>
    public string FileName => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>This key, a slash, and another.</summary>
    public static BlobKey operator /(BlobKey folder, string rest) => new($"{folder.Text}/{rest}");

    public int CompareTo(BlobKey other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;

    public static bool operator <(BlobKey left, BlobKey right) => left.CompareTo(right) < 0;

    public static bool operator >(BlobKey left, BlobKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(BlobKey left, BlobKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BlobKey left, BlobKey right) => left.CompareTo(right) >= 0;

    private static string? Refusal(string text)
    {
        if (string.IsNullOrEmpty(text))
            return "it is empty";
        if (text.Length > 1024)
            return "it is longer than 1024 characters";
        if (text.Any(char.IsControl))
            return "it holds a control character";
        if (HoldsHalfACharacter(text))
            return "it holds half of a surrogate pair";
        if (text.Contains('\\', StringComparison.Ordinal))
            return "it holds a backslash";
        if (text.Length > 1 && text[1] == ':')
            return "it begins with a drive";
        foreach (var segment in text.Split('/'))
        {
            if (segment.Length == 0)
                return "a segment is empty (keys are relative and have single slashes)";
            if (segment is "." or "..")
                return "it holds '.' or '..'";
        }

        return null;
    }

    // Every half becomes the same replacement character when it is written, so two keys would name one file.
    private static bool HoldsHalfACharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
