namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// One rule, of positive or of negative pairs, between classes of rows.
/// </summary>
internal sealed class PairRule
{
    private readonly int[] _bucketOf;
    private readonly int[][] _classesOf;
    private readonly int[][] _different;
    private readonly int _labelRelation;

    private PairRule(int[] bucketOf, int[][] classesOf, int[][] different, int labelRelation)
    {
        _bucketOf = bucketOf;
        _classesOf = classesOf;
        _different = different;
        _labelRelation = labelRelation;
    }

    public static PairRule Of(
        IReadOnlyList<string> sameBy,
        IReadOnlyList<string> diffBy,
        string? multilabelColumn,
        Dictionary<string, int[]> codes,
        int classCount)
    {
        var same = sameBy.Where(name => name != multilabelColumn).Select(name => codes[name]).ToArray();
        var bucketOf = PairIndex.KeyOf(same, classCount, missingIsMissing: true);
        var classesOf = new List<List<int>>();
        for (var c = 0; c < classCount; c++)
        {
            if (bucketOf[c] == classesOf.Count)
                classesOf.Add([]);
            if (bucketOf[c] >= 0)
                classesOf[bucketOf[c]].Add(c);
        }

        var different = diffBy.Where(name => name != multilabelColumn).Select(name => codes[name]).ToArray();
        var relation = multilabelColumn is null ? 0
            : sameBy.Contains(multilabelColumn) ? 1
            : diffBy.Contains(multilabelColumn) ? -1
            : 0;
        return new PairRule(bucketOf, [.. classesOf.Select(list => list.ToArray())], different, relation);
    }

    /// <summary>The number of the classes that agree in the same-by columns, or -1 where a value is missing.</summary>
    public int BucketOf(int c) => _bucketOf[c];

    /// <summary>The classes that agree with one in the same-by columns.</summary>
    public int[] Candidates(int c) => _bucketOf[c] < 0 ? [] : _classesOf[_bucketOf[c]];

    /// <summary>Whether two classes have values, and different ones, in all different-by columns.</summary>
    public bool Matches(int a, int b)
    {
        foreach (var codes in _different)
        {
            if (codes[a] < 0 || codes[b] < 0 || codes[a] == codes[b])
                return false;
        }

        return true;
    }

    /// <summary>Whether two classes share a label, or none, as the rule wants it.</summary>
    public bool AllowsLabels(ClassLabels? labels, int a, int b) => labels is null || _labelRelation switch
    {
        0 => true,
        > 0 => labels.Share(a, b),
        < 0 => labels.Of(a).Length > 0 && labels.Of(b).Length > 0 && !labels.Share(a, b),
    };
}
