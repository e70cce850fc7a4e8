namespace HcsGrid.Runs.Jobs;

/// <summary>
/// What the columns of a file of cell locations are called; a null is looked for under the field's own names.
/// </summary>
public sealed record CellColumns
{
    /// <summary>The cell's column in the image, in pixels; null: <c>Nuclei_Location_Center_X</c> or
    /// <c>Location_Center_X</c>.</summary>
    public string? X { get; init; }

    /// <summary>Its row; null: <c>Nuclei_Location_Center_Y</c> or <c>Location_Center_Y</c>.</summary>
    public string? Y { get; init; }
}
