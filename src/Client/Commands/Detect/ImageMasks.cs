using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// Finds the masks of an image: one file for all images, or a folder with one named as each image.
/// </summary>
internal static class ImageMasks
{
    private static readonly string[] _endings = [".png", ".tif", ".tiff", ".jpg", ".jpeg"];

    /// <exception cref="ScreenDataException">A mask is missing, cannot be read, or has another size.</exception>
    public static SearchRegion Read(string image, int width, int height, GoldRequest request, ImageDecoder decoder)
    {
        using var include = Read(image, request.Region, "--region", width, height, decoder);
        using var exclude = Read(image, request.Exclude, "--exclude", width, height, decoder);
        return SearchRegion.Of(width, height, include, exclude);
    }

    private static Plane? Read(
        string image, string? place, string option, int width, int height, ImageDecoder decoder)
    {
        if (place is null)
            return null;
        var path = Directory.Exists(place) ? InFolder(place, image, option) : place;
        return ImageFile.Read(path, file => RegionMask.Decode(file, decoder, option, image, width, height));
    }

    private static string InFolder(string folder, string image, string option)
    {
        var name = Path.GetFileNameWithoutExtension(image);
        return _endings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists)
            ?? throw new ScreenDataException(
                $"{option} is a folder without a mask {name} ({string.Join(", ", _endings)})",
                new Place { Blob = folder });
    }
}
