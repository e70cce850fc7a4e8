namespace HcsGrid.Profiling.Particles;

/// <summary>
/// Sorts particles by diameter into groups.
/// </summary>
public sealed class SizeGroups
{
    /// <summary>The most groups that there may be.</summary>
    public const int MaxCount = 16;

    /// <summary>Decimals of a group's name, by which columns and files are called.</summary>
    private const int NameDigits = 3;

    /// <summary>How far the bounds of a lone nominal diameter lie from it, as a factor.</summary>
    private const double LoneRatio = 1.5;

    /// <summary>No groups: every particle is outside.</summary>
    public static SizeGroups None { get; } = new([]);

    private SizeGroups(IReadOnlyList<SizeGroup> groups) => Groups = groups;

    /// <summary>The groups, ascending; none overlaps another.</summary>
    public IReadOnlyList<SizeGroup> Groups { get; }

    /// <summary>
    /// Groups around nominal diameters: the bound between neighbours is their geometric mean, and the outermost bounds
    /// lie as far out, as a factor, as the nearest bound lies in (a lone group: a factor of 1.5 to each side).
    /// </summary>
    /// <exception cref="ArgumentException">There is none or too many, or they do not ascend from above 0.</exception>
    public static SizeGroups Around(IReadOnlyList<double> nominal)
    {
        ArgumentNullException.ThrowIfNull(nominal);
        if (nominal.Count is 0 or > MaxCount)
            throw new ArgumentException($"{nominal.Count} size groups, expected 1 to {MaxCount}.", nameof(nominal));
        var isAscending = nominal.Zip(nominal.Skip(1)).All(pair => pair.First < pair.Second);
        if (!isAscending || !nominal.All(d => d > 0 && double.IsFinite(d)))
        {
            throw new ArgumentException(
                $"Size groups of {string.Join(", ", nominal)}, expected diameters above 0, each larger than the one " +
                "before.", nameof(nominal));
        }

        var names = nominal.Select(d => Math.Round(d, NameDigits)).ToArray();
        if (names.Distinct().Count() < names.Length)
        {
            throw new ArgumentException(
                $"Size groups of {string.Join(", ", nominal)}, expected diameters that differ by a thousandth.",
                nameof(nominal));
        }

        var between = nominal.Zip(nominal.Skip(1), (a, b) => Math.Sqrt(a * b)).ToArray();
        var groups = new SizeGroup[nominal.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var from = i > 0 ? between[i - 1] : nominal[0] / (between.Length > 0 ? between[0] / nominal[0] : LoneRatio);
            var to = i < between.Length
                ? between[i]
                : nominal[i] * (between.Length > 0 ? nominal[i] / between[^1] : LoneRatio);
            groups[i] = new SizeGroup(nominal[i], from, to);
        }

        return new SizeGroups(groups);
    }

    /// <summary>
    /// Groups as the components of a mixture: the bound between neighbours is where both are equally likely, the
    /// outermost bounds lie four standard deviations out. A group is called by its component's middle, rounded to a
    /// tenth, or as much finer as it takes to tell all apart; components that a thousandth does not tell apart are one
    /// group.
    /// </summary>
    public static SizeGroups Of(SizeMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var parts = mixture.Components;
        var bounds = new double[parts.Count + 1];
        bounds[0] = parts[0].MeanLog - (4 * parts[0].DeviationLog);
        bounds[^1] = parts[^1].MeanLog + (4 * parts[^1].DeviationLog);
        for (var i = 1; i < parts.Count; i++)
            bounds[i] = SizeMixture.Crossing(parts[i - 1], parts[i]);
        double[] middles = [.. parts.Select(part => Math.Exp(part.MeanLog))];
        var digits = Enumerable.Range(1, NameDigits - 1)
            .FirstOrDefault(d => middles.DistinctBy(m => Math.Round(m, d)).Count() == middles.Length, NameDigits);
        return new SizeGroups(
        [
            .. Enumerable.Range(0, middles.Length).GroupBy(i => Math.Round(middles[i], digits)).Select(same =>
                new SizeGroup(same.Key, Math.Exp(bounds[same.First()]), Math.Exp(bounds[same.Last() + 1]))),
        ]);
    }

    /// <summary>What the group of a diameter is called by; null where it lies outside all.</summary>
    public double? NominalOf(double diameter) => IndexOf(diameter) is { } index ? Groups[index].Nominal : null;

    /// <summary>The index of the group of a diameter; null where it lies outside all.</summary>
    public int? IndexOf(double diameter)
    {
        for (var i = 0; i < Groups.Count; i++)
        {
            if (diameter >= Groups[i].From && diameter < Groups[i].To)
                return i;
        }

        return null;
    }
}
