namespace HcsGrid.Imaging.Formats;

/// <summary>
/// How a sample's bits are to be read: TIFF's SampleFormat.
/// </summary>
internal enum SampleKind
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
    Undefined = 4,
    ComplexInteger = 5,
    ComplexFloat = 6,
}
