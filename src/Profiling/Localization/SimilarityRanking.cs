using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// Ranks the profiles of a table by how alike they are to one of them.
/// </summary>
/// <remarks>
/// <para>Of spectra or of embeddings: proteins that are where a protein is (Kobayashi et al. 2022 rank by the
/// correlation of feature spectra). Compared over the features that are finite in all rows (<see
/// cref="ComparableRows"/>).</para>
/// <para>Most similar first; equally similar ones, to the bit, in ordinal order of their names, then of their rows. A
/// similarity depends on the two profiles alone: rows may stand in any order. Rows set aside (no numbers, no direction)
/// are in no list.</para>
/// </remarks>
public sealed class SimilarityRanking
{
    private readonly ComparableRows _rows;
    private readonly IReadOnlyList<string> _names;
    private readonly int[] _indexOf;

    /// <param name="table">The profiles.</param>
    /// <param name="names">Their names, one a row.</param>
    /// <param name="similarity">How alike is measured.</param>
    /// <exception cref="ArgumentException">Not one name a row.</exception>
    public SimilarityRanking(ProfileTable table, IReadOnlyList<string> names, SimilarityKind similarity)
    {
        if (names.Count != table.RowCount)
            throw new ArgumentException($"{names.Count} names for {table.RowCount} rows.", nameof(names));
        _names = names;
        _rows = ComparableRows.Of(table, similarity switch
        {
            SimilarityKind.Correlation => DistanceMetric.Correlation,
            SimilarityKind.Cosine => DistanceMetric.Cosine,
            _ => throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "There is no such similarity."),
        });
        _indexOf = _rows.ToTable(Enumerable.Range(0, _rows.Count).ToArray(), -1);
    }

    /// <summary>The features compared over.</summary>
    public IReadOnlyList<string> UsedFeatures => _rows.UsedFeatures;

    /// <summary>The rows that cannot be compared.</summary>
    public IReadOnlyList<int> SetAsideRows => _rows.SetAsideRows;

    /// <summary>The profiles most like a row, itself left out.</summary>
    /// <param name="row">The query's row of the table; one set aside has an empty list.</param>
    /// <param name="count">The most profiles, 1 or more; ties at the end are cut by their order.</param>
    public IReadOnlyList<RankedProfile> Of(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_indexOf.Length, nameof(row));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var query = _indexOf[row];
        if (query < 0)
            return [];
        var others = Enumerable.Range(0, _rows.Count).Where(i => i != query)
            .Select(i => (Row: _rows.TableRows[i], Similarity: 1 - _rows.Distance(query, i)))
            .OrderByDescending(other => other.Similarity)
            .ThenBy(other => _names[other.Row], StringComparer.Ordinal).ThenBy(other => other.Row)
            .Take(count).ToArray();
        var ranked = new RankedProfile[others.Length];
        for (var i = 0; i < others.Length; i++)
        {
            var isTie = i > 0 && others[i].Similarity == others[i - 1].Similarity;
            ranked[i] = new RankedProfile(others[i].Row, others[i].Similarity, isTie ? ranked[i - 1].Rank : i + 1);
        }

        return ranked;
    }
}
