namespace HcsGrid.Profiling.Particles;

/// <summary>
/// How well found particles fit the true ones.
/// </summary>
/// <param name="TruthCount">True particles.</param>
/// <param name="FoundCount">Found particles.</param>
/// <param name="MatchCount">Pairs of both.</param>
public readonly record struct ParticleScore(int TruthCount, int FoundCount, int MatchCount)
{
    /// <summary>Share of the found ones that are true; NaN where none was found.</summary>
    public double Precision => MatchCount / (double)FoundCount;

    /// <summary>Share of the true ones that were found; NaN where there is none.</summary>
    public double Recall => MatchCount / (double)TruthCount;

    /// <summary>Harmonic mean of precision and recall; NaN where nothing is true and nothing was found.</summary>
    public double F1 => 2.0 * MatchCount / (TruthCount + FoundCount);

    public static ParticleScore operator +(ParticleScore a, ParticleScore b) =>
        new(a.TruthCount + b.TruthCount, a.FoundCount + b.FoundCount, a.MatchCount + b.MatchCount);
}
