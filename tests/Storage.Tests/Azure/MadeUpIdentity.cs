using System.Buffers.Text;
using System.Text.Json;
using Azure.Core;

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// A credential as a managed identity's: it gives tokens of the form that Azurite's <c>--oauth basic</c> checks
/// (issuer, audience, times, and no signature).
/// </summary>
internal sealed class MadeUpIdentity(string audience) : TokenCredential
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What tokens were asked for.</summary>
    public List<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.AddRange(requestContext.Scopes);
        var claims = new Dictionary<string, object>
        {
            ["aud"] = audience,
            ["iss"] = "https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/",
            ["iat"] = Begin.ToUnixTimeSeconds(),
            ["nbf"] = Begin.ToUnixTimeSeconds(),
            ["exp"] = End.ToUnixTimeSeconds(),
        };
        var head = new Dictionary<string, string> { ["typ"] = "JWT", ["alg"] = "RS256" };
        return new AccessToken($"{Part(head)}.{Part(claims)}.{Base64Url.EncodeToString("none"u8)}", End);
    }

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
