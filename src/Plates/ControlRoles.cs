namespace HcsGrid.Plates;

/// <summary>
/// The spellings of <see cref="ControlRole"/> in the field's tables (<c>Metadata_pert_type</c>).
/// </summary>
public static class ControlRoles
{
    /// <summary>The role as tables write it: <c>trt</c>, <c>negcon</c>, <c>poscon</c> or <c>empty</c>.</summary>
    public static string ToTableText(this ControlRole role) => role switch
    {
        ControlRole.Treatment => "trt",
        ControlRole.NegativeControl => "negcon",
        ControlRole.PositiveControl => "poscon",
        ControlRole.Empty => "empty",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>
    /// Reads a role as tables write it, in any case; variants such as <c>poscon_cp</c> count as their role.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ControlRole role)
    {
        text = text.Trim();
        (role, var known) =
            text.Equals("trt", StringComparison.OrdinalIgnoreCase) ? (ControlRole.Treatment, true) :
            text.StartsWith("negcon", StringComparison.OrdinalIgnoreCase) ? (ControlRole.NegativeControl, true) :
            text.StartsWith("poscon", StringComparison.OrdinalIgnoreCase) ? (ControlRole.PositiveControl, true) :
            text.Equals("empty", StringComparison.OrdinalIgnoreCase) ? (ControlRole.Empty, true) :
            (ControlRole.Treatment, false);
        return known;
    }
}
