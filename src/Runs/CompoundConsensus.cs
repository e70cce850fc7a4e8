using System.Security.Cryptography;
using System.Text;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// A compound's consensus while its screen still runs: the median of its normalized wells so far, dose by dose,
/// published anew with every plate.
/// </summary>
/// <remarks>
/// <para>The formula is that of the screen's consensus, so that once all plates are in, their values are equal. The
/// screen's table alone leaves out the features that are outliers somewhere in the screen.</para>
/// <para>Telling of a plate twice changes nothing. At most a given number of wells is gathered; beyond that the record
/// says that it is cut, and nothing is published any more. Not safe for several threads at once.</para>
/// </remarks>
public sealed class CompoundConsensus(RunFolder folder, ScreenJob job, string compound, int maxWellCount)
{
    private const string CompoundColumn = "Metadata_pert_iname";
    private readonly SortedDictionary<PlateId, ProfileTable> _plates = [];
    private bool _isCut;

    /// <summary>The beginning of a compound's blobs.</summary>
    public static BlobKey KeyOf(string compound)
    {
        var text = new string([.. compound.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(compound)));
        return new BlobKey($"compounds/{text}-{hash[..12]}");
    }

    /// <summary>A plate's wells, compound by compound; wells without a compound are left out.</summary>
    public static IEnumerable<(string Compound, ProfileTable Wells)> ByCompound(ProfileTable normalized)
    {
        var compounds = normalized.Metadata(CompoundColumn);
        return Enumerable.Range(0, normalized.RowCount)
            .Where(row => compounds[row].Length > 0)
            .GroupBy(row => compounds[row], StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, normalized.SelectRows([.. g])));
    }

    /// <summary>Takes up what was published before: the wells of those plates are read again.</summary>
    public async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        var record = await folder.ReadJsonAsync<CompoundRecord>(RecordKey(), cancellationToken).ConfigureAwait(false);
        _isCut = record?.IsCut ?? false;
        foreach (var plate in record is null || _isCut ? [] : record.Plates)
        {
            var table = await folder
                .ReadTableAsync(RunFolder.PlateKey(new PlateId(plate), "profiles_normalized"), cancellationToken)
                .ConfigureAwait(false);
            if (table is null)
                continue;
            var compounds = table.Metadata(CompoundColumn);
            _plates[new PlateId(plate)] = table.SelectRows(row => compounds[row] == compound);
        }
    }

    /// <summary>Takes a plate's wells of the compound, replacing what was told of that plate before, and
    /// publishes.</summary>
    public async Task AddAsync(PlateId plate, ProfileTable wells, CancellationToken cancellationToken)
    {
        if (_isCut)
            return;
        _plates[plate] = wells;
        var count = _plates.Values.Sum(t => t.RowCount);
        _isCut = count > maxWellCount;
        if (!_isCut)
        {
            var consensus = Consensus.Median(ProfileTable.Concat(_plates.Values), ScreenProfiles.TreatmentKey);
            var provenance = RunProvenance.Of(job, "compounds").With(("consensus", "median"));
            await folder.PutTableAsync(KeyOf(compound), consensus, provenance, cancellationToken)
                .ConfigureAwait(false);
        }

        var record = new CompoundRecord
        {
            Compound = compound,
            Plates = [.. _plates.Keys.Select(p => p.Barcode)],
            WellCount = count,
            IsCut = _isCut,
        };
        await folder.PutJsonAsync(RecordKey(), record, cancellationToken).ConfigureAwait(false);
        if (_isCut)
            _plates.Clear();
    }

    private BlobKey RecordKey() => new($"{KeyOf(compound)}.json");
}
