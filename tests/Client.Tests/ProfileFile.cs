using System.Globalization;
using System.Text;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Writes small tables of well profiles for the commands on tables.
/// </summary>
internal static class ProfileFile
{
    /// <summary>
    /// Four compounds of six wells on three plates, each compound in a direction of its own, each plate shifted; two
    /// compounds share a mechanism and lie near each other.
    /// </summary>
    public static string Write(
        TempFolder folder, string name = "wells.csv", double plateShift = 0, string? lastRow = null)
    {
        var text = new StringBuilder("Metadata_Plate,Metadata_Well,Metadata_Compound,Metadata_Moa");
        for (var f = 0; f < 6; f++)
            text.Append(CultureInfo.InvariantCulture, $",Cells_F{f}");
        text.Append('\n');
        var random = new Random(5);
        for (var row = 0; row < 24; row++)
        {
            var (compound, plate) = (row / 6, row % 3);
            text.Append(CultureInfo.InvariantCulture, $"P{plate},A{row + 1:00},c{compound},m{compound / 2}");
            for (var f = 0; f < 6; f++)
            {
                var value = (f == compound ? 4 : 0) + (f == 4 + (compound / 2) ? 5 : 0) + random.NextDouble();
                value += f == plate + 3 ? plateShift : 0;
                text.Append(CultureInfo.InvariantCulture, $",{value:R}");
            }

            text.Append('\n');
        }

        if (lastRow is not null)
            text.Append(lastRow).Append('\n');
        var path = folder.PathOf(name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
