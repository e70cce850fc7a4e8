using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Response;

/// <summary>
/// Counts, split after split of the controls, the pseudo-treatments that are at least as far as each treatment.
/// </summary>
/// <remarks>Splits are independent of one another and counts are whole numbers: any number of threads gives the same.
/// A thread holds one split's reference: controls × features, and the wells held out.</remarks>
internal sealed class HitComparison
{
    private const int MinSplitCount = 20;
    private const int MaxSplitCount = 200;

    private readonly RowVectors _rows;
    private readonly ControlPlates _plates;
    private readonly HitCallingOptions _options;
    private readonly (PlatePattern Pattern, HitTreatment[] Treatments)[] _patterns;
    private readonly int[] _heldOutCounts;
    private readonly Dictionary<HitTreatment, int> _index;
    private readonly long[] _fartherCounts;
    private int _splitCount;

    public HitComparison(
        RowVectors rows, ControlPlates plates, HitTreatment[] treatments, HitCallingOptions options)
    {
        (_rows, _plates, _options) = (rows, plates, options);
        _patterns = [.. treatments.GroupBy(t => t.Pattern.Key, StringComparer.Ordinal)
            .Select(group => (group.First().Pattern, group.ToArray()))];
        _index = treatments.Select((t, i) => (t, i)).ToDictionary(pair => pair.t, pair => pair.i);
        _fartherCounts = new long[treatments.Length];

        // Held out: a quarter of a plate's controls, or as many as a treatment there needs; never more than half.
        _heldOutCounts = new int[plates.Count];
        for (var plate = 0; plate < plates.Count; plate++)
        {
            var count = plates.Controls[plate].Length;
            _heldOutCounts[plate] = Math.Min((count + 3) / 4, count / 2);
        }

        foreach (var (plate, count) in _patterns.SelectMany(p => p.Pattern.Parts))
            _heldOutCounts[plate] = Math.Max(_heldOutCounts[plate], count);
    }

    /// <summary>Compares, and gives the treatments their p-values.</summary>
    /// <returns>The number of splits.</returns>
    public int Run()
    {
        var fewest = _patterns.Min(p => p.Pattern.WaysOf(plate => _heldOutCounts[plate]));
        _splitCount = (int)Math.Clamp(Math.Ceiling(_options.DrawCount / fewest), MinSplitCount, MaxSplitCount);
        var threads = _options.MaxThreadCount == 0 ? -1 : _options.MaxThreadCount;
        Parallel.For(0, _splitCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, RunSplit);
        foreach (var (pattern, treatments) in _patterns)
        {
            double drawn = (long)_splitCount * DrawsPerSplit(pattern);
            var different = Math.Min(pattern.WaysOf(plate => _plates.Controls[plate].Length), drawn);
            foreach (var treatment in treatments)
            {
                var share = _fartherCounts[_index[treatment]] / drawn;
                treatment.PValue = ((different * share) + 1) / (different + 1);
                treatment.SmallestPValue = 1 / (different + 1);
            }
        }

        return _splitCount;
    }

    private int DrawsPerSplit(PlatePattern pattern) => (int)Math.Min(
        pattern.WaysOf(plate => _heldOutCounts[plate]),
        Math.Ceiling((double)_options.DrawCount / _splitCount));

    private void RunSplit(int split)
    {
        var (heldOut, reference) = Split(split);
        var fitted = ControlReference.Of(_rows, _plates, reference, _options.MaxReferenceCount);
        if (fitted is null)
        {
            // Nothing varies among these controls: nothing is farther than anything else.
            foreach (var (pattern, treatments) in _patterns)
            {
                foreach (var treatment in treatments)
                    Interlocked.Add(ref _fartherCounts[_index[treatment]], DrawsPerSplit(pattern));
            }

            return;
        }

        var wells = new (double[] Difference, double[] Projection)[_plates.Count][];
        for (var plate = 0; plate < wells.Length; plate++)
        {
            var rows = heldOut[plate];
            wells[plate] = Array.ConvertAll(rows, row => fitted.Represent(_rows[row], plate));
        }

        var (difference, projection) = (new double[_rows.FeatureCount], new double[fitted.ProjectionLength]);
        for (var p = 0; p < _patterns.Length; p++)
        {
            var (pattern, treatments) = _patterns[p];
            var draws = new PseudoTreatments(pattern, fitted, wells)
                .Distances(DrawsPerSplit(pattern), new SeededChance(_options.Seed, 1, split, p));
            Array.Sort(draws);
            var centre = fitted.CentreOf(pattern);
            foreach (var treatment in treatments)
            {
                var distance = fitted.SquaredDistance(treatment.Mean, centre, difference, projection);
                Interlocked.Add(ref _fartherCounts[_index[treatment]], CountAtLeast(draws, distance));
            }
        }
    }

    /// <summary>The controls of each plate that a split holds out, and the others. Each round of splits holds out every
    /// control about once.</summary>
    private (int[][] HeldOut, int[][] Reference) Split(int split)
    {
        var (heldOut, reference) = (new int[_plates.Count][], new int[_plates.Count][]);
        for (var plate = 0; plate < _plates.Count; plate++)
        {
            var controls = (int[])_plates.Controls[plate].Clone();
            var count = _heldOutCounts[plate];
            if (count == 0)
            {
                (heldOut[plate], reference[plate]) = ([], controls);
                continue;
            }

            var parts = controls.Length / count;
            new SeededChance(_options.Seed, 0, plate, split / parts).Shuffle<int>(controls);
            var first = split % parts * count;
            heldOut[plate] = controls[first..(first + count)];
            reference[plate] = [.. controls[..first], .. controls[(first + count)..]];
            Array.Sort(heldOut[plate]);
            Array.Sort(reference[plate]);
        }

        return (heldOut, reference);
    }

    private static int CountAtLeast(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return sorted.Length - low;
    }
}
