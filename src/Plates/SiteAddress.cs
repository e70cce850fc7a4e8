namespace HcsGrid.Plates;

/// <summary>
/// The place of a site, a field of view, in a screen.
/// </summary>
/// <param name="Plate">The plate's barcode.</param>
/// <param name="Well">The well on the plate.</param>
/// <param name="SiteNumber">The site in the well, from 1.</param>
public readonly record struct SiteAddress(PlateId Plate, WellAddress Well, int SiteNumber) : IComparable<SiteAddress>
{
    public int CompareTo(SiteAddress other)
    {
        var byPlate = Plate.CompareTo(other.Plate);
        if (byPlate != 0)
            return byPlate;
        var byWell = Well.CompareTo(other.Well);
        return byWell != 0 ? byWell : SiteNumber.CompareTo(other.SiteNumber);
    }

    public override string ToString() => $"{Plate} {Well} site {SiteNumber}";

    public static bool operator <(SiteAddress left, SiteAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(SiteAddress left, SiteAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(SiteAddress left, SiteAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SiteAddress left, SiteAddress right) => left.CompareTo(right) >= 0;
}
