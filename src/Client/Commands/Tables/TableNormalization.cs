using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// One normalization of a stored table, as it was asked for.
/// </summary>
internal sealed record TableNormalization
{
    public required string Input { get; init; }

    public required string Output { get; init; }

    public required string Method { get; init; }

    public required string Samples { get; init; }

    public required string[] By { get; init; }

    public required double MadEpsilon { get; init; }

    public required string SpheringMethod { get; init; }

    public required double SpheringEpsilon { get; init; }

    public string? Batch { get; init; }

    public required DegenerateFeatureHandling OnDegenerate { get; init; }

    public required string[] Features { get; init; }

    public required int MemoryMebibytes { get; init; }

    /// <summary>The columns that options group by.</summary>
    private string[] Named => Batch is null ? By : [.. By, Batch];

    private Place Place => new() { Blob = Input };

    private NormalizerOptions Scaling => new()
    {
        Method = NormalizationNames.Parse(Method),
        MadEpsilon = MadEpsilon,
        OnDegenerate = OnDegenerate,
    };

    private bool IsScaling => Method is not ("spherize" or "tvn");

    public int Run(Output words)
    {
        TableOptions.RequireWritable(Output);
        var reference = RowCondition.Parse(Samples);
        if (Method == "tvn" && By.Length > 0)
            throw new ScreenDataException("tvn takes --batch, not --by: its controls are those of all batches", Place);
        var isLarge = LargeTables.IsLarge(Input, Output, MemoryMebibytes);
        if (isLarge && !IsScaling)
        {
            throw new ScreenDataException(
                $"{Method} holds the table whole, and it is estimated at more than half of --memory "
                + $"{MemoryMebibytes} MiB (file size, times 3 if Parquet, 4 if gzip); only standardize, robustize, "
                + "mad_robustize and center are done in chunks. Give more --memory, or aggregate first",
                Place);
        }

        var what = new NormalizationWords(Input, Output, Method, reference.Text, isLarge);
        if (isLarge)
        {
            var summary = Attempt.At(Input, () => StreamingNormalizer.Normalize(
                Input, Output, By, reference, Scaling, TableOptions.ChoiceOf(Features, Named),
                LargeTables.OptionsOf(MemoryMebibytes), Provenance(reference), new StreamingLines(Console.Error),
                TableOptions.Notes(Input)));
            NormalizationWords.Tell(words, what, summary.InputRowCount, summary.FeatureNames, summary.Groups);
            return ExitCode.Done;
        }

        var table = TableOptions.ReadProfiles(Input, Features, Named);
        var rows = reference.RowsOf(table);
        if (table.RowCount == 0)
            throw new ScreenDataException("The table has no rows: there is nothing to normalize by", Place);
        if (rows.Count == 0)
            throw new ScreenDataException($"No row fulfils --samples {reference}: there is no reference", Place);
        var result = Attempt.At(Input, () => Normalize(table, rows));
        TableOptions.Write(result.Table, Output, Provenance(reference));
        NormalizationWords.Tell(words, what, table.RowCount, result.Table.FeatureNames, result.Groups);
        return ExitCode.Done;
    }

    private GroupNormalization Normalize(ProfileTable table, IReadOnlyList<int> rows)
    {
        if (IsScaling)
            return GroupNormalizer.Normalize(table, By, rows, Scaling);
        if (Method == "spherize")
        {
            var options = new SpheringOptions
            {
                Method = Enum.Parse<SpheringMethod>(
                    SpheringMethod.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                Epsilon = SpheringEpsilon,
            };
            return GroupSphering.Normalize(table, By, rows, options);
        }

        var result = TypicalVariation.Normalize(table, rows, new TypicalVariationOptions { BatchColumn = Batch });
        foreach (var batch in result.UnalignedBatches)
            Client.Output.Tell($"Batch '{batch}' has fewer than two reference rows: it was left unaligned.");
        return new GroupNormalization(
            result.Table, [new NormalizedGroup([], table.RowCount, rows.Count, IsPooled: false, [])]);
    }

    private TableProvenance Provenance(RowCondition reference)
    {
        var provenance = TableProvenance.Of("tables normalize")
            .WithOption("method", Method)
            .WithOption("samples", reference.Text)
            .WithOption("by", string.Join(',', By))
            .WithOption("features", Features.Length > 0 ? string.Join(',', Features) : "default");
        provenance = Method switch
        {
            "mad_robustize" => provenance.WithOption("mad-robustize-epsilon", Number(MadEpsilon)),
            "spherize" => provenance.WithOption("spherize-method", SpheringMethod)
                .WithOption("spherize-epsilon", Number(SpheringEpsilon)),
            "tvn" => provenance.WithOption("batch", Batch ?? ""),
            _ => provenance,
        };
        if (IsScaling)
            provenance = provenance.WithOption("degenerate", OnDegenerate.ToString().ToLowerInvariant());
        return provenance.WithInput(Input);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
