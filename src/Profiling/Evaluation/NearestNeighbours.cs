using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Finds the profile most like another one by cosine similarity.
/// </summary>
/// <remarks>
/// Profiles are compared as they are, not centred. A row without any finite value, or of zeros, has no direction: no
/// neighbour, and nobody's neighbour. A feature that any other row lacks or has no finite value of is left out for all
/// rows. Cosines are clamped to [-1, 1].
/// </remarks>
public static class NearestNeighbours
{
    /// <summary>The cosine of the angle between two profiles; NaN where one is all zeros or has a value that is not
    /// finite.</summary>
    public static double Cosine(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException(
                $"Profiles of {a.Length} and {b.Length} features cannot be compared.", nameof(b));
        }

        var (first, second) = (a.ToArray(), b.ToArray());
        return RowVectors.TryNormalize(first) && RowVectors.TryNormalize(second)
            ? Math.Clamp(RowVectors.Dot(first, second), -1, 1)
            : double.NaN;
    }

    /// <summary>For each row the nearest one whose value of a metadata column differs; of equally near ones the
    /// first.</summary>
    /// <remarks>The missing value is a value of its own: rows without it count as the same.</remarks>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static IReadOnlyList<NearestNeighbour> Find(ProfileTable table, string notSameMetadata)
    {
        var labels = table.Metadata(notSameMetadata);
        return Find(table, (row, other) => labels[row] != labels[other]);
    }

    /// <summary>For each row the nearest other one that a condition on (row, candidate) holds for; it is asked by
    /// several threads at once.</summary>
    public static IReadOnlyList<NearestNeighbour> Find(ProfileTable table, Func<int, int, bool> mayBeNeighbour)
    {
        var rows = ComparableRows.Of(table, DistanceMetric.Cosine);
        var (values, width) = (rows.InTableOrder(out var hasDirection), rows.UsedFeatures.Count);
        var neighbours = new NearestNeighbour[table.RowCount];
        Parallel.For(0, neighbours.Length, row =>
        {
            var best = NearestNeighbour.None;
            for (var other = 0; hasDirection[row] && other < neighbours.Length; other++)
            {
                if (other == row || !hasDirection[other] || !mayBeNeighbour(row, other))
                    continue;
                var cosine = Math.Clamp(RowVectors.Dot(
                    values.AsSpan(row * width, width), values.AsSpan(other * width, width)), -1, 1);
                if (!best.Exists || cosine > best.Cosine)
                    best = new NearestNeighbour(other, cosine);
            }

            neighbours[row] = best;
        });

        return neighbours;
    }
}
