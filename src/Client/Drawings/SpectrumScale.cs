namespace HcsGrid.Client.Drawings;

/// <summary>
/// How the height of a bar tells a share.
/// </summary>
internal enum SpectrumScale
{
    /// <summary>In proportion.</summary>
    Linear,

    /// <summary>By its square root: rare codes are seen beside a common one.</summary>
    Root,
}
