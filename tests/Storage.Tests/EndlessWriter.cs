using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HcsGrid.Storage.Tests;

/// <summary>
/// This test program as another process that puts the same few blobs into a folder until it is killed.
/// </summary>
internal static class EndlessWriter
{
    public const int BlobCount = 3;

    public const int ShortestLength = 16_000_000;

    private const string RootVariable = "HCSGRID_TEST_ENDLESS_WRITER";

    public static BlobKey KeyOf(int index) => new($"blobs/{index}");

    /// <summary>A content whose every byte tells its round, and whose length tells it once more.</summary>
    public static byte[] ContentOf(int round)
    {
        var content = new byte[ShortestLength + (1000 * round)];
        content.AsSpan().Fill((byte)round);
        return content;
    }

    public static Process Start(string root)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(EndlessWriter).Assembly.Location);
        start.Environment[RootVariable] = root;
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    public static void RunWhereAsked()
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is not { Length: > 0 } root)
            return;
        var store = new FolderBlobStore(root);
        for (var put = 0; ; put++)
        {
            store.PutAsync(KeyOf(put % BlobCount), ContentOf(put % 200)).GetAwaiter().GetResult();
            Console.WriteLine(put);
        }
    }
}
