namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Normalizes each plate, or other group of rows, by its own reference rows.
/// </summary>
/// <remarks>
/// <para>A group without reference rows is normalized by the reference rows of all groups together, and says so; a
/// table with none at all is an error. Formulas, NaN and degenerate features are those of <see cref="Normalizer"/>; a
/// group of one reference row has only degenerate features. A missing value of a column grouped by is a group of its
/// own. A table without rows gives one without rows and no groups.</para>
/// </remarks>
public static class GroupNormalizer
{
    /// <summary>Normalizes all rows; without columns to group by they are one group.</summary>
    /// <exception cref="ArgumentException">There are no reference rows, one is outside the table, or a column is not
    /// in it.</exception>
    public static GroupNormalization Normalize(
        ProfileTable table,
        IReadOnlyList<string> groupBy,
        IReadOnlyList<int> referenceRows,
        NormalizerOptions options)
    {
        options.Validate();
        table.RequireRows(referenceRows);
        var groups = groupBy.Count == 0 ? RowGroups.Whole(table) : RowGroups.Of(table, groupBy);
        if (table.RowCount > 0 && referenceRows.Count == 0)
            throw Normalizer.NoReference(table.RowCount, nameof(referenceRows));
        int[] pooled = [.. referenceRows];
        var references = ReferencesOf(table.RowCount, groups, pooled);
        var values = LargeArrays.Uninitialized(table.ColumnMajorValues.Length);
        var fit = new GroupFit(references, options);
        var scales = new FeatureScale[table.FeatureCount][];
        FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, fit.BufferLength, (f, buffer) =>
        {
            var column = table.Feature(f);
            scales[f] = fit.Fit(column, buffer);
            var target = values.AsSpan(f * table.RowCount, table.RowCount);
            for (var group = 0; group < groups.Count; group++)
                Apply(scales[f][group], column, groups[group], target);
        });
        var keys = groupBy.Select(table.Metadata).ToArray();
        var told = Enumerable.Range(0, groups.Count).Select(group => new NormalizedGroup(
            [.. keys.Select(key => key[groups[group][0]])],
            groups[group].Length,
            references[group].Length,
            ReferenceEquals(references[group], pooled),
            [.. table.FeatureNames.Where((_, f) => scales[f][group].IsDegenerate)])
        {
            InfiniteFeatures = [.. table.FeatureNames.Where((_, f) => scales[f][group].IsInfinite)],
        });
        return new GroupNormalization(table.WithFeatures(values), [.. told]);
    }

    /// <summary>Each group's reference rows, or, where it has none, those of all.</summary>
    private static int[][] ReferencesOf(int rowCount, RowGroups groups, int[] pooled)
    {
        var groupOf = new int[rowCount];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var row in groups[group])
                groupOf[row] = group;
        }

        var references = new int[groups.Count][];
        foreach (var rows in pooled.GroupBy(row => groupOf[row]))
            references[rows.Key] = [.. rows];
        for (var group = 0; group < references.Length; group++)
            references[group] ??= pooled;
        return references;
    }

    private static void Apply(
        FeatureScale scale, ReadOnlySpan<double> column, ReadOnlySpan<int> rows, Span<double> target)
    {
        if (rows.Length == rows[^1] - rows[0] + 1)
        {
            scale.Apply(column.Slice(rows[0], rows.Length), target.Slice(rows[0], rows.Length));
            return;
        }

        foreach (var row in rows)
            target[row] = (column[row] - scale.Centre) / scale.Scale;
    }
}
