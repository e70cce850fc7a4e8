using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Copies a model's folder: plain files by their names, bounded, no links and no folders within it.
/// </summary>
internal static class ModelFolderCopy
{
    /// <summary>The most files that a model's folder may have.</summary>
    private const int MaxFiles = 64;

    /// <summary>The most bytes of all files.</summary>
    private const long MaxBytes = 2 * OnnxFile.MaxBytes;

    /// <summary>Copies, the card last.</summary>
    /// <returns>What was left out, in words.</returns>
    /// <exception cref="ScreenDataException">A file is a link, or there are too many or too large ones.</exception>
    public static IReadOnlyList<string> Copy(string from, string to)
    {
        var place = new Place { Blob = from };
        try
        {
            var source = new DirectoryInfo(from);
            var files = source.EnumerateFiles().Take(MaxFiles + 1).ToArray();
            if (files.Length > MaxFiles)
                throw new ScreenDataException($"The folder has more than {MaxFiles} files", place);
            if (files.FirstOrDefault(f => f.LinkTarget is not null) is { } link)
            {
                throw new ScreenDataException($"The folder's {link.Name} is a link, expected the file itself",
                    new Place { Blob = link.FullName });
            }

            var length = files.Sum(f => f.Length);
            if (length > MaxBytes)
            {
                throw new ScreenDataException($"The folder has {length} bytes, expected at most {MaxBytes}", place);
            }

            foreach (var file in files.OrderBy(f => f.Name == ModelFolder.CardFileName))
                file.CopyTo(Path.Combine(to, file.Name));
            return [.. source.EnumerateDirectories().Select(d => $"the folder {d.Name} within it was left out")];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The model cannot be copied: {error.Message}", place, error);
        }
    }
}
