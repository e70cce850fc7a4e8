namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Spheres each plate, or other group of rows, by its own reference rows.
/// </summary>
/// <remarks>
/// A group without reference rows is sphered by those of all groups together, and says so. Formulas and errors are
/// those of <see cref="Sphering"/>; no feature is degenerate, since one that does not vary is an error.
/// </remarks>
public static class GroupSphering
{
    /// <summary>Spheres all rows; without columns to group by they are one group.</summary>
    /// <exception cref="ArgumentException">A group has one reference row only, a column is not in the table, or one of
    /// the errors of <see cref="Sphering"/>.</exception>
    public static GroupNormalization Normalize(
        ProfileTable table,
        IReadOnlyList<string> groupBy,
        IReadOnlyList<int> referenceRows,
        SpheringOptions options)
    {
        table.RequireRows(referenceRows);
        if (referenceRows.Count == 0)
            throw Normalizer.NoReference(table.RowCount, nameof(referenceRows));
        var groups = groupBy.Count == 0 ? RowGroups.Whole(table) : RowGroups.Of(table, groupBy);
        var keys = groupBy.Select(table.Metadata).ToArray();
        var isReference = new bool[table.RowCount];
        foreach (var row in referenceRows)
            isReference[row] = true;
        FittedSphering? pooled = null;
        var parts = new List<ProfileTable>();
        var told = new List<NormalizedGroup>();
        var order = new int[table.RowCount];
        var next = 0;
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = groups[group].ToArray();
            int[] own = [.. rows.Where(row => isReference[row])];
            var fitted = own.Length > 0
                ? Sphering.Fit(table, own, options)
                : pooled ??= Sphering.Fit(table, referenceRows, options);
            parts.Add(fitted.Apply(table.SelectRows(rows)));
            told.Add(new NormalizedGroup(
                [.. keys.Select(key => key[rows[0]])],
                rows.Length,
                own.Length > 0 ? own.Length : referenceRows.Count,
                own.Length == 0,
                []));
            foreach (var row in rows)
                order[row] = next++;
        }

        return new GroupNormalization(ProfileTable.Concat(parts).SelectRows(order), told);
    }
}
