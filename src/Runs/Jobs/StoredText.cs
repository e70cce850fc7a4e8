using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Reads the delimited texts that a job names in its image store.
/// </summary>
internal static class StoredText
{
    /// <param name="store">The image store.</param>
    /// <param name="name">The text's key.</param>
    /// <param name="what">What it is, for the message: <c>plate map's file</c>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ScreenDataException">It is not there, or is no such text.</exception>
    public static async Task<DelimitedText> ReadAsync(
        IBlobStore store, string name, string what, CancellationToken cancellationToken)
    {
        try
        {
            using var content = await store.ReadAsync(new BlobKey(name), DelimitedText.MaxLength, cancellationToken)
                .ConfigureAwait(false);
            return Parse(content.Bytes.Span, name);
        }
        catch (BlobNotFoundException error)
        {
            throw new ScreenDataException(
                $"The {what} is missing in {store.Location}", new Place { Blob = name }, error);
        }
    }

    /// <summary>Reads a text in UTF-8.</summary>
    /// <exception cref="ScreenDataException">It is no such text; the place names the key.</exception>
    public static DelimitedText Parse(ReadOnlySpan<byte> bytes, string name) => DelimitedText.Read(bytes, null, name);
}
