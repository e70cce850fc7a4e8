namespace HcsGrid.Profiling.Response;

/// <summary>
/// How far each well's readout is from its plate's negative controls, in robust standard deviations.
/// </summary>
/// <remarks>
/// z = (x − median)/(1.4826·MAD), median and MAD of the plate's negative controls (Malo et al. 2006); values that are
/// not finite are left out of both. NaN for a well without a finite value, and for all wells of a plate with fewer than
/// three finite controls or with MAD 0: there is nothing to measure by.
/// </remarks>
public static class ReadoutZScore
{
    /// <summary>One score a row.</summary>
    /// <param name="readout">One value a row of the table.</param>
    /// <param name="plates">The plate of each row.</param>
    /// <param name="controlRows">The rows of negative controls.</param>
    /// <exception cref="ArgumentException">There are not as many plates as values, or a row is outside
    /// them.</exception>
    public static double[] PerPlate(
        ReadOnlySpan<double> readout, IReadOnlyList<string> plates, IReadOnlyList<int> controlRows)
    {
        if (readout.Length != plates.Count)
        {
            throw new ArgumentException(
                $"There are {readout.Length} values and the plates of {plates.Count}.", nameof(plates));
        }

        var controls = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var row in controlRows)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (uint)row, (uint)readout.Length, nameof(controlRows));
            if (!controls.TryGetValue(plates[row], out var values))
                controls[plates[row]] = values = [];
            if (double.IsFinite(readout[row]))
                values.Add(readout[row]);
        }

        var scales = controls.ToDictionary(pair => pair.Key, pair => ScaleOf([.. pair.Value]), StringComparer.Ordinal);
        var scores = new double[readout.Length];
        for (var row = 0; row < scores.Length; row++)
        {
            var (median, deviation) = scales.GetValueOrDefault(plates[row], (double.NaN, double.NaN));
            scores[row] = double.IsFinite(readout[row]) ? (readout[row] - median) / deviation : double.NaN;
        }

        return scores;
    }

    private static (double Median, double Deviation) ScaleOf(double[] controls)
    {
        if (controls.Length < ControlPlates.MinControlCount)
            return (double.NaN, double.NaN);
        var median = OrderStatistics.Median(controls);
        var deviation = OrderStatistics.MadToStandardDeviation
            * OrderStatistics.MedianAbsoluteDeviation(controls, median);
        return deviation > 0 ? (median, deviation) : (double.NaN, double.NaN);
    }
}
