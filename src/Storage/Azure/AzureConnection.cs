using Azure.Storage.Blobs;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// A connection string and the service that it names.
/// </summary>
internal sealed class AzureConnection(string text, BlobServiceClient service)
{
    public string Text => text;

    public BlobServiceClient Service => service;

    /// <summary>Whether it holds more than an endpoint, which then goes with other credentials.</summary>
    public bool HasCredentials { get; } = text.Split(';').Any(p =>
        p.TrimStart().StartsWith("AccountKey=", StringComparison.OrdinalIgnoreCase) ||
        p.TrimStart().StartsWith("SharedAccessSignature=", StringComparison.OrdinalIgnoreCase) ||
        p.TrimStart().StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase));
}
