namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Finds the positive and negative partners of rows by whole-number keys.
/// </summary>
/// <remarks>
/// Rows that agree in every column of the rules form a class and have the same partners (a row is not its own). Rules
/// are tested between classes, and only between those that the same-by columns leave: never between rows. Nothing is
/// kept for pairs. Immutable: for several threads at once.
/// </remarks>
internal sealed class PairIndex
{
    private readonly PairRule _positive;
    private readonly PairRule _negative;
    private readonly ClassLabels? _labels;
    private readonly int[][] _rowsOfClass;

    private PairIndex(PairRule positive, PairRule negative, ClassLabels? labels, int[][] rowsOfClass)
    {
        _positive = positive;
        _negative = negative;
        _labels = labels;
        _rowsOfClass = rowsOfClass;
        Queries = [.. MakeQueries()];
    }

    /// <summary>Every row, once or once a label, those next to each other that share partners.</summary>
    public IReadOnlyList<PairQuery> Queries { get; }

    /// <summary>Indexes the rows of a table that may take part.</summary>
    public static PairIndex Of(ProfileTable table, PairRules rules, bool[] mayTakePart)
    {
        rules.Validate();
        string[] columns =
        [
            .. rules.NegSameBy.Concat(rules.PosSameBy).Concat(rules.NegDiffBy).Concat(rules.PosDiffBy)
                .Distinct(StringComparer.Ordinal),
        ];
        var codes = Array.ConvertAll(columns, name => Codes(table.Metadata(name)));
        var classOfRow = KeyOf(codes, table.RowCount, missingIsMissing: false);
        var rows = new List<List<int>>();
        for (var row = 0; row < classOfRow.Length; row++)
        {
            if (classOfRow[row] == rows.Count)
                rows.Add([]);
            rows[classOfRow[row]].Add(row);
        }

        var first = rows.ConvertAll(members => members[0]);
        var classCodes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Length; column++)
            classCodes[columns[column]] = [.. first.Select(row => codes[column][row])];
        var labels = rules.MultilabelColumn is { } name
            ? ClassLabels.Of([.. first.Select(row => table.Metadata(name)[row])])
            : null;
        return new PairIndex(
            PairRule.Of(rules.PosSameBy, rules.PosDiffBy, rules.MultilabelColumn, classCodes, rows.Count),
            PairRule.Of(rules.NegSameBy, rules.NegDiffBy, rules.MultilabelColumn, classCodes, rows.Count),
            labels,
            [.. rows.Select(members => members.Where(row => mayTakePart[row]).ToArray())]);
    }

    /// <summary>Adds the rows of the partners of a query; its own row may be among them.</summary>
    public void AddPartners(PairQuery query, List<int> positives, List<int> negatives)
    {
        foreach (var other in _positive.Candidates(query.Class))
        {
            if (_positive.Matches(query.Class, other)
                && (_labels is null || _labels.Has(other, query.Label)))
            {
                positives.AddRange(_rowsOfClass[other]);
            }
        }

        foreach (var other in _negative.Candidates(query.Class))
        {
            if (_negative.Matches(query.Class, other) && _negative.AllowsLabels(_labels, query.Class, other))
                negatives.AddRange(_rowsOfClass[other]);
        }
    }

    /// <summary>The text of a query's label.</summary>
    public string LabelOf(PairQuery query) => _labels?.Text(query.Label) ?? "";

    /// <summary>Numbers texts in order of first appearance; the missing value is -1.</summary>
    internal static int[] Codes(IReadOnlyList<string> texts)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[texts.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            if (texts[row].Length == 0)
                codes[row] = -1;
            else if (!known.TryGetValue(texts[row], out codes[row]))
                known[texts[row]] = codes[row] = known.Count;
        }

        return codes;
    }

    /// <summary>One number for the codes of several columns together, in order of first appearance; -1, if asked,
    /// where one of them is missing.</summary>
    internal static int[] KeyOf(IReadOnlyList<int[]> codes, int count, bool missingIsMissing)
    {
        var keys = new int[count];
        foreach (var column in codes)
        {
            var known = new Dictionary<long, int>();
            for (var i = 0; i < count; i++)
            {
                if (keys[i] < 0 || (missingIsMissing && column[i] < 0))
                {
                    keys[i] = -1;
                    continue;
                }

                var pair = ((long)keys[i] << 32) | (uint)column[i];
                if (!known.TryGetValue(pair, out keys[i]))
                    known[pair] = keys[i] = known.Count;
            }
        }

        return keys;
    }

    private IEnumerable<PairQuery> MakeQueries()
    {
        var classes = Enumerable.Range(0, _rowsOfClass.Length)
            .OrderBy(c => _negative.BucketOf(c)).ThenBy(c => _positive.BucketOf(c)).ThenBy(c => c);
        foreach (var c in classes)
        {
            foreach (var label in _labels?.Of(c) ?? [-1])
            {
                foreach (var row in _rowsOfClass[c])
                    yield return new PairQuery(row, c, label);
            }
        }
    }
}
