using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// A credential of Azure.Core, such as a managed identity's, against an Azurite that wants such tokens over TLS.
/// </summary>
public sealed class AzureIdentityTests : IAsyncLifetime
{
    private static readonly BlobKey Key = new("a/b");
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly Azurite _azurite;

    public AzureIdentityTests()
    {
        var (certificate, key) = (_folder.PathOf("certificate.pem"), _folder.PathOf("key.pem"));
        _azurite = new Azurite { Arguments = ["--cert", certificate, "--key", key, "--oauth", "basic"] };
        File.WriteAllText(certificate, _certificate.ExportCertificatePem());
        File.WriteAllText(key, _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public async ValueTask InitializeAsync() => await _azurite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_credential_that_the_host_brings_opens_the_store()
    {
        var identity = new MadeUpIdentity("https://storage.azure.com");
        var asked = new List<Uri>();
        var store = Open(endpoint =>
        {
            asked.Add(endpoint);
            return identity;
        });

        await store.PutAsync(Key, new byte[] { 1, 2, 3 });
        Assert.False(await store.PutIfAbsentAsync(Key, new byte[1]));
        using (var content = await store.ReadAsync(Key, 3))
            Assert.Equal([1, 2, 3], content.Bytes.ToArray());
        Assert.Equal(1, await store.ListAsync("a/").CountAsync());
        Assert.True(await store.DeleteAsync(Key));

        Assert.Equal([new Uri($"https://127.0.0.1:{_azurite.Port}/{Azurite.Account}")], asked);
        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes.Distinct());
    }

    [Fact]
    public async Task A_token_of_another_service_is_refused_with_the_place()
    {
        var store = Open(_ => new MadeUpIdentity("https://management.example.org"));
        var error = await Assert.ThrowsAsync<BlobStoreException>(() => store.ReadAsync(Key, 3));
        Assert.Contains("403", error.Message, StringComparison.Ordinal);
        Assert.Contains(store.Location, error.Message, StringComparison.Ordinal);
    }

    private AzureBlobStore Open(Func<Uri, TokenCredential> credential) => new(
        AzureStores.NewAddress(),
        AzureStores.Quick with
        {
            Credentials = AzureStores.From((AzureCredentials.ConnectionStringSetting, _azurite.EndpointString("https")))
                with
            { TokenCredential = credential },
            Transport = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
            {
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        shown?.GetCertHashString() == _certificate.GetCertHashString(),
                },
            })),
        });

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
