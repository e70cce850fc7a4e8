using System.Globalization;
using System.Text;

namespace HcsGrid.Client.Tests.Commands.Localization;

/// <summary>
/// A made-up table of code histograms: proteins in three places, four wells each; the codes of a place occur together.
/// </summary>
internal static class ProteinWells
{
    public const int CodeCount = 12;

    private static readonly string[] Places = ["membrane", "nucleus", "tubules"];

    /// <summary>Codes 0 to 3 belong to the first place, 4 to 7 to the next, 8 to 10 to the last; code 11 never
    /// occurs. Proteins are named after their place: m0, m1, m2, n0, …</summary>
    public static string Write(TempFolder folder, string? lastRow = null)
    {
        var text = new StringBuilder("Metadata_Plate,Metadata_Well,Metadata_Protein,Metadata_Place");
        for (var code = 0; code < CodeCount; code++)
            text.Append(CultureInfo.InvariantCulture, $",net_GFP_code{code}");
        text.Append(",net_GFP_0,net_GFP_1\n");
        var random = new Random(8);
        for (var row = 0; row < 36; row++)
        {
            var (place, protein, well) = (row / 12, row / 4 % 3, row % 4);
            text.Append(
                CultureInfo.InvariantCulture,
                $"P{well % 2},{"ABC"[place]}{row + 1:00},{Places[place][0]}{protein},{Places[place]}");
            var shares = new double[CodeCount];
            for (var code = 0; code < CodeCount - 1; code++)
                shares[code] = (code / 4 == place ? 3 + protein : 1) * (0.8 + (0.4 * random.NextDouble()));
            foreach (var share in shares)
                text.Append(CultureInfo.InvariantCulture, $",{share / shares.Sum():R}");
            text.Append(CultureInfo.InvariantCulture, $",{place - 1},{1 + protein}\n");
        }

        if (lastRow is not null)
            text.Append(lastRow).Append('\n');
        var path = folder.PathOf("proteins.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
