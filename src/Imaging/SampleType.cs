namespace HcsGrid.Imaging;

/// <summary>
/// How a pixel's sample is stored: an unsigned whole number of 8 or of 16 bits.
/// </summary>
public enum SampleType
{
    /// <summary>One byte, 0 to 255.</summary>
    UInt8,

    /// <summary>Two bytes in the machine's order, 0 to 65,535.</summary>
    UInt16,
}
