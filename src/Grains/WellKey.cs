using HcsGrid.Plates;

namespace HcsGrid.Grains;

/// <summary>
/// The keys of grains that belong to a job: <c>job/plate</c>, <c>job/plate/well</c>, <c>job/compound</c>.
/// </summary>
/// <remarks>Ids of jobs, barcodes and wells hold no slash; a compound's name may.</remarks>
internal readonly record struct WellKey(string Job, PlateId Plate, WellAddress Well)
{
    public override string ToString() => $"{Job}/{Plate}/{Well}";

    public static WellKey Parse(string key)
    {
        var parts = key.Split('/');
        return new WellKey(parts[0], new PlateId(parts[1]), WellAddress.Parse(parts[2]));
    }

    public static string OfPlate(string job, PlateId plate) => $"{job}/{plate}";

    public static (string Job, PlateId Plate) ParsePlate(string key)
    {
        var parts = key.Split('/');
        return (parts[0], new PlateId(parts[1]));
    }

    public static string OfCompound(string job, string compound) => $"{job}/{compound}";

    public static (string Job, string Compound) ParseCompound(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }
}
