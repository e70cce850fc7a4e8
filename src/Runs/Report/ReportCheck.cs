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

        RequirePoints(data, wells);
        RequireTreatments(data.Treatments);
        RequireCurves(data.Curves);
        RequireDistances(data.Distances, data.Treatments.Count);
        if (data.Spectra is { } spectra)
            RequireSpectra(spectra, data.Treatments.Count);
        if (data.Detection is { } detection)
            RequireDetection(detection, wells);
        foreach (var absence in data.Absent)
            Require(ReportAbsence.Parts.Contains(absence.Part), $"the page has no part '{absence.Part}'");
    }

    private static void RequireSpectra(ReportSpectra spectra, int treatmentCount)
    {
        var (rows, codes) = (spectra.Treatments.Count, spectra.Codes.Count);
        Require(
            spectra.Clusters.Count == codes && spectra.Clusters.All(c => c >= 0) &&
            (spectra.Controls?.Count ?? codes) == codes && spectra.Shares.Count == rows &&
            spectra.Shares.All(row => row.Count == codes),
            $"the spectra of {rows} treatments and {codes} codes have {spectra.Clusters.Count} clusters, " +
            $"{spectra.Controls?.Count} shares of controls and {spectra.Shares.Count} rows, or one below 0");
        Require(
            spectra.Shares.SelectMany(row => row).All(share => share is double.NaN or >= 0),
            "a share of a code is below 0");
        Require(
            spectra.Treatments.Distinct().Count() == rows && spectra.Treatments.All(IsTreatment),
            "a spectrum is of no treatment, or of one that has another");
        Require(
            spectra.Likeness.Order().SequenceEqual(Enumerable.Range(0, rows)),
            $"the spectra's order does not hold each of the {rows} rows once");
        Require(
            spectra.Similar.Count == rows &&
            spectra.Similar.SelectMany(list => list)
                .All(s => IsTreatment(s.Treatment) && s.Correlation is >= -1 and <= 1),
            $"the spectra have {spectra.Similar.Count} lists of similar ones, expected {rows} of treatments with " +
            "correlations from -1 to 1");

        bool IsTreatment(int index) => index >= 0 && index < treatmentCount;
    }

    private static void RequireDetection(ReportDetection detection, HashSet<(string, string)> wells)
    {
        var count = detection.Groups.Count;
        Require(
            detection.Bars.Count == count && detection.Bars.All(b => b.Count == detection.Bars[0].Count),
            $"the bars of particles are {detection.Bars.Count} rows, expected {count} of one length");
        foreach (var image in detection.Images)
        {
            Require(
                wells.Contains((image.Plate, image.Well)) && image.Counts.Count == count,
                $"the image {image.Image} is of plate {image.Plate}, well {image.Well}, which is not there, or has " +
                $"{image.Counts.Count} counts for {count} groups");
            foreach (var spatial in image.Spatial ?? [])
                RequireSpatial(spatial, image.Image, count - 1);
        }

        foreach (var part in detection.Mixture)
        {
            Require(
                part is { MiddleNm: > 0, Share: >= 0 and <= 1, Spread: > 0 },
                $"the mixture of diameters has a part of {part.MiddleNm} nm, share {part.Share}, spread {part.Spread}");
        }
    }

    private static void RequireSpatial(ReportSpatial spatial, string image, int groupCount)
    {
        Require(
            spatial.Group is null || (spatial.Group >= 0 && spatial.Group < groupCount),
            $"the image {image} is compared in the group {spatial.Group} of {groupCount}");
        RequireShare(spatial.RipleyP, $"the image {image} has a p-value");
        RequireShare(spatial.NearestNm.P, $"the image {image} has a p-value");
        RequireShare(spatial.ClusteredShare.P, $"the image {image} has a p-value");
        if (spatial.Ripley is { } curve)
        {
            Require(
                curve.DistancesNm.Count > 0 &&
                new[] { curve.Observed, curve.Low, curve.High }.All(c => c.Count == curve.DistancesNm.Count),
                $"the image {image} has a curve whose parts are not of one length");
        }
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

    private static void RequirePoints(ReportData data, HashSet<(string Plate, string Well)> wells)
    {
        foreach (var point in data.Points)
        {
            var place = $"the map's point of plate {point.Plate}, well {point.Well}";
            Require(wells.Contains((point.Plate, point.Well)), $"{place} joins to no well");
            Require(
                point.At.Count == 2 * data.Maps.Count,
                $"{place} has {point.At.Count} coordinates for {data.Maps.Count} maps");
            for (var map = 0; map < data.Maps.Count; map++)
            {
                Require(
                    double.IsFinite(point.At[2 * map]) == double.IsFinite(point.At[(2 * map) + 1]),
                    $"{place} has one of two coordinates on the map {data.Maps[map].Name}");
            }
        }
    }

    private static void RequireTreatments(IReadOnlyList<ReportTreatment> treatments)
    {
        var names = new HashSet<(string, double?, string?)>();
        foreach (var treatment in treatments)
        {
            var place = $"the treatment {treatment.Compound} {treatment.Dose} {treatment.DoseUnit}".TrimEnd();
            Require(names.Add((treatment.Compound, treatment.Dose, treatment.DoseUnit)), $"{place} is there twice");
            RequireShare(treatment.PValue, $"{place} has a p-value");
            RequireShare(treatment.SmallestPValue, $"{place} has a smallest p-value");
            RequireShare(treatment.QValue, $"{place} has a q-value");
            RequireShare(treatment.ActivityQValue, $"{place} has an activity's q-value");
            foreach (var neighbour in treatment.Neighbours)
            {
                Require(
                    neighbour.Treatment >= 0 && neighbour.Treatment < treatments.Count,
                    $"{place} has a neighbour that is no treatment, number {neighbour.Treatment}");
            }
        }
    }

    private static void RequireShare(double? value, string what) =>
        Require(value is null or (>= 0 and <= 1), $"{what} of {value}, expected 0 to 1");

    private static void RequireCurves(IReadOnlyList<ReportCurve> curves)
    {
        var compounds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var curve in curves)
        {
            Require(compounds.Add(curve.Compound), $"the curve of {curve.Compound} is there twice");
            Require(
                curve.Reason is not null || (curve is { Ec50: > 0, Hill: { } hill, Bottom: { } bottom, Top: { } top } &&
                    double.IsFinite(hill + bottom + top + curve.Ec50.Value)),
                $"the curve of {curve.Compound} has neither all its numbers nor a reason");
        }
    }

    private static void RequireDistances(ReportDistances distances, int treatmentCount)
    {
        var count = distances.Labels.Count;
        Require(
            distances.Moas.Count == count && distances.Cosine.Count == count &&
            distances.Cosine.All(row => row.Count == count),
            $"the distances have {count} labels, {distances.Moas.Count} MoAs and {distances.Cosine.Count} rows, " +
            "expected a square matrix with one label and one MoA a row");
        for (var row = 0; row < count; row++)
        {
            for (var other = 0; other <= row; other++)
            {
                var distance = distances.Cosine[row][other];
                if (distance.Equals(distances.Cosine[other][row]) && distance is double.NaN or (>= 0 and <= 2))
                    continue;
                Require(
                    false,
                    $"the distance of {distances.Labels[row]} and {distances.Labels[other]} is {distance} one way " +
                    $"and {distances.Cosine[other][row]} the other, expected the same number from 0 to 2");
            }
        }

        Require(
            distances.Treatments.Count == 0 || (distances.Treatments.Count == count &&
            distances.Treatments.All(t => t >= 0 && t < treatmentCount)),
            $"the distances have {count} labels and {distances.Treatments.Count} treatments, " +
            "expected none or one of the report's a label");
        if (distances.Tree is { } tree)
            RequireTree(tree, count);
    }

    private static void RequireTree(ReportTree tree, int count)
    {
        Require(
            tree.Left.Count == count - 1 && tree.Right.Count == count - 1 && tree.Height.Count == count - 1,
            $"the tree of {count} rows has {tree.Left.Count} merges, expected {count - 1}");
        Require(
            tree.Order.Order().SequenceEqual(Enumerable.Range(0, count)),
            $"the tree's order does not hold each of the {count} rows once");
        var joined = new HashSet<int>();
        for (var merge = 0; merge < count - 1; merge++)
        {
            var (left, right) = (tree.Left[merge], tree.Right[merge]);
            Require(
                left >= 0 && left < count + merge && right >= 0 && right < count + merge &&
                joined.Add(left) && joined.Add(right) && double.IsFinite(tree.Height[merge]),
                $"the tree's merge {merge} of {left} and {right} at {tree.Height[merge]} joins what is not there, " +
                "or was joined before, or at no height");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"The report cannot be drawn: {what}.");
    }
}
