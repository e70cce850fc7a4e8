namespace HcsGrid.Imaging;

/// <summary>
/// What a sample type says about sizes and values.
/// </summary>
public static class SampleTypes
{
    /// <summary>Bytes of one sample.</summary>
    public static int ByteCount(this SampleType type) => type == SampleType.UInt8 ? 1 : 2;

    /// <summary>The largest value a sample can have: the detector's maximum.</summary>
    public static int Maximum(this SampleType type) => type == SampleType.UInt8 ? byte.MaxValue : ushort.MaxValue;

    /// <summary>The type's name in tables: <c>uint8</c> or <c>uint16</c>.</summary>
    public static string Name(this SampleType type) => type == SampleType.UInt8 ? "uint8" : "uint16";
}
