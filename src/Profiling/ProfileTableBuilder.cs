namespace HcsGrid.Profiling;

/// <summary>
/// Collects rows into a <see cref="ProfileTable"/>.
/// </summary>
/// <remarks>
/// Rows keep the order in which they were added. After <see cref="Build"/> the builder may be given more rows and
/// built again; tables already built do not change. Not for several threads at once.
/// </remarks>
public sealed class ProfileTableBuilder
{
    private readonly string[] _metadataNames;
    private readonly string[] _featureNames;
    private readonly List<string[]> _metadata = [];
    private readonly List<double[]> _features = [];

    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    public ProfileTableBuilder(IReadOnlyList<string> metadataNames, IReadOnlyList<string> featureNames)
    {
        _metadataNames = [.. metadataNames];
        _featureNames = [.. featureNames];
        Build();
    }

    /// <summary>Rows added so far.</summary>
    public int RowCount => _features.Count;

    /// <summary>Adds a row. Null metadata are missing; both are copied.</summary>
    /// <exception cref="ArgumentException">The row has not one value a column.</exception>
    public ProfileTableBuilder AddRow(IReadOnlyList<string?> metadata, ReadOnlySpan<double> features)
    {
        if (metadata.Count != _metadataNames.Length)
        {
            throw new ArgumentException(
                $"Row {RowCount + 1} has {metadata.Count} metadata values, "
                + $"the table has {_metadataNames.Length} columns.");
        }

        if (features.Length != _featureNames.Length)
        {
            throw new ArgumentException(
                $"Row {RowCount + 1} has {features.Length} features, the table has {_featureNames.Length}.");
        }

        _metadata.Add(metadata.Select(value => value ?? "").ToArray());
        _features.Add(features.ToArray());
        return this;
    }

    /// <summary>The table of the rows so far; it may have none.</summary>
    public ProfileTable Build()
    {
        var rowCount = _features.Count;
        var metadata = new string[_metadataNames.Length][];
        for (var m = 0; m < metadata.Length; m++)
        {
            var column = new string[rowCount];
            for (var row = 0; row < rowCount; row++)
                column[row] = _metadata[row][m];
            metadata[m] = column;
        }

        return new ProfileTable(_metadataNames, _featureNames, metadata, ToColumns(), rowCount);
    }

    /// <summary>Turns rows into columns in blocks that stay in the cache.</summary>
    private double[] ToColumns()
    {
        const int Block = 64;
        var rowCount = _features.Count;
        var values = new double[ProfileTable.ValueCount(rowCount, _featureNames.Length)];
        for (var firstRow = 0; firstRow < rowCount; firstRow += Block)
        {
            var endRow = Math.Min(firstRow + Block, rowCount);
            for (var f = 0; f < _featureNames.Length; f++)
            {
                for (var row = firstRow; row < endRow; row++)
                    values[(f * rowCount) + row] = _features[row][f];
            }
        }

        return values;
    }
}
