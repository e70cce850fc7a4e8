using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Reads what the wells of a screen's plates hold.
/// </summary>
/// <remarks>
/// A line that cannot be used (a bad well name, a well named twice, an unknown role, a dose that is no number) is told
/// as a problem with file and line, and the other lines count. A missing file or column ends the reading.
/// </remarks>
public sealed class PlateMapReader
{
    private readonly IBlobStore _store;
    private readonly PlateMapSource _source;
    private readonly List<RunProblem> _problems = [];
    private readonly Dictionary<string, PlateMapFile> _files = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _mapNameOfBarcode;
    private readonly HashSet<(PlateMapFile File, string Image)> _imagesSeen = [];
    private PlateMapMetadata? _metadata;

    public PlateMapReader(IBlobStore store, PlateMapSource source)
    {
        _store = store;
        _source = source;
    }

    /// <summary>What could not be used so far, and the images that are named and were on no plate read so
    /// far.</summary>
    public IReadOnlyList<RunProblem> Problems =>
    [
        .. _problems,
        .. from file in _files
           let missing = file.Value.ImageRows.Keys.Where(i => !_imagesSeen.Contains((file.Value, i)))
               .Order(StringComparer.Ordinal).ToArray()
           where missing.Length > 0
           select new RunProblem(
               $"{missing.Length} images of the plate map are not there: " +
               $"{string.Join(", ", missing.Take(12))}{(missing.Length > 12 ? ", …" : "")}",
               new Place { Blob = file.Key }),
    ];

    /// <summary>Reads the entries of a plate's wells; a well without an entry is not in the result.</summary>
    /// <remarks>A line may name a well, or in place of it what the well's images are called by
    /// (<see cref="WellImages.Name"/>) or the path of one of them.</remarks>
    /// <exception cref="ScreenDataException">A file or a column is missing.</exception>
    public async Task<IReadOnlyDictionary<WellAddress, PlateMapEntry>> ReadAsync(
        PlateId plate, IReadOnlyList<WellImages> wells, CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<WellAddress, PlateMapEntry>();
        var file = await FileOfAsync(plate, cancellationToken).ConfigureAwait(false);
        var rows = file?.Rows;
        if (file?.ImageRows.Count > 0)
            rows = RowsOf(wells, file);
        foreach (var well in wells.Select(w => w.Well).Concat(rows?.Keys ?? []).Distinct())
        {
            if (EntryOf(well, rows?.GetValueOrDefault(well)) is { } entry)
                entries[well] = entry;
        }

        return entries;
    }

    /// <summary>The lines of a file that names images, by the wells that these have become.</summary>
    private Dictionary<WellAddress, PlateMapRow> RowsOf(IReadOnlyList<WellImages> wells, PlateMapFile file)
    {
        var rows = new Dictionary<WellAddress, PlateMapRow>();
        foreach (var well in wells)
        {
            var keys = well.Sites.SelectMany(s => s.Keys).OfType<BlobKey>().Select(k => k.Text);
            foreach (var image in keys.Prepend(well.Name).OfType<string>())
            {
                if (file.ImageRows.TryGetValue(image, out var row))
                {
                    _imagesSeen.Add((file, image));
                    rows.TryAdd(well.Well, row);
                }
            }
        }

        return rows;
    }

    private async Task<PlateMapFile?> FileOfAsync(PlateId plate, CancellationToken cancellationToken)
    {
        if (_source.File is null && _source.Barcodes is null)
            return null;
        if (_source.Metadata is { } metadata)
            _metadata ??= new PlateMapMetadata(await ReadAsync(metadata, cancellationToken)
                .ConfigureAwait(false), metadata, _source.Columns);
        var name = _source.File;
        if (_source.Barcodes is { } barcodes)
        {
            _mapNameOfBarcode ??= Barcodes(await ReadAsync(barcodes, cancellationToken)
                .ConfigureAwait(false), barcodes);
            if (!_mapNameOfBarcode.TryGetValue(plate.Barcode, out var map))
            {
                _problems.Add(new RunProblem(
                    "The plate has images, but no plate map is named for it", new Place
                    {
                        Plate = plate,
                        Blob = barcodes
                    }));
                return null;
            }

            var folder = barcodes.LastIndexOf('/') is var slash and >= 0 ? barcodes[..(slash + 1)] : "";
            name = $"{folder}{_source.Folder}/{map}.txt";
        }

        if (!_files.TryGetValue(name!, out var file))
        {
            var text = await ReadAsync(name!, cancellationToken).ConfigureAwait(false);
            _files[name!] = file = PlateMapFile.Read(text, name!, _source, _metadata, _problems);
        }

        return file;
    }

    private static Dictionary<string, string> Barcodes(DelimitedText text, string file)
    {
        var barcode = PlateMapFile.ColumnOf(text, file, null, "Assay_Plate_Barcode");
        var map = PlateMapFile.ColumnOf(text, file, null, "Plate_Map_Name");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in text.Rows)
        {
            if (!names.TryAdd(row[barcode], row[map]) && names[row[barcode]] != row[map])
            {
                throw new ScreenDataException(
                    $"The plate {row[barcode]} has two plate maps, {names[row[barcode]]} and {row[map]}",
                    new Place { Blob = file, LineNumber = row.LineNumber });
            }
        }

        return names;
    }

    private Task<DelimitedText> ReadAsync(string name, CancellationToken cancellationToken) =>
        StoredText.ReadAsync(_store, name, "plate map's file", cancellationToken);

    private PlateMapEntry? EntryOf(WellAddress well, PlateMapRow? row)
    {
        var (role, compound, dose, moa) = (row?.Role, row?.Compound, row?.Dose, row?.Moa);
        var inRegion = false;
        foreach (var region in _source.Regions.Reverse().Where(r => r.Contains(well)))
        {
            inRegion = true;
            compound ??= region.Compound;
            dose ??= region.Dose;
            moa ??= region.Moa;
            if (role is null && region.Role is { } text && ControlRoles.TryParse(text, out var regionRole))
                role = regionRole;
        }

        if (row is null && !inRegion)
            return null;
        var known = role ?? ControlRole.Treatment;
        var perturbation = compound is null && row?.Identifier is null && dose is null
            ? null
            : new Perturbation(
                compound ?? row?.Identifier ?? "",
                dose,
                dose is null ? "" : _source.DoseUnit,
                row?.Identifier,
                string.IsNullOrEmpty(moa) ? null : new Moa(moa));
        return new PlateMapEntry(known, perturbation);
    }
}
