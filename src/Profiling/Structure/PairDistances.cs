namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The distances between all pairs of rows, each pair once.
/// </summary>
/// <remarks>
/// Symmetric, 0 from a row to itself; rows are those of a <see cref="ComparableRows"/>, so every distance is a number.
/// Stored as <c>scipy.spatial.distance.pdist</c> has it: (0,1), (0,2), …, (1,2), …
/// </remarks>
public sealed class PairDistances
{
    /// <summary>The most rows: 16,384, 1 GiB of distances.</summary>
    public const int MaxRowCount = 16_384;

    private readonly double[] _values;

    private PairDistances(double[] values, int count)
    {
        _values = values;
        Count = count;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The distances pair by pair.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The distance between two rows.</summary>
    public double this[int index, int other]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)other, (uint)Count, nameof(other));
            return index == other
                ? 0
                : index < other ? _values[Offset(index, Count) + other] : _values[Offset(other, Count) + index];
        }
    }

    /// <summary>The distances between rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="maxThreads">The most threads, 0 for as many as there are cores; no result depends on it.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxRowCount"/> rows, or a distance beyond a
    /// double.</exception>
    public static PairDistances Of(ComparableRows rows, int maxThreads = 0)
    {
        RequireCount(rows.Count, nameof(rows));
        var values = new double[PairCount(rows.Count)];
        rows.VisitDistances(maxThreads, (index, first, distances) =>
        {
            var skipped = Math.Clamp(index + 1 - first, 0, distances.Length);
            if (skipped < distances.Length)
                distances[skipped..].CopyTo(values.AsSpan(Offset(index, rows.Count) + first + skipped));
        });
        if (values.AsSpan().ContainsAnyExceptInRange(0, double.MaxValue))
            throw new ArgumentException("Profiles are too large to be compared: a distance is infinite.", nameof(rows));
        return new PairDistances(values, rows.Count);
    }

    /// <summary>Distances that are already there, pair by pair; they are copied.</summary>
    /// <exception cref="ArgumentException">Their number is not that of all pairs, or one is no finite number ≥ 0.
    /// </exception>
    public static PairDistances Of(ReadOnlySpan<double> values, int count)
    {
        RequireCount(count, nameof(count));
        if (values.Length != PairCount(count))
        {
            throw new ArgumentException(
                $"{values.Length} distances for {count} rows; their pairs are {PairCount(count)}.", nameof(values));
        }

        if (values.IndexOfAnyExceptInRange(0, double.MaxValue) is var wrong and >= 0)
        {
            throw new ArgumentException(
                $"Distance {wrong} is {values[wrong]}, expected a finite number ≥ 0.", nameof(values));
        }

        return new PairDistances(values.ToArray(), count);
    }

    /// <summary>Where a row's distances to rows of a larger index would begin, were they counted from row 0.</summary>
    internal static int Offset(int index, int count) => (index * (2 * count - index - 3) / 2) - 1;

    internal static int PairCount(int count) => count * (count - 1) / 2;

    private static void RequireCount(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count, name);
        if (count > MaxRowCount)
        {
            throw new ArgumentException(
                $"{count} rows are too many for the distances of all pairs: at most {MaxRowCount}. "
                + "Aggregate first, or cluster by communities.",
                name);
        }
    }
}
