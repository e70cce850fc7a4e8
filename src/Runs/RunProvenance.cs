using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// What every table of a run says of where it comes from.
/// </summary>
/// <remarks>Program and version, the job's hash, the model's hash, the normalization; a table adds its own options. It
/// holds no clock and no path: the same run gives the same bytes.</remarks>
internal static class RunProvenance
{
    /// <summary>The key of an option's beginning.</summary>
    public const string OptionPrefix = "hcsgrid.option.";

    public static TableProvenance Of(ScreenJob job, string table) => TableProvenance.Of("run")
        .With("hcsgrid.run.table", table)
        .With(TableProvenance.JobKey, JobFile.HashOf(job))
        .With(TableProvenance.ModelKey, job.ModelSha256 ?? "")
        .With(OptionPrefix + "normalization", NormalizationOf(job.Normalization));

    /// <summary>The same with options, each with its value.</summary>
    public static TableProvenance With(this TableProvenance provenance, params (string Option, object Value)[] options)
    {
        foreach (var (option, value) in options)
        {
            provenance = provenance.With(
                OptionPrefix + option, FormattableString.Invariant($"{value}"));
        }

        return provenance;
    }

    private static string NormalizationOf(NormalizationOptions options) => options.Method switch
    {
        NormalizationMethod.MadRobustize => FormattableString.Invariant(
            $"mad_robustize, samples {SamplesOf(options)}, epsilon {options.MadEpsilon:R}"),
        var other => $"{NormalizationNames.Of(other)}, samples {SamplesOf(options)}",
    };

    private static string SamplesOf(NormalizationOptions options) =>
        options.Samples == ReferenceSamples.Negcon ? "negcon" : "all";
}
