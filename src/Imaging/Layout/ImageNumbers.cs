using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// Gives images that lie on no plate a well each: in the order of their names, row by row
/// (docs/decisions/0015-a-micrograph-is-a-well.md).
/// </summary>
/// <remarks>A plate takes as many images as it has wells; what is left goes on to plates called <c>name-2</c>,
/// <c>name-3</c> and so on. Names order by their characters' codes, so the same names get the same wells
/// everywhere.</remarks>
internal static class ImageNumbers
{
    /// <summary>The plate and the well of every image.</summary>
    /// <param name="images">The plates as written and the images' names; one may stand often.</param>
    /// <param name="format">The plates' format; null: the smallest of 96 wells or more that holds the images of one,
    /// at most 1536.</param>
    /// <exception cref="ScreenDataException">A plate for what is left over has the name of another.</exception>
    public static Dictionary<(PlateId Plate, string Image), (PlateId Plate, WellAddress Well)> Of(
        IEnumerable<(PlateId Plate, string Image)> images, PlateFormat? format)
    {
        var wells = new Dictionary<(PlateId, string), (PlateId, WellAddress)>();
        var byPlate = images.Distinct().GroupBy(i => i.Plate).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var (plate, own) in byPlate)
        {
            var ordered = own.OrderBy(i => i.Image, StringComparer.Ordinal).ToArray();
            var most = (format ?? PlateFormat.All[^1]).WellCount;
            foreach (var (index, part) in ordered.Chunk(most).Index())
            {
                var here = format ?? PlateFormat.All.First(f => f.WellCount >= Math.Max(96, part.Length));
                var name = index == 0 ? plate : NameOf(plate, index + 1, ordered.Length, most, byPlate.ContainsKey);
                for (var i = 0; i < part.Length; i++)
                    wells[part[i]] = (name, new WellAddress(i / here.ColumnCount, i % here.ColumnCount));
            }
        }

        return wells;
    }

    private static PlateId NameOf(PlateId plate, int number, int imageCount, int most, Predicate<PlateId> isTaken)
    {
        var name = $"{plate}-{number}";
        if (!PlateId.IsValid(name) || isTaken(new PlateId(name)))
        {
            throw new ScreenDataException(
                $"The plate has {imageCount} images and room for {most}; the next plate would be called {name}, as " +
                "another one is, or none can be", new Place { Plate = plate });
        }

        return new PlateId(name);
    }
}
