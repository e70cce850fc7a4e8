using HcsGrid.Plates;

namespace HcsGrid.Client;

/// <summary>
/// Reads a file and hands it to a decoder; errors name the file.
/// </summary>
internal static class ImageFile
{
    /// <exception cref="ScreenDataException">The file cannot be read or decoded.</exception>
    public static T Read<T>(string path, Func<ReadOnlyMemory<byte>, T> decode)
    {
        var place = new Place { Blob = path };
        if (path.Length == 0)
            throw new ScreenDataException("The name of a file is empty", place);
        if (Directory.Exists(path))
            throw new ScreenDataException("This is a folder, expected a file", place);
        try
        {
            return decode(File.ReadAllBytes(path));
        }
        catch (ScreenDataException error)
        {
            throw error.Within(place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The file cannot be read: {error.Message}", place, error);
        }
    }
}
