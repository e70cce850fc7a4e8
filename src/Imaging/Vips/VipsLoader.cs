using System.Text;
using HcsGrid.Imaging.Formats;
using HcsGrid.Plates;
using static HcsGrid.Imaging.Vips.VipsLibrary;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// Decodes one page of a file with libvips, straight into the pool's memory.
/// </summary>
internal static unsafe class VipsLoader
{
    /// <summary>libvips' numbers for its sample formats.</summary>
    private const int UnsignedChar = 0;
    private const int UnsignedShort = 2;

    private static readonly VipsRuntime.Work<Load> Work = Decode;

    /// <summary>All bands of the page, interleaved, in the machine's byte order.</summary>
    /// <remarks>
    /// Samples multiplied by alpha stay so: libvips would divide them, so it is handed a copy of the file in which
    /// they are declared not to be.
    /// </remarks>
    public static PixelBuffer Decode(
        ReadOnlySpan<byte> file, int pageIndex, PageLayout layout, PixelPool pool, out int bandCount)
    {
        if (layout.PremultipliedAt < 0)
            return DecodeFile(file, pageIndex, layout, pool, out bandCount);
        using var copy = pool.Rent(file.Length);
        file.CopyTo(copy.Bytes);
        copy.Bytes.Slice((int)layout.PremultipliedAt, 2).Clear();
        return DecodeFile(copy.Bytes, pageIndex, layout, pool, out bandCount);
    }

    private static PixelBuffer DecodeFile(
        ReadOnlySpan<byte> file, int pageIndex, PageLayout layout, PixelPool pool, out int bandCount)
    {
        fixed (byte* data = file)
        {
            var load = new Load
            {
                Data = data,
                Length = (nuint)file.Length,
                PageIndex = pageIndex,
                Layout = layout,
                Pool = pool,
            };
            var error = VipsRuntime.Run(Work, ref load);
            if (error is not null)
                throw new ScreenDataException(
                    $"the {layout.FormatName.ToUpperInvariant()} cannot be decoded: {error}", Place.Unknown);
            bandCount = load.BandCount;
            return load.Buffer!;
        }
    }

    private static bool Decode(ref Load load)
    {
        using var operation = new VipsOperation(load.Layout.Format switch
        {
            FileFormat.Tiff => "tiffload_buffer\0"u8,
            FileFormat.Png => "pngload_buffer\0"u8,
            _ => "jpegload_buffer\0"u8,
        });
        if (!operation.IsKnown)
            return false;
        operation.SetBlob("buffer\0"u8, load.Data, load.Length);
        Span<byte> options = stackalloc byte[96];
        if (!operation.SetOptions(Options(load, options)) || !operation.Build())
            return false;
        var image = operation.GetImage("out\0"u8);
        if (image == 0)
            return false;
        try
        {
            return Write(image, ref load);
        }
        finally
        {
            g_object_unref(image);
        }
    }

    private static bool Write(nint image, ref Load load)
    {
        var layout = load.Layout;
        var (width, height) = (vips_image_get_width(image), vips_image_get_height(image));
        var (bands, format) = (vips_image_get_bands(image), vips_image_get_format(image));
        var type = layout.SampleType;
        if (width != layout.Width || height != layout.Height
            || format != (type == SampleType.UInt8 ? UnsignedChar : UnsignedShort)
            || bands is < 1 or > TiffHeaderReader.MaxBandCount)
            throw new ScreenDataException(
                $"libvips reads {width} x {height} pixels of {bands} bands in format {format}, the header declares "
                + $"{layout.Width} x {layout.Height} {type.Name()}",
                Place.Unknown);
        var byteCount = (long)width * height * bands * type.ByteCount();
        if (byteCount > Array.MaxLength - PixelPool.Alignment)
            throw new ScreenDataException(
                $"the image's {width} x {height} pixels of {bands} bands take {byteCount} bytes; "
                + $"one image may take {Array.MaxLength - PixelPool.Alignment}",
                Place.Unknown);
        var buffer = load.Pool.Rent((int)byteCount);
        fixed (byte* pixels = buffer.Bytes)
        {
            var destination = vips_image_new_from_memory(pixels, (nuint)byteCount, width, height, bands, format);
            var succeeded = destination != 0 && vips_image_write(image, destination) == 0;
            if (destination != 0)
                g_object_unref(destination);
            if (!succeeded)
            {
                buffer.Dispose();
                return false;
            }
        }

        load.Buffer = buffer;
        load.BandCount = bands;
        return true;
    }

    private static ReadOnlySpan<byte> Options(in Load load, Span<byte> destination)
    {
        var length = Encoding.UTF8.GetBytes("access=sequential,fail_on=error", destination);
        if (load.Layout.Format == FileFormat.Tiff)
        {
            length += Encoding.UTF8.GetBytes(",page=", destination[length..]);
            load.PageIndex.TryFormat(destination[length..], out var digits);
            length += digits;
        }

        destination[length] = 0;
        return destination[..(length + 1)];
    }

    private ref struct Load
    {
        public byte* Data;
        public nuint Length;
        public int PageIndex;
        public PageLayout Layout;
        public PixelPool Pool;
        public PixelBuffer? Buffer;
        public int BandCount;
    }
}
