namespace HcsGrid.Profiling.Selection;

/// <summary>
/// The bounds of the operations' limits.
/// </summary>
internal static class SelectionBounds
{
    public static void RequireShare(string name, double value)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentException($"{name} is {value}; it must be within 0 and 1.");
    }

    public static void RequirePositive(string name, double value)
    {
        if (!(value > 0))
            throw new ArgumentException($"{name} is {value}; it must be greater than 0.");
    }
}
