using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// The functions of libvips and GLib that are used: none of variable arguments, which not every platform can call so.
/// </summary>
internal static unsafe partial class VipsLibrary
{
    private const string Library = "vips";

    [LibraryImport(Library)]
    internal static partial int vips_init(byte* program);

    [LibraryImport(Library)]
    internal static partial void vips_concurrency_set(int concurrency);

    [LibraryImport(Library)]
    internal static partial void vips_cache_set_max(int max);

    [LibraryImport(Library)]
    internal static partial void vips_block_untrusted_set(int state);

    [LibraryImport(Library)]
    internal static partial byte* vips_version_string();

    [LibraryImport(Library)]
    internal static partial uint g_log_set_handler(
        byte* domain, int levels, delegate* unmanaged<byte*, int, byte*, void*, void> handler, void* data);

    [LibraryImport(Library)]
    internal static partial byte* vips_error_buffer();

    [LibraryImport(Library)]
    internal static partial void vips_error_clear();

    [LibraryImport(Library)]
    internal static partial nint vips_operation_new(byte* name);

    [LibraryImport(Library)]
    internal static partial int vips_object_set_from_string(nint instance, byte* options);

    [LibraryImport(Library)]
    internal static partial int vips_object_build(nint instance);

    [LibraryImport(Library)]
    internal static partial void vips_object_unref_outputs(nint instance);

    [LibraryImport(Library)]
    internal static partial nint vips_blob_new(nint free, void* data, nuint length);

    [LibraryImport(Library)]
    internal static partial void* vips_blob_get(nint blob, nuint* length);

    [LibraryImport(Library)]
    internal static partial nuint vips_blob_get_type();

    [LibraryImport(Library)]
    internal static partial void vips_area_unref(nint area);

    [LibraryImport(Library)]
    internal static partial nuint vips_image_get_type();

    [LibraryImport(Library)]
    internal static partial nint vips_image_new_from_memory(
        void* data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Library)]
    internal static partial int vips_image_write(nint image, nint destination);

    [LibraryImport(Library)]
    internal static partial int vips_image_get_width(nint image);

    [LibraryImport(Library)]
    internal static partial int vips_image_get_height(nint image);

    [LibraryImport(Library)]
    internal static partial int vips_image_get_bands(nint image);

    [LibraryImport(Library)]
    internal static partial int vips_image_get_format(nint image);

    [LibraryImport(Library)]
    internal static partial GValue* g_value_init(GValue* value, nuint type);

    [LibraryImport(Library)]
    internal static partial void g_value_unset(GValue* value);

    [LibraryImport(Library)]
    internal static partial void g_value_set_object(GValue* value, nint instance);

    [LibraryImport(Library)]
    internal static partial void g_value_set_boxed(GValue* value, nint boxed);

    [LibraryImport(Library)]
    internal static partial nint g_value_dup_object(GValue* value);

    [LibraryImport(Library)]
    internal static partial nint g_value_dup_boxed(GValue* value);

    [LibraryImport(Library)]
    internal static partial void g_object_set_property(nint instance, byte* name, GValue* value);

    [LibraryImport(Library)]
    internal static partial void g_object_get_property(nint instance, byte* name, GValue* value);

    [LibraryImport(Library)]
    internal static partial void g_object_unref(nint instance);
}
