using System.Globalization;
using System.Net;
using HcsGrid.Plates;

namespace HcsGrid.Web;

/// <summary>
/// Where a server listens: an IP address, or <c>localhost</c>, and a port.
/// </summary>
/// <param name="Address">The IP address.</param>
/// <param name="Port">The port; 0 for any that is free.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>127.0.0.1:7410</c>, <c>[::1]:7410</c>, <c>localhost:7410</c> or <c>*:7410</c>.</summary>
    /// <exception cref="ScreenDataException">The text is no such address.</exception>
    public static ListenAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        if (int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) &&
            port <= ushort.MaxValue && AddressOf(host) is { } address)
        {
            return new ListenAddress(address, port);
        }

        throw new ScreenDataException(
            $"'{text}' is not where a server can listen: expected an IP address (or localhost, or *) and a port, " +
            "such as 127.0.0.1:7410", Place.Unknown);
    }

    /// <summary>Refuses to be reached from other machines without an API key.</summary>
    /// <exception cref="ScreenDataException">There is no key, and the address is not this machine's own.</exception>
    public void Check(ApiKeys? keys)
    {
        if (keys is null && !IsLoopback)
        {
            throw new ScreenDataException(
                $"Without an API key the server listens on this machine only (127.0.0.1 or ::1), not on {this}: give " +
                "--api-key-file with the SHA-256 of a key", Place.Unknown);
        }
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();

    private static IPAddress? AddressOf(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var six) ? six : null,
        _ when host.Contains(':', StringComparison.Ordinal) => null,
        _ when host.Count(c => c == '.') == 3 => IPAddress.TryParse(host, out var four) ? four : null,
        _ => null,
    };
}
