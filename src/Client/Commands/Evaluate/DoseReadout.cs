using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Quality;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// The numbers that dose curves go through: a column, or the control axis.
/// </summary>
internal static class DoseReadout
{
    /// <summary>The readout that is no column.</summary>
    public const string Axis = "axis";

    /// <summary>One response a row; NaN where there is none.</summary>
    /// <exception cref="ScreenDataException">There is no such column, a value is no number, or the axis lacks
    /// controls.</exception>
    public static double[] Of(
        EvaluateTable table, string readout, IReadOnlyList<int> negative, string? positives, string? plateColumn)
    {
        if (readout != Axis)
            return NumbersOf(table, readout, "--readout");

        // A run's control_axis table holds the scores already.
        if (table.Table.FeatureIndexOf(PlateTables.AxisColumn) >= 0)
            return NumbersOf(table, PlateTables.AxisColumn, "--readout");
        if (positives is null)
        {
            throw new ScreenDataException(
                "The axis goes from negative to positive controls: name the positive ones by --positives, or a column "
                + "by --readout",
                new Place { Blob = table.Path });
        }

        var positive = RowCondition.Parse(positives).RowsOf(table.Table).ToHashSet();
        var controls = negative.Where(row => !positive.Contains(row)).ToHashSet();
        var plates = plateColumn is null ? null : table.Table.Metadata(plateColumn);
        var scores = new double[table.Table.RowCount];
        foreach (var plate in Enumerable.Range(0, scores.Length).GroupBy(row => plates?[row] ?? ""))
        {
            int[] rows = [.. plate];
            int[] Among(HashSet<int> chosen) =>
                [.. Enumerable.Range(0, rows.Length).Where(i => chosen.Contains(rows[i]))];
            var projection = table.Try(all => ControlAxis.Project(
                all.SelectRows(rows), Among(controls), Among(positive)));
            for (var i = 0; i < rows.Length; i++)
                scores[rows[i]] = projection.Scores[i];
        }

        return scores.Any(double.IsFinite)
            ? scores
            : throw new ScreenDataException(
                "No plate has an axis: it needs two negative and two positive controls that differ",
                new Place { Blob = table.Path });
    }

    /// <summary>A column's numbers; NaN where the value is missing.</summary>
    /// <exception cref="ScreenDataException">There is no such column, or a value is no number.</exception>
    public static double[] NumbersOf(EvaluateTable table, string column, string option = "--dose")
    {
        var feature = table.Table.FeatureIndexOf(column);
        if (feature >= 0)
            return table.Table.Feature(feature).ToArray();
        if (!table.Table.HasMetadata(column))
        {
            throw new ScreenDataException(
                $"The table has no column '{column}', which {option} names; its features are "
                + $"{ProfileTable.Enumerate(table.Table.FeatureNames)}, its other columns "
                + $"{ProfileTable.Enumerate(table.Table.MetadataNames)}{EvaluateTable.JoinAdvice}",
                new Place { Blob = table.Path });
        }

        var texts = table.Table.Metadata(column);
        var numbers = new double[texts.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            if (!TableNumber.TryParse(texts[row], out numbers[row]))
            {
                throw new ScreenDataException(
                    $"'{texts[row]}' in row {row + 1} of the column '{column}' is no number", new Place
                    {
                        Blob = table.Path,
                    });
            }
        }

        return numbers;
    }
}
