namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// What is a nucleus to a <see cref="NucleusFinder"/>.
/// </summary>
public sealed record NucleusFinderOptions
{
    /// <summary>The least that a diameter may be, in pixels.</summary>
    public const double LeastDiameterPixels = 4;

    /// <summary>The most that a diameter may be, in pixels.</summary>
    public const double MostDiameterPixels = 1000;

    /// <summary>The smallest nucleus: diameter in pixels of a disc of its area. What is smaller is dirt.</summary>
    public required double MinimumDiameterPixels { get; init; }

    /// <summary>The largest nucleus, likewise. What is larger is a clump that could not be taken apart, or dirt.
    /// </summary>
    public required double MaximumDiameterPixels { get; init; }

    /// <exception cref="InvalidOperationException">A value is out of bounds; the text gives name, value and
    /// bound.</exception>
    public void Validate()
    {
        if (!(MinimumDiameterPixels >= LeastDiameterPixels))
        {
            throw new InvalidOperationException(
                $"{nameof(MinimumDiameterPixels)} is {MinimumDiameterPixels}; it must be at least " +
                $"{LeastDiameterPixels}.");
        }

        if (!(MaximumDiameterPixels > MinimumDiameterPixels && MaximumDiameterPixels <= MostDiameterPixels))
        {
            throw new InvalidOperationException(
                $"{nameof(MaximumDiameterPixels)} is {MaximumDiameterPixels}; it must be more than " +
                $"{MinimumDiameterPixels} and at most {MostDiameterPixels}.");
        }
    }
}
