using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// How particles are to be grouped by size: around nominal diameters in nanometres, or by a mixture.
/// </summary>
/// <param name="NominalNm">Nominal diameters; null where a mixture decides, or the model's card.</param>
/// <param name="MixtureCount">The most components of the mixture; null where none is asked for.</param>
internal sealed record GroupChoice(IReadOnlyList<double>? NominalNm, int? MixtureCount)
{
    private const string Mixture = "mixture";
    private const int UsualMixtureCount = 4;

    /// <summary>Reads <c>6,12,18</c>, <c>mixture</c> or <c>mixture:K</c>; nothing is the card's choice.</summary>
    /// <exception cref="ScreenDataException">It is none of these.</exception>
    public static GroupChoice Parse(string? text)
    {
        if (text is null)
            return new GroupChoice(null, null);
        if (text == Mixture)
            return new GroupChoice(null, UsualMixtureCount);
        if (text.StartsWith($"{Mixture}:", StringComparison.Ordinal))
        {
            return int.TryParse(text[(Mixture.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture,
                out var count) && count is >= 1 and <= SizeMixture.MaxComponentCount
                ? new GroupChoice(null, count)
                : throw Wrong(text, $"K from 1 to {SizeMixture.MaxComponentCount}");
        }

        var sizes = new List<double>();
        foreach (var part in text.Split(','))
        {
            sizes.Add(double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var size)
                ? size
                : throw Wrong(text, "diameters in nanometres"));
        }

        try
        {
            _ = SizeGroups.Around(sizes);
        }
        catch (ArgumentException error)
        {
            throw Wrong(text, ScreenDataException.ReasonOf(error));
        }

        return new GroupChoice(sizes, null);
    }

    private static ScreenDataException Wrong(string text, string reason) => new(
        $"--groups is '{text}', expected such as 6,12,18 or mixture or mixture:K ({reason})",
        Place.Unknown);
}
