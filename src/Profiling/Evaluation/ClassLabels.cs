namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// The several labels of classes of rows, as numbers.
/// </summary>
internal sealed class ClassLabels
{
    private readonly int[][] _labelsOf;
    private readonly string[] _texts;

    private ClassLabels(int[][] labelsOf, string[] texts)
    {
        _labelsOf = labelsOf;
        _texts = texts;
    }

    /// <summary>Takes values such as <c>a|b</c> apart. Spaces around a label do not count, nor do empty or repeated
    /// labels.</summary>
    public static ClassLabels Of(IReadOnlyList<string> values)
    {
        var split = values.Select(value => value
            .Split(PairRules.LabelSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .ToArray()).ToArray();
        var texts = split.SelectMany(labels => labels).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToArray();
        return new ClassLabels(
            Array.ConvertAll(split, labels => labels
                .Select(label => Array.BinarySearch(texts, label, StringComparer.Ordinal)).Order().ToArray()),
            texts);
    }

    /// <summary>The labels of a class, ascending.</summary>
    public int[] Of(int c) => _labelsOf[c];

    public string Text(int label) => _texts[label];

    public bool Has(int c, int label) => Array.BinarySearch(_labelsOf[c], label) >= 0;

    public bool Share(int a, int b)
    {
        foreach (var label in _labelsOf[a])
        {
            if (Has(b, label))
                return true;
        }

        return false;
    }
}
