namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The nearest rows of each row, nearest first.
/// </summary>
/// <remarks>
/// Exact: every distance is looked at, in blocks, n² times the features operations and no n² matrix. A row is not its
/// own neighbour; of equally near rows the one with the smaller index comes first.
/// </remarks>
public sealed class NeighbourLists
{
    /// <summary>The most rows: 65,536, minutes of work.</summary>
    public const int MaxRowCount = 65_536;

    /// <summary>The most neighbours of a row.</summary>
    public const int MaxNeighbourCount = 512;

    private readonly int[] _neighbours;
    private readonly double[] _distances;
    private readonly int[] _counts;
    private readonly int _capacity;

    private NeighbourLists(int rowCount, int capacity)
    {
        _capacity = capacity;
        _neighbours = new int[rowCount * capacity];
        _distances = new double[rowCount * capacity];
        _counts = new int[rowCount];
    }

    /// <summary>The number of rows.</summary>
    public int Count => _counts.Length;

    /// <summary>The neighbours of a row, nearest first.</summary>
    public ReadOnlySpan<int> Neighbours(int index) => _neighbours.AsSpan(index * _capacity, _counts[index]);

    /// <summary>How far they are.</summary>
    public ReadOnlySpan<double> Distances(int index) => _distances.AsSpan(index * _capacity, _counts[index]);

    /// <summary>The nearest rows of each row; fewer than asked for where there are no more.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="neighbourCount">How many neighbours, 1 to <see cref="MaxNeighbourCount"/>.</param>
    /// <param name="mayBeNeighbour">Whether (row, other) may be neighbours; null for all.</param>
    /// <param name="maxThreads">The most threads, 0 for as many as there are cores; no result depends on it.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxRowCount"/> rows.</exception>
    public static NeighbourLists Of(
        ComparableRows rows, int neighbourCount, Func<int, int, bool>? mayBeNeighbour = null, int maxThreads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbourCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neighbourCount, MaxNeighbourCount);
        if (rows.Count > MaxRowCount)
        {
            throw new ArgumentException(
                $"{rows.Count} rows are too many to find neighbours among: at most {MaxRowCount}. Aggregate first.",
                nameof(rows));
        }

        var lists = new NeighbourLists(rows.Count, Math.Min(neighbourCount, Math.Max(rows.Count - 1, 1)));
        rows.VisitDistances(maxThreads, (index, first, distances) =>
        {
            for (var i = 0; i < distances.Length; i++)
            {
                var other = first + i;
                if (other != index && lists.IsNearer(index, distances[i])
                    && (mayBeNeighbour is null || mayBeNeighbour(index, other)))
                {
                    lists.Insert(index, other, distances[i]);
                }
            }
        });
        return lists;
    }

    private bool IsNearer(int index, double distance) =>
        _counts[index] < _capacity || distance < _distances[(index * _capacity) + _capacity - 1];

    // Others come in order of their index: one that is as near as another goes behind it.
    private void Insert(int index, int other, double distance)
    {
        var start = index * _capacity;
        if (_counts[index] < _capacity)
            _counts[index]++;
        var at = start + _counts[index] - 1;
        while (at > start && _distances[at - 1] > distance)
        {
            (_distances[at], _neighbours[at]) = (_distances[at - 1], _neighbours[at - 1]);
            at--;
        }

        (_distances[at], _neighbours[at]) = (distance, other);
    }
}
