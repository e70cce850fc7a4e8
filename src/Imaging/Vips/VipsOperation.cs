using static HcsGrid.Imaging.Vips.VipsLibrary;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// One operation of libvips by its name: arguments in, built, results out; frees itself.
/// </summary>
/// <remarks>Names and options are UTF-8 ending in a zero byte.</remarks>
internal unsafe ref struct VipsOperation
{
    private nint _operation;

    public VipsOperation(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name)
            _operation = vips_operation_new(text);
    }

    public readonly bool IsKnown => _operation != 0;

    public readonly void SetImage(ReadOnlySpan<byte> name, nint image)
    {
        var value = default(GValue);
        g_value_init(&value, vips_image_get_type());
        g_value_set_object(&value, image);
        Set(name, &value);
    }

    /// <summary>Hands bytes in, which must stay where they are until the operation and its results are gone.</summary>
    public readonly void SetBlob(ReadOnlySpan<byte> name, void* data, nuint length)
    {
        var blob = vips_blob_new(0, data, length);
        var value = default(GValue);
        g_value_init(&value, vips_blob_get_type());
        g_value_set_boxed(&value, blob);
        Set(name, &value);
        vips_area_unref(blob);
    }

    public readonly bool SetOptions(ReadOnlySpan<byte> options)
    {
        fixed (byte* text = options)
            return vips_object_set_from_string(_operation, text) == 0;
    }

    public readonly bool Build() => vips_object_build(_operation) == 0;

    /// <summary>An image that was built, to be released with g_object_unref.</summary>
    public readonly nint GetImage(ReadOnlySpan<byte> name)
    {
        var value = default(GValue);
        g_value_init(&value, vips_image_get_type());
        Get(name, &value);
        var image = g_value_dup_object(&value);
        g_value_unset(&value);
        return image;
    }

    /// <summary>Bytes that were built, copied.</summary>
    public readonly byte[] GetBytes(ReadOnlySpan<byte> name)
    {
        var value = default(GValue);
        g_value_init(&value, vips_blob_get_type());
        Get(name, &value);
        var blob = g_value_dup_boxed(&value);
        g_value_unset(&value);
        if (blob == 0)
            return [];
        nuint length;
        var data = vips_blob_get(blob, &length);
        var bytes = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        vips_area_unref(blob);
        return bytes;
    }

    public void Dispose()
    {
        if (_operation == 0)
            return;
        vips_object_unref_outputs(_operation);
        g_object_unref(_operation);
        _operation = 0;
    }

    private readonly void Set(ReadOnlySpan<byte> name, GValue* value)
    {
        fixed (byte* text = name)
            g_object_set_property(_operation, text, value);
        g_value_unset(value);
    }

    private readonly void Get(ReadOnlySpan<byte> name, GValue* value)
    {
        fixed (byte* text = name)
            g_object_get_property(_operation, text, value);
    }
}
