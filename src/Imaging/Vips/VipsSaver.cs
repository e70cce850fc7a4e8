using HcsGrid.Plates;
using static HcsGrid.Imaging.Vips.VipsLibrary;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// Encodes pixels in memory with libvips.
/// </summary>
internal static unsafe class VipsSaver
{
    private const int UnsignedChar = 0;
    private const int UnsignedShort = 2;

    private static readonly VipsRuntime.Work<Save> Work = Encode;

    /// <summary>Encodes with the named operation and its options, both UTF-8 ending in a zero byte.</summary>
    public static byte[] Encode(
        ReadOnlySpan<byte> operation, ReadOnlySpan<byte> options, ReadOnlySpan<byte> pixels,
        int width, int height, int bands, SampleType type)
    {
        fixed (byte* data = pixels)
        {
            var save = new Save
            {
                Operation = operation,
                Options = options,
                Data = data,
                Length = (nuint)pixels.Length,
                Width = width,
                Height = height,
                Bands = bands,
                Format = type == SampleType.UInt8 ? UnsignedChar : UnsignedShort,
            };
            var error = VipsRuntime.Run(Work, ref save);
            return error is null
                ? save.Result!
                : throw new ScreenDataException(
                    $"an image of {width} x {height} pixels cannot be encoded: {error}", Place.Unknown);
        }
    }

    private static bool Encode(ref Save save)
    {
        var pixels = vips_image_new_from_memory(
            save.Data, save.Length, save.Width, save.Height, save.Bands, save.Format);
        if (pixels == 0)
            return false;
        nint image = 0;
        try
        {
            image = Interpret(pixels, save);
            if (image == 0)
                return false;
            using var operation = new VipsOperation(save.Operation);
            if (!operation.IsKnown)
                return false;
            operation.SetImage("in\0"u8, image);
            if (!operation.SetOptions(save.Options) || !operation.Build())
                return false;
            save.Result = operation.GetBytes("buffer\0"u8);
            return save.Result.Length > 0;
        }
        finally
        {
            if (image != 0)
                g_object_unref(image);
            g_object_unref(pixels);
        }
    }

    /// <summary>The same pixels, said to be gray or RGB: without it 16 bits would be cut to 8.</summary>
    private static nint Interpret(nint pixels, in Save save)
    {
        using var copy = new VipsOperation("copy\0"u8);
        if (!copy.IsKnown)
            return 0;
        copy.SetImage("in\0"u8, pixels);
        var interpretation = save.Bands == 3
            ? "interpretation=srgb\0"u8
            : save.Format == UnsignedShort ? "interpretation=grey16\0"u8 : "interpretation=b-w\0"u8;
        return copy.SetOptions(interpretation) && copy.Build() ? copy.GetImage("out\0"u8) : 0;
    }

    private ref struct Save
    {
        public ReadOnlySpan<byte> Operation;
        public ReadOnlySpan<byte> Options;
        public byte* Data;
        public nuint Length;
        public int Width;
        public int Height;
        public int Bands;
        public int Format;
        public byte[]? Result;
    }
}
