using System.Collections.Concurrent;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Says what average precisions chance alone gives, for each number of positives among a number of pairs.
/// </summary>
/// <remarks>
/// <para>Either drawn by the seed (positives placed at random among all ranks without replacement), or given. A drawn
/// distribution depends on the seed, the size and its configuration only: not on what else was drawn, nor on
/// threads.</para>
/// <para>Values are single precision, as copairs keeps them. Drawn ones are kept up to a bound in bytes; what does not
/// fit is drawn anew each time. For several threads at once.</para>
/// </remarks>
public sealed class NullDistributions
{
    private readonly ConcurrentDictionary<PairConfiguration, float[]> _kept;
    private readonly int _seed;
    private readonly long _maxBytes;
    private readonly bool _isGiven;
    private long _bytes;

    private NullDistributions(
        ConcurrentDictionary<PairConfiguration, float[]> kept, bool isGiven, int size, int seed, long maxBytes)
    {
        _kept = kept;
        _isGiven = isGiven;
        _seed = seed;
        _maxBytes = maxBytes;
        Size = size;
    }

    /// <summary>Values of each distribution.</summary>
    public int Size { get; }

    /// <summary>Distributions drawn as the options say.</summary>
    public static NullDistributions Drawn(AveragePrecisionOptions options)
    {
        options.Validate();
        return new NullDistributions([], isGiven: false, options.NullSize, options.Seed, options.MaxNullBytes);
    }

    /// <summary>Distributions from elsewhere, one a configuration, all of the same size.</summary>
    /// <exception cref="ArgumentException">There are none, or their sizes differ.</exception>
    public static NullDistributions Given(IReadOnlyDictionary<PairConfiguration, float[]> distributions)
    {
        var sizes = distributions.Values.Select(values => values.Length).Distinct().ToArray();
        return sizes is [> 0]
            ? new NullDistributions(new(distributions), isGiven: true, sizes[0], seed: 0, maxBytes: 0)
            : throw new ArgumentException(
                $"{distributions.Count} null distributions have {sizes.Length} different sizes; one is needed.",
                nameof(distributions));
    }

    /// <summary>The distribution of a configuration, in the order in which it was drawn. Not to be changed.</summary>
    /// <exception cref="ArgumentException">The distributions were given, and this one was not.</exception>
    public ReadOnlySpan<float> this[PairConfiguration configuration]
    {
        get
        {
            if (_kept.TryGetValue(configuration, out var values))
                return values;
            if (_isGiven)
                throw new ArgumentException($"No null distribution was given for {configuration}.");
            if (configuration.PositiveCount < 1 || configuration.TotalCount < configuration.PositiveCount)
                throw new ArgumentException($"{configuration} is no configuration: no positives, or too many.");
            values = new RandomPlacements(configuration, _seed).Draw(Size);
            var bytes = (long)Size * sizeof(float);
            if (Interlocked.Add(ref _bytes, bytes) > _maxBytes || !_kept.TryAdd(configuration, values))
                Interlocked.Add(ref _bytes, -bytes);
            return values;
        }
    }

    /// <summary>The p-value of one average precision: (values at least as large + 1) / (size + 1).</summary>
    internal static double PValue(ReadOnlySpan<float> ascending, double averagePrecision)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ascending[middle] >= averagePrecision)
                high = middle;
            else
                low = middle + 1;
        }

        return (ascending.Length - low + 1.0) / (ascending.Length + 1.0);
    }
}
