using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Takes row and column effects out of every feature of every plate by median polish.
/// </summary>
/// <remarks>
/// <para>One row a well. The well is told by <c>Metadata_Well</c>, or by the numbers of <c>Metadata_Row</c> (from 1, or
/// letters; <c>1.0</c> is 1) and <c>Metadata_Col</c>; both forms may stand in a table, and then the well's name counts.
/// Wells that a plate lacks, and NaN, are left out of the medians.</para>
/// <para>A feature whose residuals have MAD 0 on a plate is named in that plate's <see cref="NormalizedGroup"/>; the
/// reference rows told there are all rows of the plate. Formulas: <see cref="MedianPolish"/>,
/// <see cref="BScore"/>.</para>
/// </remarks>
public static class PlatePositionCorrection
{
    /// <summary>Corrects all rows, plate by plate; without columns to group by all rows are one plate.</summary>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="ScreenDataException">A row has no well, or two rows of a plate have the same one.</exception>
    public static GroupNormalization Apply(
        ProfileTable table, IReadOnlyList<string> plateColumns, PlatePositionOptions options)
    {
        options.Validate();
        var plates = plateColumns.Count == 0 ? RowGroups.Whole(table) : RowGroups.Of(table, plateColumns);
        var wells = WellsOf(table);
        RequireDistinctWells(table, plates, wells);
        var rowCount = wells.Append(default).Max(well => well.RowIndex) + 1;
        var columnCount = wells.Append(default).Max(well => well.ColumnIndex) + 1;
        var positions = Array.ConvertAll(wells, well => (well.RowIndex * columnCount) + well.ColumnIndex);
        var values = LargeArrays.Uninitialized(table.ColumnMajorValues.Length);
        var degenerate = new bool[table.FeatureCount][];
        var infinite = new bool[table.FeatureCount][];
        FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, rowCount * columnCount, (f, grid) =>
        {
            var work = new MedianPolishWork(rowCount, columnCount);
            (degenerate[f], infinite[f]) = (new bool[plates.Count], new bool[plates.Count]);
            var target = values.AsSpan(f * table.RowCount, table.RowCount);
            for (var plate = 0; plate < plates.Count; plate++)
            {
                Array.Fill(grid, double.NaN);
                foreach (var row in plates[plate])
                    grid[positions[row]] = table.Feature(f)[row];
                infinite[f][plate] = Array.Exists(grid, double.IsInfinity);
                work.Run(grid, options.Polish);
                degenerate[f][plate] = Score(work.Residuals, grid, options);
                foreach (var row in plates[plate])
                    target[row] = grid[positions[row]];
            }
        });
        var keys = plateColumns.Select(table.Metadata).ToArray();
        var told = Enumerable.Range(0, plates.Count).Select(plate => new NormalizedGroup(
            [.. keys.Select(key => key[plates[plate][0]])],
            plates[plate].Length,
            plates[plate].Length,
            IsPooled: false,
            [.. table.FeatureNames.Where((_, f) => degenerate[f][plate])])
        {
            InfiniteFeatures = [.. table.FeatureNames.Where((_, f) => degenerate[f][plate] && infinite[f][plate])],
        });
        return new GroupNormalization(table.WithFeatures(values), [.. told]);
    }

    /// <summary>Turns residuals into what was asked for and says whether they have no spread.</summary>
    private static bool Score(double[] residuals, double[] scores, PlatePositionOptions options)
    {
        var isDegenerate = !(BScore.Scale(residuals, scores) > 0);
        if (options.Method == PlatePositionMethod.Residual)
            residuals.CopyTo(scores, 0);
        else if (isDegenerate && options.OnDegenerate == DegenerateFeatureHandling.SetNaN)
            Array.Fill(scores, double.NaN);
        return isDegenerate;
    }

    private static WellAddress[] WellsOf(ProfileTable table)
    {
        var wells = new WellAddress[table.RowCount];
        var hasNames = table.HasMetadata("Metadata_Well");
        var names = hasNames ? table.Metadata("Metadata_Well") : table.Metadata("Metadata_Row");
        var columns = hasNames ? names : table.Metadata("Metadata_Col");
        for (var row = 0; row < wells.Length; row++)
        {
            var isWell = hasNames
                ? WellAddress.TryParse(names[row], out wells[row])
                : TryParse(names[row], columns[row], out wells[row]);
            if (isWell)
                continue;
            var told = hasNames
                ? $"'{names[row]}' in Metadata_Well"
                : $"'{names[row]}', '{columns[row]}' in Metadata_Row, Metadata_Col";
            throw new ScreenDataException($"Row {row + 1} of the table: {told} is no well", Place.Unknown);
        }

        return wells;
    }

    private static bool TryParse(string rowText, string columnText, out WellAddress well)
    {
        well = default;
        if (!WellAddress.TryParseRow(rowText, out var rowIndex)
            && !(TryParseWhole(rowText, out var number)
                && (rowIndex = number - 1) is >= 0 and < WellAddress.MaxRowCount))
        {
            return false;
        }

        if (!TryParseWhole(columnText, out var column)
            || column is < 1 or > WellAddress.MaxColumnCount)
        {
            return false;
        }

        well = new WellAddress(rowIndex, column - 1);
        return true;
    }

    /// <summary>Reads a whole number, also as <c>1.0</c>: pandas makes floats of a column with a missing
    /// value.</summary>
    private static bool TryParseWhole(ReadOnlySpan<char> text, out int number)
    {
        var point = text.IndexOf('.');
        if (point > 0 && point + 1 < text.Length && text[(point + 1)..].TrimStart('0').IsEmpty)
            text = text[..point];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static void RequireDistinctWells(ProfileTable table, RowGroups plates, WellAddress[] wells)
    {
        for (var plate = 0; plate < plates.Count; plate++)
        {
            var seen = new Dictionary<WellAddress, int>();
            foreach (var row in plates[plate])
            {
                if (seen.TryAdd(wells[row], row))
                    continue;
                throw new ScreenDataException(
                    $"Rows {seen[wells[row]] + 1} and {row + 1} of the table are the same well of one plate: "
                    + "aggregate to wells first, and name the columns that tell plates apart",
                    new Place { Well = wells[row] });
            }
        }
    }
}
