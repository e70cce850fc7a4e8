using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// Says what every well of a plate holds.
/// </summary>
/// <remarks>
/// The first and the last column are controls: every fourth well the positive control, at rows that move on from plate
/// to plate, the others DMSO. The wells between hold every compound at every dose equally often, in an order shuffled
/// anew for every plate, so that no compound keeps a position; what wells are left over are DMSO too.
/// </remarks>
internal static class PlateLayout
{
    public const int NegativeControl = -1;
    public const int PositiveControl = -2;

    /// <summary>Wells between the control columns.</summary>
    public static int TreatmentWellCount(PlateFormat format) => format.RowCount * (format.ColumnCount - 2);

    /// <summary>The treatment's index, or one of the controls, for every well row by row.</summary>
    public static int[] Make(ulong seed, int plateIndex, PlateFormat format, int treatmentCount)
    {
        var slots = new int[TreatmentWellCount(format)];
        var filled = slots.Length / treatmentCount * treatmentCount;
        for (var i = 0; i < slots.Length; i++)
            slots[i] = i < filled ? i % treatmentCount : NegativeControl;
        var random = new SeededRandom(seed, Purpose.Layout, plateIndex);
        for (var i = slots.Length - 1; i > 0; i--)
        {
            var j = random.NextInt32(i + 1);
            (slots[i], slots[j]) = (slots[j], slots[i]);
        }

        var contents = new int[format.WellCount];
        var next = 0;
        for (var i = 0; i < contents.Length; i++)
        {
            var (row, column) = (i / format.ColumnCount, i % format.ColumnCount);
            var shift = column == 0 ? 0 : 2;
            contents[i] = column > 0 && column < format.ColumnCount - 1 ? slots[next++] :
                (row + shift + plateIndex) % 4 == 1 ? PositiveControl : NegativeControl;
        }

        return contents;
    }
}
