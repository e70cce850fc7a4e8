using HcsGrid.Imaging;

namespace HcsGrid.Client.Tests.Commands.Detect;

/// <summary>
/// A small made-up micrograph of 0.559 nm a pixel: dark beads of 6 and 12 nm on a grainy ground.
/// </summary>
internal static class MadeUpMicrograph
{
    public const int Width = 400;

    public const int Height = 300;

    /// <summary>Columns, rows and diameters in pixels: 6 nm is 10.7 pixels, 12 nm 21.5.</summary>
    public static IReadOnlyList<(double X, double Y, double Diameter)> Beads { get; } =
    [
        (60, 50, 10.7), (130, 70, 10.7), (200, 60, 21.5), (90, 160, 10.7), (180, 180, 10.7), (260, 200, 21.5),
        (330, 90, 10.7), (350, 240, 10.7),
    ];

    /// <summary>Writes it as PNG.</summary>
    public static string Write(TempFolder folder, string name) =>
        WriteFile(folder, name, ImageEncoder.EncodePng(Pixels(), Width, Height));

    /// <summary>A mask of the micrograph's size, white from column <paramref name="from"/> on.</summary>
    public static string WriteMask(TempFolder folder, string name, int from, int width = Width, byte white = 255)
    {
        var mask = new byte[width * Height];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % width >= from ? white : (byte)0;
        return WriteFile(folder, name, ImageEncoder.EncodePng(mask, width, Height));
    }

    public static string WriteFile(TempFolder folder, string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(name))!);
        File.WriteAllBytes(folder.PathOf(name), bytes);
        return folder.PathOf(name);
    }

    /// <summary>The micrograph in the middle band of a colour PNG, its negative and black in the others.</summary>
    public static byte[] ColourPng() =>
        ImageEncoder.EncodePngRgb([.. Pixels().SelectMany(p => new[] { (byte)(255 - p), p, (byte)0 })], Width, Height);

    private static byte[] Pixels()
    {
        var random = new Random(11);
        var grain = new double[Width * Height];
        for (var i = 0; i < grain.Length; i++)
            grain[i] = random.NextDouble() - 0.5;
        var pixels = new byte[Width * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Width, i / Width);
            var cover = Beads.Max(b => Math.Clamp((b.Diameter / 2) + 0.5 - Distance(x, y, b.X, b.Y), 0, 1));
            var soft = (grain[i] + grain[Math.Max(0, i - 1)] + grain[Math.Max(0, i - Width)]) / 3;
            pixels[i] = (byte)Math.Clamp(150 + (40 * soft) - (110 * cover), 0, 255);
        }

        return pixels;
    }

    private static double Distance(double x, double y, double toX, double toY) =>
        Math.Sqrt(((x - toX) * (x - toX)) + ((y - toY) * (y - toY)));
}
