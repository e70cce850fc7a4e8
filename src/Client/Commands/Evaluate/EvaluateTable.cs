using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// A table to be judged, where it is from and how it was normalized.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Path">The file.</param>
/// <param name="Normalization">How it was normalized; null where it was not.</param>
internal sealed record EvaluateTable(ProfileTable Table, string Path, NormalizationReport? Normalization)
{
    /// <summary>What brings a column that a table lacks: the end of a message.</summary>
    public const string JoinAdvice =
        ". --join LIST --on A=B adds the columns of a plate map or a list of compounds";

    /// <summary>The columns that hold a compound, where nobody names one: the first that the table has.</summary>
    private static readonly string[] CompoundColumns =
    [
        "Metadata_broad_sample", "Metadata_JCP2022", "Metadata_pert_iname", "Metadata_Compound", "Metadata_compound",
        "Image_Metadata_Compound", "compound",
    ];

    /// <summary>The same with a part of a column's values as a column, see <see cref="ColumnPattern"/>.</summary>
    public EvaluateTable WithPattern(string? text, string option) =>
        text is null ? this : this with { Table = ColumnPattern.Apply(Table, text, option, Path) };

    /// <summary>Refuses a column that the table lacks.</summary>
    public void Require(string option, params IEnumerable<string?> columns)
    {
        foreach (var column in columns.OfType<string>())
            RequireColumn(Table, column, option, Path);
    }

    /// <summary>The compound's column that tables commonly have; null where this one has none.</summary>
    public string? KnownCompoundColumn => Array.Find(CompoundColumns, Table.HasMetadata);

    /// <summary>The compound's column: as named, or one that tables commonly have.</summary>
    public string CompoundColumn(string? named)
    {
        if (named is not null)
        {
            Require("--compound", named);
            return named;
        }

        return KnownCompoundColumn ?? throw new ScreenDataException(
            $"The table has none of the columns {string.Join(", ", CompoundColumns)}: name the compound's by "
            + "--compound",
            new Place { Blob = Path });
    }

    /// <summary>The controls of both kinds: what the condition chooses, none for the word none, else DMSO and what a
    /// control type says.</summary>
    public IReadOnlyList<int> ControlsBy(string? condition, string compoundColumn) =>
        RowsBy(condition) ?? ControlRows.Of(Table, compoundColumn);

    /// <summary>The negative controls: as all controls, without what a control type calls positive.</summary>
    public IReadOnlyList<int> NegativeControlsBy(string? condition, string compoundColumn) =>
        RowsBy(condition) ?? ControlRows.NegativeOf(Table, compoundColumn);

    /// <summary>The table without some rows.</summary>
    public EvaluateTable Without(IReadOnlyList<int> rows)
    {
        var left = rows.ToHashSet();
        return left.Count == 0 ? this : this with { Table = Table.SelectRows(row => !left.Contains(row)) };
    }

    /// <summary>Does something with the table; what it cannot be used for is asked wrongly.</summary>
    public T Try<T>(Func<ProfileTable, T> act)
    {
        try
        {
            return Attempt.At(Path, () => act(Table));
        }
        catch (ScreenDataException error)
        {
            throw error.Within(new Place { Blob = Path });
        }
    }

    /// <summary>Tells on standard error why a result is undefined; the exit code that says so.</summary>
    public int TellUndefined(string result, string reason)
    {
        Output.Tell(
            $"{result} is undefined: {reason} (blob {Path}, {Table.RowCount} rows judged)");
        return ExitCode.DoneWithProblems;
    }

    /// <summary>Tells on standard error how many rows cannot be told apart, if any: they look like perfect
    /// replicates.</summary>
    public void TellAlikeRows()
    {
        if (AlikeRows.CountIn(Table) is > 0 and var alike)
        {
            Output.Tell(
                $"{alike} of {Table.RowCount} rows equal another row in every feature: of equal distances "
                + "those of positives count as the nearer ones, so check that no well is there twice "
                + $"(blob {Path})");
        }
    }

    /// <summary>The table without rows that have no finite value: they take part in nothing.</summary>
    public EvaluateTable WithoutEmptyRows()
    {
        var features = Enumerable.Range(0, Table.FeatureCount).ToArray();
        return Without([.. Enumerable.Range(0, Table.RowCount)
            .Where(row => features.Length > 0 && !Array.Exists(features, f => double.IsFinite(Table[row, f])))]);
    }

    /// <summary>Refuses a table of which no feature can be compared.</summary>
    public void RequireFeatures(int featureCount)
    {
        if (featureCount == 0 && Table.RowCount > 0)
        {
            throw new ScreenDataException(
                $"None of the {Table.FeatureCount} features has a finite value in every row: normalize, or drop "
                + "features with missing values, before profiles are compared",
                new Place { Blob = Path });
        }
    }

    public static void RequireColumn(ProfileTable table, string column, string option, string path)
    {
        if (!table.HasMetadata(column))
        {
            throw new ScreenDataException(
                $"The table has no metadata column '{column}', which {option} names; it has "
                + $"{string.Join(", ", table.MetadataNames)}{JoinAdvice}",
                new Place { Blob = path });
        }
    }

    /// <summary>What a condition chooses, nothing for the word none; null where nobody says.</summary>
    private IReadOnlyList<int>? RowsBy(string? condition) => condition switch
    {
        null => null,
        "none" => [],
        _ => RowCondition.Parse(condition).RowsOf(Table) is { Count: > 0 } rows
            ? rows
            : throw new ScreenDataException(
                $"No row is chosen by --controls \"{condition}\" (--controls none says that there are none)",
                new Place { Blob = Path }),
    };
}
