using HcsGrid.Imaging;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The images of a benchmark's sites.
/// </summary>
internal sealed record MadeUpImage(int WidthPixels, int HeightPixels, SampleType Type);
