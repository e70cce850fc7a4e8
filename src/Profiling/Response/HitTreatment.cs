namespace HcsGrid.Profiling.Response;

/// <summary>
/// A treatment while it is compared with the controls.
/// </summary>
internal sealed class HitTreatment
{
    private readonly string[] _key;
    private readonly int[] _rows;

    public HitTreatment(string[] key, int[] rows, ControlPlates plates)
    {
        (_key, _rows) = (key, rows);
        UsedRows = [.. rows.Where(row => plates.IsUsable(plates.PlateOf(row)))];
        Pattern = new PlatePattern(UsedRows.Select(plates.PlateOf));
        if (UsedRows.Length == 0)
        {
            Reason = $"{plates.Tell(plates.PlateOf(rows[0]))}: {ControlPlates.MinControlCount} are needed";
            return;
        }

        foreach (var (plate, count) in Pattern.Parts)
        {
            if (2 * count > plates.Controls[plate].Length)
                Reason = $"{plates.Tell(plate)}: {count} replicates on it need {2 * count}";
        }
    }

    public int[] UsedRows { get; }

    public PlatePattern Pattern { get; }

    public string Reason { get; set; } = "";

    /// <summary>The mean of the replicates, one value a usable feature.</summary>
    public double[] Mean { get; set; } = [];

    public double Effect { get; set; } = double.NaN;

    public double PValue { get; set; } = double.NaN;

    public double SmallestPValue { get; set; } = double.NaN;

    public TreatmentHit ToHit(double qValue) => new()
    {
        Key = _key,
        Rows = _rows,
        ReplicateCount = UsedRows.Length,
        Reason = Reason,
        Effect = Effect,
        PValue = PValue,
        SmallestPValue = SmallestPValue,
        QValue = qValue,
    };
}
