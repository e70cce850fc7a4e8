namespace HcsGrid.Plates;

/// <summary>
/// What every well of a plate holds: well → perturbation and role.
/// </summary>
/// <remarks>
/// Immutable. A well that the map does not name has no entry: callers decide what that means, and say so.
/// </remarks>
public sealed class PlateMap
{
    private readonly SortedDictionary<WellAddress, PlateMapEntry> _entries;

    /// <summary>Takes the entries.</summary>
    /// <exception cref="ArgumentException">A well is named twice, or lies outside the format.</exception>
    public PlateMap(PlateFormat format, IEnumerable<KeyValuePair<WellAddress, PlateMapEntry>> entries)
    {
        Format = format;
        _entries = [];
        foreach (var (well, entry) in entries)
        {
            if (!format.Contains(well))
                throw new ArgumentException($"Well {well} lies outside a plate of {format}.", nameof(entries));
            if (!_entries.TryAdd(well, entry))
                throw new ArgumentException($"Well {well} is named twice in the plate map.", nameof(entries));
        }
    }

    /// <summary>The physical format of the plate.</summary>
    public PlateFormat Format { get; }

    /// <summary>Every named well with its entry, row by row.</summary>
    public IReadOnlyCollection<KeyValuePair<WellAddress, PlateMapEntry>> Entries => _entries;

    /// <summary>The well's entry, or null where the map does not name it.</summary>
    public PlateMapEntry? this[WellAddress well] => _entries.GetValueOrDefault(well);

    /// <summary>The named wells with that role, row by row.</summary>
    public IEnumerable<WellAddress> WellsWith(ControlRole role) =>
        _entries.Where(e => e.Value.Role == role).Select(e => e.Key);
}
