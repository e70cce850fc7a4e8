using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// The address of a part of a blob container: <c>azure://account/container[/prefix][?SAS]</c>.
/// </summary>
/// <remarks>
/// <para>The account is a storage account's name, or the whole host of its blob endpoint (with dots). The prefix is
/// percent-encoded like any URL's path; blobs below it and a slash are the store's.</para>
/// <para>A shared access signature (SAS) after the <c>?</c> is a secret: no member that ends up in a message shows it.
/// </para>
/// </remarks>
internal sealed class AzureAddress
{
    public const string Scheme = "azure";

    private const string Form = "expected azure://account/container or azure://account/container/prefix";

    private AzureAddress(string account, string container, string prefix, string? signature)
    {
        (Account, Container, Prefix, Signature) = (account, container, prefix, signature);
        Shown = $"{Scheme}://{account}/{container}{(prefix.Length > 0 ? "/" + Encoded(prefix) : "")}";
    }

    /// <summary>The account's name or its endpoint's host.</summary>
    public string Account { get; }

    public string Container { get; }

    /// <summary>What stands before every key, without a slash at its end; empty for the whole container.</summary>
    public string Prefix { get; }

    /// <summary>The SAS, without the question mark; null where the address has none.</summary>
    public string? Signature { get; }

    /// <summary>The address without its SAS.</summary>
    public string Shown { get; }

    /// <summary>Whether a text is meant as such an address.</summary>
    public static bool IsMeant(string text) =>
        text.StartsWith(Scheme + ":", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ScreenDataException">The text is no such address; the message shows no secret.</exception>
    public static AzureAddress Parse(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? text : text[..end];
        if (!path.StartsWith(Scheme + "://", StringComparison.OrdinalIgnoreCase))
            throw Refuse(path, Form);
        var parts = path[(Scheme.Length + 3)..].Split('/', 3);
        // What stands before an @ may be a secret, and an account's key has no place in an address.
        if (path.Contains('@', StringComparison.Ordinal))
        {
            throw Refuse(
                $"{Scheme}://…{path[path.LastIndexOf('@')..]}", "it holds an @; credentials do not belong there");
        }

        if (parts.Length < 2)
            throw Refuse(path, Form);
        if (end >= 0 && text[end] == '#')
            throw Refuse(path, "a '#' in a prefix is written %23");
        var account = parts[0].ToLowerInvariant();
        if (!IsAccount(account) && !IsHost(account))
            throw Refuse(path, $"'{parts[0]}' is neither a storage account (3 to 24 of a-z, 0-9) nor a host");
        if (!IsContainer(parts[1]))
            throw Refuse(path, $"'{parts[1]}' is no container's name (3 to 63 of a-z, 0-9 and single '-')");
        var prefix = parts.Length < 3 ? "" : Uri.UnescapeDataString(parts[2]);
        if (prefix.EndsWith('/'))
            prefix = prefix[..^1];
        if (prefix.Length > 0)
            AzureKeys.Check(new BlobKey(prefix), "");
        return new AzureAddress(account, parts[1], prefix, end < 0 ? null : text[(end + 1)..]);
    }

    // A name, as the whole host's first part: `account` and `account.blob.core.windows.net` are one.
    public static string AccountOf(string accountOrHost) => accountOrHost.Split('.')[0];

    private static string Encoded(string prefix) => string.Join('/', prefix.Split('/').Select(Uri.EscapeDataString));

    private static bool IsAccount(string text) =>
        text.Length is >= 3 and <= 24 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private static bool IsHost(string text) =>
        text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns;

    private static bool IsContainer(string text) =>
        text.Length is >= 3 and <= 63 && text[0] != '-' && text[^1] != '-' &&
        !text.Contains("--", StringComparison.Ordinal) &&
        text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static ScreenDataException Refuse(string shown, string reason) =>
        new($"'{shown}' names no store: {reason}", Place.Unknown);
}
