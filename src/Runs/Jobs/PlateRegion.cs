using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// A rectangle of wells and what they share.
/// </summary>
public sealed record PlateRegion
{
    /// <summary>Two corners, <c>A01:D12</c>, or one well.</summary>
    public required string Wells { get; init; }

    public string? Compound { get; init; }

    public double? Dose { get; init; }

    public string? Moa { get; init; }

    /// <summary><c>trt</c>, <c>negcon</c>, <c>poscon</c> or <c>empty</c>.</summary>
    public string? Role { get; init; }

    /// <summary>True where the rectangle holds the well.</summary>
    public bool Contains(WellAddress well)
    {
        var (first, last) = Corners();
        return well.RowIndex >= Math.Min(first.RowIndex, last.RowIndex) &&
            well.RowIndex <= Math.Max(first.RowIndex, last.RowIndex) &&
            well.ColumnIndex >= Math.Min(first.ColumnIndex, last.ColumnIndex) &&
            well.ColumnIndex <= Math.Max(first.ColumnIndex, last.ColumnIndex);
    }

    /// <exception cref="ScreenDataException">A value is out of bounds.</exception>
    internal void Validate()
    {
        var parts = Wells.Split(':');
        JobCheck.That(
            parts.Length is 1 or 2 && parts.All(p => WellAddress.TryParse(p, out _)),
            "plateMap.regions[].wells", $"is '{Wells}', expected two corners such as A01:D12, or one well");
        JobCheck.That(
            Dose is null || double.IsFinite(Dose.Value), "plateMap.regions[].dose", $"is {Dose}, expected a number");
        JobCheck.That(
            Role is null || ControlRoles.TryParse(Role, out _),
            "plateMap.regions[].role", $"is '{Role}', expected trt, negcon, poscon or empty");
    }

    private (WellAddress First, WellAddress Last) Corners()
    {
        var parts = Wells.Split(':');
        return (WellAddress.Parse(parts[0]), WellAddress.Parse(parts[^1]));
    }
}
