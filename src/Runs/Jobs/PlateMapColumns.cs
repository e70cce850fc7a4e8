namespace HcsGrid.Runs.Jobs;

/// <summary>
/// The names of a plate map's columns. A null takes the field's own names, the first that the file has.
/// </summary>
public sealed record PlateMapColumns
{
    /// <summary>The well; null: <c>well_position</c>, <c>Metadata_Well</c>, <c>well</c>; or row and column; or, where a
    /// file has none of these, <c>image</c> or <c>Metadata_Image</c>, which names images in place of wells.</summary>
    public string? Well { get; init; }

    /// <summary>The row, letters or a number, where there is no well.</summary>
    public string? Row { get; init; }

    /// <summary>The column, where there is no well.</summary>
    public string? Column { get; init; }

    /// <summary>The identifier; null: <c>broad_sample</c>, <c>Metadata_broad_sample</c>.</summary>
    public string? Identifier { get; init; }

    /// <summary>The compound; null: <c>pert_iname</c>, <c>Metadata_pert_iname</c>, <c>compound</c>.</summary>
    public string? Compound { get; init; }

    /// <summary>The dose; null: <c>mmoles_per_liter</c>, <c>Metadata_mmoles_per_liter</c>, <c>concentration</c>,
    /// <c>dose</c>.</summary>
    public string? Dose { get; init; }

    /// <summary>The role; null: <c>pert_type</c>, <c>Metadata_pert_type</c>, with <c>control_type</c> beside
    /// it.</summary>
    public string? Role { get; init; }

    /// <summary>The mechanism of action; null: <c>moa</c>, <c>Metadata_moa</c>.</summary>
    public string? Moa { get; init; }
}
