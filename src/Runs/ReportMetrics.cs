using HcsGrid.Profiling;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// What the plate heatmaps of a report can show.
/// </summary>
internal static class ReportMetrics
{
    /// <summary>The name of the control axis's metric.</summary>
    public const string ControlAxis = "Control axis";

    /// <summary>Channels' correlations that are offered at most.</summary>
    private const int MaxCorrelationCount = 10;

    /// <summary>The metrics of a plate with one value a row of its profiles.</summary>
    public static List<(ReportMetric Metric, double[] Values)> Of(
        ScreenJob job, ProfileTable profiles, ProfileTable axis, ReportParticles? particles = null)
    {
        var metrics = new List<(ReportMetric Metric, double[] Values)>();
        foreach (var (metric, column) in particles?.Metrics ?? [])
        {
            if (profiles.FeatureIndexOf(column) is >= 0 and var index)
                metrics.Add((metric, profiles.Feature(index).ToArray()));
        }

        if (job.Tiles.Cells is not null)
        {
            Add(
                [("Cells per site", FeatureLayout.CellCount,
                    "Cells found at a site, mean of the well's sites, those at the images' borders too.")],
                diverging: false);
        }

        var scores = axis.Feature(0).ToArray();
        if (scores.Any(double.IsFinite))
        {
            metrics.Add((
                new ReportMetric(
                    ControlAxis,
                    "Projection on the axis from the negative (0) to the positive controls (1); " +
                    "each control is scored by an axis fitted without it.",
                    Diverging: false),
                scores));
        }

        Add(job.Channels.SelectMany((a, i) => job.Channels.Skip(i + 1).Select(b => (
            $"{a.Name}–{b.Name} correlation", $"Image_Correlation_Correlation_{a.Name}_{b.Name}",
            $"Pearson's correlation of the pixels of {a.Name} and {b.Name}."))).Take(MaxCorrelationCount),
                diverging: true);
        Add(job.Channels.Select(c => (
            $"{c.Name} mean intensity", $"Image_Intensity_MeanIntensity_{c.Name}",
            $"Mean stored intensity of {c.Name}.")), diverging: false);
        Add(job.Channels.Select(c => (
            $"{c.Name} focus score", $"Image_ImageQuality_FocusScore_{c.Name}",
            $"Σ(I−m)²/(N·m) of {c.Name}: low where the image is blurred.")), diverging: false);
        return metrics;

        void Add(IEnumerable<(string Name, string Column, string Description)> columns, bool diverging)
        {
            foreach (var (name, column, description) in columns)
            {
                var index = profiles.FeatureIndexOf(column);
                if (index >= 0)
                    metrics.Add((new ReportMetric(name, description, null, diverging),
                        profiles.Feature(index).ToArray()));
            }
        }
    }
}
