using HcsGrid.Plates;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Finds data that the page could not show rightly before it is written.
/// </summary>
internal static class ReportCheck
{
    private const int MaxThumbnailCharacters = 256 * 1024;

    /// <exception cref="ArgumentException">The data contradict themselves; the message says where.</exception>
    public static void Require(ReportData data)
    {
        var wells = new HashSet<(string, string)>();
        var plates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plate in data.Plates)
        {
            Require(plates.Add(plate.Plate), $"plate {plate.Plate} is there twice");
            RequirePlate(plate);
            foreach (var well in plate.Wells)
            {
                RequireWell(plate, well);
                Require(wells.Add((plate.Plate, well.Well)), $"plate {plate.Plate}, well {well.Well} is there twice");
            }
        }

        foreach (var point in data.Map)
        {
            var place = $"the map's point of plate {point.Plate}, well {point.Well}";
            Require(wells.Contains((point.Plate, point.Well)), $"{place} joins to no well");
            Require(double.IsFinite(point.X) && double.IsFinite(point.Y), $"{place} is not finite");
        }

        RequireDistances(data.Distances);
    }

    private static void RequirePlate(ReportPlate plate)
    {
        Require(
            plate.RowCount is > 0 and <= WellAddress.MaxRowCount &&
            plate.ColumnCount is > 0 and <= WellAddress.MaxColumnCount,
            $"plate {plate.Plate} has {plate.RowCount} × {plate.ColumnCount} wells, expected at most " +
            $"{WellAddress.MaxRowCount} × {WellAddress.MaxColumnCount}");
        var names = plate.Metrics.Select(m => m.Name).Distinct(StringComparer.Ordinal).Count();
        Require(names == plate.Metrics.Count, $"plate {plate.Plate} has two metrics of one name");
    }

    private static void RequireWell(ReportPlate plate, ReportWell well)
    {
        var place = $"plate {plate.Plate}, well {well.Well}";
        Require(
            WellAddress.TryParse(well.Well, out var address) && address.ToString() == well.Well &&
            new PlateFormat(plate.RowCount, plate.ColumnCount).Contains(address),
            $"{place} is not a well of a plate of {plate.RowCount} × {plate.ColumnCount} wells");
        Require(
            well.Role is "trt" or "negcon" or "poscon" or "empty",
            $"{place} has the role '{well.Role}', expected trt, negcon, poscon or empty");
        Require(
            well.Status is ReportWell.Done or ReportWell.Failed,
            $"{place} has the status '{well.Status}', expected {ReportWell.Done} or {ReportWell.Failed}");
        Require(
            well.Status != ReportWell.Failed || !string.IsNullOrWhiteSpace(well.Problem),
            $"{place} failed without a reason");
        Require(
            well.Values.Count == plate.Metrics.Count,
            $"{place} has {well.Values.Count} values for {plate.Metrics.Count} metrics");
        if (well.Thumbnail is not { } thumbnail)
            return;
        Require(
            thumbnail.StartsWith("data:image/png;base64,", StringComparison.Ordinal) ||
            thumbnail.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal),
            $"{place} has a thumbnail that is no data:image/png or data:image/jpeg address in base64");
        Require(
            thumbnail.Length <= MaxThumbnailCharacters,
            $"{place} has a thumbnail of {thumbnail.Length} characters, expected at most {MaxThumbnailCharacters}");
    }

    private static void RequireDistances(ReportDistances distances)
    {
        var count = distances.Labels.Count;
        Require(
            distances.Moas.Count == count && distances.Cosine.Count == count &&
            distances.Cosine.All(row => row.Count == count),
            $"the distances have {count} labels, {distances.Moas.Count} MoAs and {distances.Cosine.Count} rows, " +
            "expected a square matrix with one label and one MoA a row");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"The report cannot be drawn: {what}.");
    }
}
