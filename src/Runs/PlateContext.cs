using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Everything that a well's work needs to know of its plate and job.
/// </summary>
public sealed record PlateContext
{
    public required PlateId Plate { get; init; }

    public required ScreenJob Job { get; init; }

    public required string JobHash { get; init; }

    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>Which of a site's images holds each channel.</summary>
    public required IReadOnlyList<int> ImageIndexes { get; init; }

    /// <summary>The dark and the bright end of each channel.</summary>
    public required IReadOnlyList<IntensityScale> Scales { get; init; }

    /// <summary>The sample type of each channel.</summary>
    public required IReadOnlyList<SampleType> SampleTypes { get; init; }

    public required FeatureLayout Features { get; init; }

    /// <summary>What is not as it was when the plate was begun; the plate keeps what its record says.</summary>
    public IReadOnlyList<RunProblem> Problems { get; init; } = [];

    /// <summary>The wells that had images when the plate was begun: its record annotates no others.</summary>
    public required IReadOnlySet<WellAddress> Wells { get; init; }

    /// <summary>The model of the job.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>Nanometres of a pixel by the image's key, where the job names a table of them; else null.</summary>
    public IReadOnlyDictionary<string, double>? PixelSizesNm { get; init; }
}
