using System.Runtime.CompilerServices;

namespace HcsGrid.Profiling;

/// <summary>
/// A table of profiles: one row a unit (well, site, compound), text columns that say what it is, number columns of
/// features.
/// </summary>
/// <remarks>
/// <para>Immutable. Metadata are text; a missing value is the empty string, never null. Features are double; a missing
/// value is NaN. Features are stored column after column, since nearly every statistic works on one feature at a
/// time.</para>
/// <para>Names are unique over metadata and features together, compared ordinally, and never empty. A table may have
/// no rows, no metadata or no features. Rows times features is at most <see cref="MaxValueCount"/>.</para>
/// </remarks>
public sealed class ProfileTable
{
    /// <summary>The most feature values a table holds (one array of doubles, 8 bytes a value).</summary>
    public const int MaxValueCount = 0x7FFFFFC7;

    private readonly string[] _metadataNames;
    private readonly string[] _featureNames;
    private readonly string[][] _metadata;
    private readonly double[] _values;
    private readonly Dictionary<string, int> _indexByName;

    internal ProfileTable(
        string[] metadataNames, string[] featureNames, string[][] metadata, double[] values, int rowCount)
        : this(metadataNames, featureNames, metadata, values, rowCount, IndexNames(metadataNames, featureNames))
    {
    }

    private ProfileTable(
        string[] metadataNames,
        string[] featureNames,
        string[][] metadata,
        double[] values,
        int rowCount,
        Dictionary<string, int> indexByName)
    {
        _metadataNames = metadataNames;
        _featureNames = featureNames;
        _metadata = metadata;
        _values = values;
        _indexByName = indexByName;
        RowCount = rowCount;
    }

    /// <summary>The names of the text columns, in order.</summary>
    public IReadOnlyList<string> MetadataNames => _metadataNames;

    /// <summary>The names of the features, in order.</summary>
    public IReadOnlyList<string> FeatureNames => _featureNames;

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of features.</summary>
    public int FeatureCount => _featureNames.Length;

    /// <summary>All features, column after column: value (row, feature) is at feature × RowCount + row.</summary>
    public ReadOnlySpan<double> ColumnMajorValues => _values.AsSpan(0, RowCount * FeatureCount);

    /// <summary>The value of a feature in a row.</summary>
    public double this[int row, int featureIndex]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
            return Feature(featureIndex)[row];
        }
    }

    /// <summary>Whether the table has a text column of this name.</summary>
    public bool HasMetadata(string name) => _indexByName.TryGetValue(name, out var index) && index >= 0;

    /// <summary>A text column, one value a row; a missing value is empty.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<string> Metadata(string name) =>
        _indexByName.TryGetValue(name, out var index) && index >= 0
            ? _metadata[index]
            : throw new ArgumentException(
                $"The table has no metadata column '{name}'; it has {Enumerate(_metadataNames)}.", nameof(name));

    /// <summary>The index of a feature, or -1 where there is none of this name.</summary>
    public int FeatureIndexOf(string name) => _indexByName.TryGetValue(name, out var index) && index < 0 ? ~index : -1;

    /// <summary>A feature's values, one a row.</summary>
    public ReadOnlySpan<double> Feature(int featureIndex)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            (uint)featureIndex, (uint)_featureNames.Length, nameof(featureIndex));
        return _values.AsSpan(featureIndex * RowCount, RowCount);
    }

    /// <summary>A row's features, copied.</summary>
    public double[] Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        var values = new double[_featureNames.Length];
        for (var f = 0; f < values.Length; f++)
            values[f] = _values[(f * RowCount) + row];
        return values;
    }

    /// <summary>The rows that a condition on the row's index holds for, in order.</summary>
    public ProfileTable SelectRows(Func<int, bool> condition) =>
        SelectRows(Enumerable.Range(0, RowCount).Where(condition).ToArray());

    /// <summary>The rows of these indices, in the order given; an index may repeat.</summary>
    public ProfileTable SelectRows(IReadOnlyList<int> rows)
    {
        RequireRows(rows);
        var metadata = Array.ConvertAll(_metadata, column => rows.Select(row => column[row]).ToArray());
        var values = new double[ValueCount(rows.Count, _featureNames.Length)];
        var next = 0;
        for (var f = 0; f < _featureNames.Length; f++)
        {
            var column = Feature(f);
            for (var r = 0; r < rows.Count; r++)
                values[next++] = column[rows[r]];
        }

        return new ProfileTable(_metadataNames, _featureNames, metadata, values, rows.Count, _indexByName);
    }

    /// <summary>The features of these indices, in the order given; metadata stay.</summary>
    public ProfileTable SelectFeatures(IReadOnlyList<int> featureIndices)
    {
        var names = featureIndices.Select(f => _featureNames[f]).ToArray();
        var values = LargeArrays.Uninitialized(ValueCount(RowCount, names.Length));
        FeatureBlocks.ForEach(names.Length, RowCount, 0, (f, _) =>
            Feature(featureIndices[f]).CopyTo(values.AsSpan(f * RowCount, RowCount)));
        return new ProfileTable(_metadataNames, names, _metadata, values, RowCount);
    }

    /// <summary>The same table with other values, column after column. The array is taken over: do not change it
    /// after.</summary>
    public ProfileTable WithFeatures(double[] columnMajorValues) =>
        columnMajorValues.Length == ColumnMajorValues.Length
            ? new ProfileTable(_metadataNames, _featureNames, _metadata, columnMajorValues, RowCount, _indexByName)
            : throw new ArgumentException(
                $"{columnMajorValues.Length} values for {RowCount} rows of {FeatureCount} features.",
                nameof(columnMajorValues));

    /// <summary>The same rows and metadata with other features, column after column. The arrays are taken
    /// over.</summary>
    internal ProfileTable WithFeatures(string[] featureNames, double[] columnMajorValues) =>
        columnMajorValues.Length == (long)featureNames.Length * RowCount
            ? new ProfileTable(_metadataNames, featureNames, _metadata, columnMajorValues, RowCount)
            : throw new ArgumentException(
                $"{columnMajorValues.Length} values for {RowCount} rows of {featureNames.Length} features.",
                nameof(columnMajorValues));

    /// <summary>The same table with a text column replaced, or added as the last one. Null is missing.</summary>
    public ProfileTable WithMetadata(string name, IReadOnlyList<string?> values)
    {
        if (values.Count != RowCount)
            throw new ArgumentException($"{values.Count} values of '{name}' for {RowCount} rows.", nameof(values));
        var column = values.Select(value => value ?? "").ToArray();
        if (!HasMetadata(name))
        {
            return new ProfileTable(
                [.. _metadataNames, name], _featureNames, [.. _metadata, column], _values, RowCount);
        }

        var metadata = (string[][])_metadata.Clone();
        metadata[_indexByName[name]] = column;
        return new ProfileTable(_metadataNames, _featureNames, metadata, _values, RowCount, _indexByName);
    }

    /// <summary>
    /// The rows of several tables one after the other.
    /// </summary>
    /// <remarks>
    /// Features must agree in name and order. Metadata columns are united in order of first appearance; a row of a
    /// table without the column has the missing value there.
    /// </remarks>
    /// <exception cref="ArgumentException">No tables, or features differ: the first that differs is named.</exception>
    public static ProfileTable Concat(IEnumerable<ProfileTable> tables)
    {
        var parts = tables.ToArray();
        if (parts.Length == 0)
            throw new ArgumentException("There are no tables to put together.", nameof(tables));
        for (var t = 1; t < parts.Length; t++)
            RequireSameFeatures(parts[0], parts[t], t);
        var rowCount = checked(parts.Sum(part => part.RowCount));
        var features = parts[0]._featureNames;
        var metadataNames = parts.SelectMany(part => part._metadataNames).Distinct(StringComparer.Ordinal).ToArray();
        var metadata = Array.ConvertAll(
            metadataNames,
            name => parts.SelectMany(part => part.MetadataOrMissing(name)).ToArray());
        var values = new double[ValueCount(rowCount, features.Length)];
        var next = 0;
        for (var f = 0; f < features.Length; f++)
        {
            foreach (var part in parts)
            {
                part.Feature(f).CopyTo(values.AsSpan(next));
                next += part.RowCount;
            }
        }

        return new ProfileTable(metadataNames, features, metadata, values, rowCount);
    }

    internal void RequireRows(IReadOnlyList<int> rows, [CallerArgumentExpression(nameof(rows))] string? name = null)
    {
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, name);
    }

    internal static int ValueCount(int rows, int features)
    {
        var count = (long)rows * features;
        return count <= MaxValueCount
            ? (int)count
            : throw new ArgumentException(
                $"{rows} rows of {features} features are {count} values; a table holds at most {MaxValueCount}.");
    }

    /// <summary>The first eight names, and how many more there are: for messages.</summary>
    public static string Enumerate(IReadOnlyList<string> names)
    {
        const int Shown = 8;
        if (names.Count == 0)
            return "none";
        var text = string.Join(", ", names.Take(Shown));
        return names.Count > Shown ? $"{text} and {names.Count - Shown} more" : text;
    }

    private IEnumerable<string> MetadataOrMissing(string name) =>
        HasMetadata(name) ? Metadata(name) : Enumerable.Repeat("", RowCount);

    private static void RequireSameFeatures(ProfileTable first, ProfileTable other, int tableIndex)
    {
        var count = Math.Max(first.FeatureCount, other.FeatureCount);
        for (var f = 0; f < count; f++)
        {
            var expected = f < first.FeatureCount ? $"'{first._featureNames[f]}'" : "none";
            var actual = f < other.FeatureCount ? $"'{other._featureNames[f]}'" : "none";
            if (expected != actual)
            {
                throw new ArgumentException(
                    $"Feature {f + 1} of table {tableIndex + 1} is {actual}, that of the first table is {expected}: "
                    + "tables can be put together only where their features agree.");
            }
        }
    }

    /// <summary>Metadata columns by their index, features by the complement of theirs.</summary>
    private static Dictionary<string, int> IndexNames(string[] metadataNames, string[] featureNames)
    {
        var count = metadataNames.Length + featureNames.Length;
        var indexByName = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var m = 0; m < metadataNames.Length; m++)
            Add(metadataNames[m], m);
        for (var f = 0; f < featureNames.Length; f++)
            Add(featureNames[f], ~f);
        return indexByName;

        void Add(string name, int index)
        {
            if (string.IsNullOrEmpty(name))
                throw new ArgumentException("A column of a profile table has no name.");
            if (!indexByName.TryAdd(name, index))
                throw new ArgumentException($"The column name '{name}' occurs twice in a profile table.");
        }
    }
}
