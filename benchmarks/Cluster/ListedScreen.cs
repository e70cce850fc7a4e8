using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A screen that consists of names alone: plates of 384 wells whose images are listed and nowhere to be read, and plate
/// maps of which each serves some replicate plates; with no replicates there are none.
/// </summary>
internal sealed class ListedScreen(int plateCount, int siteCount, int replicateCount) : IBlobStore
{
    public const int WellsPerPlate = RowCount * ColumnCount;
    private const int RowCount = 16;
    private const int ColumnCount = 24;
    private const string Barcodes = "barcode_platemap.csv";

    public string Location => "made-up";

    /// <summary>The job; its model is to be filled in.</summary>
    public ScreenJob Job => new()
    {
        Name = "cluster",
        Images = new ImageSource { Pattern = "{plate}/{well}_{site}.tif" },
        Channels = [new ChannelSource { Name = "DNA" }],
        PlateFormat = WellsPerPlate,
        PlateMap = replicateCount > 0 ? new PlateMapSource { Barcodes = Barcodes } : null,
        Thumbnails = new ThumbnailOptions { SizePixels = 0 },
    };

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        for (var plate = 0; plate < plateCount; plate++)
        {
            foreach (var well in Wells())
            {
                for (var site = 1; site <= siteCount; site++)
                    yield return new BlobInfo(new BlobKey($"{BarcodeOf(plate)}/{well}_{site}.tif"), 1);
            }
        }
    }

    public Task<BlobContent> ReadAsync(BlobKey key, long maxLength, CancellationToken cancellationToken = default)
    {
        var bytes = Encoding.UTF8.GetBytes(key.Text == Barcodes ? BarcodeTable() : MapOf(key.FileName));
        var array = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(array, 0);
        return Task.FromResult(new BlobContent(array, bytes.Length));
    }

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static string BarcodeOf(int plate) => string.Create(CultureInfo.InvariantCulture, $"P{plate + 1:D5}");

    private static IEnumerable<WellAddress> Wells() =>
        Enumerable.Range(0, WellsPerPlate).Select(i => new WellAddress(i / ColumnCount, i % ColumnCount));

    private string BarcodeTable() => "Assay_Plate_Barcode,Plate_Map_Name\n" + string.Concat(
        Enumerable.Range(0, plateCount).Select(p => $"{BarcodeOf(p)},M{p / replicateCount}\n"));

    /// <summary>Negative controls in the last column but one, positive ones in the last, else a compound a
    /// well.</summary>
    private static string MapOf(string file)
    {
        var map = new StringBuilder("well_position,pert_iname,mmoles_per_liter,pert_type,moa\n");
        foreach (var well in Wells())
        {
            var line = well.ColumnIndex switch
            {
                ColumnCount - 2 => $"{well},DMSO,,negcon,",
                ColumnCount - 1 => $"{well},taxol,1,poscon,tubulin",
                _ => $"{well},{Path.GetFileNameWithoutExtension(file)}-{well},1,trt,m{well.RowIndex}",
            };
            map.Append(line).Append('\n');
        }

        return map.ToString();
    }
}
