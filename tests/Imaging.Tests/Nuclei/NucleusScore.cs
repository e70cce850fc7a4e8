using HcsGrid.Imaging.Nuclei;

namespace HcsGrid.Imaging.Tests.Nuclei;

/// <summary>
/// How well found nuclei match known ones: each with at most one other, the nearest pairs first.
/// </summary>
/// <param name="TruthCount">Known nuclei.</param>
/// <param name="FoundCount">Found ones.</param>
/// <param name="HitCount">Pairs within the reach.</param>
internal readonly record struct NucleusScore(int TruthCount, int FoundCount, int HitCount)
{
    public double Recall => (double)HitCount / TruthCount;

    public double Precision => (double)HitCount / FoundCount;

    public static NucleusScore operator +(NucleusScore a, NucleusScore b) =>
        new(a.TruthCount + b.TruthCount, a.FoundCount + b.FoundCount, a.HitCount + b.HitCount);

    public static NucleusScore Of(
        IReadOnlyList<CellCentre> truth, IReadOnlyList<Nucleus> found, double reachPixels)
    {
        var pairs =
            from t in Enumerable.Range(0, truth.Count)
            from f in Enumerable.Range(0, found.Count)
            let distance = Math.Sqrt(Square(truth[t].X - found[f].X) + Square(truth[t].Y - found[f].Y))
            where distance <= reachPixels
            orderby distance
            select (t, f);
        var (truths, founds) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (t, f) in pairs)
        {
            if (!truths.Contains(t) && !founds.Contains(f))
                (_, _) = (truths.Add(t), founds.Add(f));
        }

        return new NucleusScore(truth.Count, found.Count, truths.Count);
    }

    public override string ToString() =>
        FormattableString.Invariant($"{HitCount} of {TruthCount} by {FoundCount}: recall {Recall:0.000}, ") +
        FormattableString.Invariant($"precision {Precision:0.000}");

    private static double Square(double x) => x * x;
}
