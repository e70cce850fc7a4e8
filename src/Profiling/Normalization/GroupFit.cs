namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Fits a normalization on the reference rows of each group, column by column; what groups share is fitted once.
/// </summary>
internal sealed class GroupFit
{
    private readonly NormalizerOptions _options;
    private readonly ReadOnlyMemory<int>[] _references;

    /// <summary>The index of each group's reference rows.</summary>
    private readonly int[] _referenceOf;

    /// <summary>Medians of all groups at once, for the method that is made of them.</summary>
    private readonly GroupMedians? _medians;

    /// <param name="references">Reference rows, one array a group; several groups may have the same array.</param>
    public GroupFit(int[][] references, NormalizerOptions options)
    {
        _options = options;
        _referenceOf = new int[references.Length];
        var different = new List<ReadOnlyMemory<int>>();
        var indices = new Dictionary<int[], int>();
        for (var group = 0; group < references.Length; group++)
        {
            if (indices.TryAdd(references[group], different.Count))
                different.Add(references[group]);
            _referenceOf[group] = indices[references[group]];
        }

        _references = [.. different];
        if (options.Method == NormalizationMethod.MadRobustize)
            _medians = new GroupMedians(_references);
        BufferLength = _medians?.BufferLength ?? _references.Append(default).Max(rows => rows.Length);
    }

    /// <summary>The numbers of a buffer to fit in.</summary>
    public int BufferLength { get; }

    /// <summary>The scales of a feature, one a group.</summary>
    /// <param name="column">One value a row.</param>
    /// <param name="buffer"><see cref="BufferLength"/> numbers that no one else uses meanwhile.</param>
    public FeatureScale[] Fit(ReadOnlySpan<double> column, double[] buffer)
    {
        var fitted = new FeatureScale[_references.Length];
        if (_medians is null)
        {
            for (var i = 0; i < fitted.Length; i++)
            {
                var count = OrderStatistics.Gather(column, _references[i].Span, buffer);
                fitted[i] = FeatureScale.Fit(buffer.AsSpan(0, count), _options);
            }
        }
        else
        {
            var (medians, deviations) = (new double[fitted.Length], new double[fitted.Length]);
            _medians.Fill(column, buffer, medians, deviations);
            for (var i = 0; i < fitted.Length; i++)
            {
                fitted[i] = FeatureScale.OfMedian(medians[i], deviations[i], _options);
                if (double.IsNaN(fitted[i].Centre))
                    fitted[i] = fitted[i] with { IsInfinite = HasInfinite(column, _references[i].Span) };
            }
        }

        return Array.ConvertAll(_referenceOf, i => fitted[i]);
    }

    private static bool HasInfinite(ReadOnlySpan<double> column, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if (double.IsInfinity(column[row]))
                return true;
        }

        return false;
    }
}
