using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Where the credentials of a storage account come from: never from a job.
/// </summary>
/// <remarks>
/// The first of these that is there is used: a SAS in the address; a connection string of that account; a SAS setting;
/// <see cref="TokenCredential"/>. A setting is looked for with the account's name at its end first
/// (<c>AZURE_STORAGE_CONNECTION_STRING_MYACCOUNT</c>), then without, so that two accounts may be used at once.
/// </remarks>
public sealed record AzureCredentials
{
    public const string ConnectionStringSetting = "AZURE_STORAGE_CONNECTION_STRING";

    public const string SignatureSetting = "AZURE_STORAGE_SAS_TOKEN";

    /// <summary>Looks a setting up by name; the environment's variables by default.</summary>
    public Func<string, string?> Setting { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Makes the credential of an account's endpoint, such as a managed identity's; null by default.
    /// </summary>
    /// <remarks>HcsGrid does not refer to Azure.Identity: a program that hosts it brings its credential here.</remarks>
    public Func<Uri, TokenCredential>? TokenCredential { get; init; }

    internal BlobContainerClient Open(AzureAddress address, BlobClientOptions options)
    {
        var connection = Connection(address);
        var endpoint = connection?.Service.Uri ?? new Uri(address.Account.Contains('.', StringComparison.Ordinal)
            ? $"https://{address.Account}"
            : $"https://{address.Account}.blob.core.windows.net");
        var container = new BlobUriBuilder(endpoint) { BlobContainerName = address.Container }.ToUri();
        if (address.Signature is { Length: > 0 } signature)
            return new BlobContainerClient(WithoutQuery(container), Signed(signature), options);
        if (connection is { HasCredentials: true })
            return new BlobContainerClient(connection.Text, address.Container, options);
        if (Find(SignatureSetting, address) is { } setting)
            return new BlobContainerClient(WithoutQuery(container), Signed(setting.Value.TrimStart('?')), options);
        if (TokenCredential is { } factory)
            return new BlobContainerClient(WithoutQuery(container), factory(endpoint), options);
        throw new ScreenDataException(
            $"There are no credentials for {address.Shown}: set {ConnectionStringSetting} (of this account) or " +
            $"{SignatureSetting}, each also with _{AzureAddress.AccountOf(address.Account).ToUpperInvariant()} " +
            "at its end",
            Place.Unknown);
    }

    private static AzureSasCredential Signed(string signature) => new(signature);

    private static Uri WithoutQuery(Uri uri) => new(uri.GetLeftPart(UriPartial.Path));

    private (string Name, string Value)? Find(string setting, AzureAddress address)
    {
        var account = AzureAddress.AccountOf(address.Account).ToUpperInvariant();
        foreach (var name in new[] { $"{setting}_{account}", setting })
        {
            if (Setting(name) is { } value && !string.IsNullOrWhiteSpace(value))
                return (name, value.Trim());
        }

        return null;
    }

    // A connection string of another account is not this one's.
    private AzureConnection? Connection(AzureAddress address)
    {
        if (Find(ConnectionStringSetting, address) is not { } setting)
            return null;
        try
        {
            var service = new BlobServiceClient(setting.Value);
            return service.AccountName == AzureAddress.AccountOf(address.Account)
                ? new AzureConnection(setting.Value, service)
                : null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            // The error's own text may quote the key.
            throw new ScreenDataException(
                $"{setting.Name} is not a storage account's connection string", Place.Unknown);
        }
    }
}
