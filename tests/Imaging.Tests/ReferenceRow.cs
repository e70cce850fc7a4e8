namespace HcsGrid.Imaging.Tests;

/// <summary>
/// One line of expected.csv: what two other decoders agree on.
/// </summary>
internal sealed record ReferenceRow(
    string File, int Width, int Height, int Pages, string Type, double Min, double Max, double Sum, string Sha256,
    bool MustBeRead)
{
    public static List<ReferenceRow> ReadAll(string path) =>
        [.. System.IO.File.ReadLines(path).Skip(1).Select(line => Parse(line.Split(',')))];

    private static ReferenceRow Parse(string[] f)
    {
        // file,width,height,pages,dtype,min,max,sum,sha256,samples,bits,compression,predictor,photometric,planar,…
        var mustBeRead = (f[4] is "uint8" or "uint16") && (f[10] is "8" or "16") && (f[13] is "blackiszero" or "rgb")
            && f[14] == "contig";
        return new ReferenceRow(
            f[0], int.Parse(f[1]), int.Parse(f[2]), int.Parse(f[3]), f[4],
            Number(f[5]), Number(f[6]), Number(f[7]), f[8],
            mustBeRead);
    }

    private static double Number(string text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
