using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Response;

/// <summary>
/// Draws treatments that are none: controls held out, as many on the same plates as a treatment has replicates.
/// </summary>
internal sealed class PseudoTreatments
{
    private readonly PlatePattern _pattern;
    private readonly int[] _firstIndices;
    private readonly int[] _wellCounts;
    private readonly double[] _products;
    private readonly int _count;

    /// <param name="pattern">Plates and counts.</param>
    /// <param name="reference">What distances are measured by.</param>
    /// <param name="wells">The wells held out on each plate, as the reference represents them.</param>
    public PseudoTreatments(
        PlatePattern pattern, ControlReference reference, (double[] Difference, double[] Projection)[][] wells)
    {
        _pattern = pattern;
        _wellCounts = Array.ConvertAll(pattern.Parts, part => wells[part.Plate].Length);
        _firstIndices = new int[_wellCounts.Length];
        for (var part = 1; part < _firstIndices.Length; part++)
            _firstIndices[part] = _firstIndices[part - 1] + _wellCounts[part - 1];
        var all = pattern.Parts.SelectMany(part => wells[part.Plate]).ToArray();
        _count = all.Length;
        _products = new double[_count * _count];
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                _products[(i * _count) + j] = _products[(j * _count) + i] = reference.Product(
                    all[i].Difference, all[i].Projection, all[j].Difference, all[j].Projection);
            }
        }
    }

    /// <summary>Squared distances of pseudo-treatments: of all there are, if they are so many, else of random
    /// ones.</summary>
    public double[] Distances(int drawCount, SeededChance chance)
    {
        var distances = new double[drawCount];
        var chosen = new int[_pattern.ReplicateCount];
        if (_pattern.WaysOf(plate => CountOn(plate)) <= drawCount)
        {
            var next = 0;
            Enumerate(part: 0, taken: 0, from: 0, place: 0, chosen, distances, ref next);
            return distances;
        }

        var orders = Array.ConvertAll(_wellCounts, count => Enumerable.Range(0, count).ToArray());
        for (var draw = 0; draw < drawCount; draw++)
        {
            var place = 0;
            for (var part = 0; part < orders.Length; part++)
            {
                var count = _pattern.Parts[part].Count;
                for (var i = 0; i < count; i++)
                {
                    var order = orders[part];
                    var other = i + chance.Below(order.Length - i);
                    (order[i], order[other]) = (order[other], order[i]);
                    chosen[place++] = _firstIndices[part] + order[i];
                }
            }

            distances[draw] = SquaredDistance(chosen);
        }

        return distances;
    }

    private int CountOn(int plate)
    {
        for (var part = 0; part < _wellCounts.Length; part++)
        {
            if (_pattern.Parts[part].Plate == plate)
                return _wellCounts[part];
        }

        return 0;
    }

    /// <summary>All choices of the pattern's wells: of each part those of rising index, part after part.</summary>
    private void Enumerate(
        int part, int taken, int from, int place, int[] chosen, double[] distances, ref int next)
    {
        if (part == _wellCounts.Length)
        {
            distances[next++] = SquaredDistance(chosen);
            return;
        }

        if (taken == _pattern.Parts[part].Count)
        {
            Enumerate(part + 1, 0, 0, place, chosen, distances, ref next);
            return;
        }

        for (var well = from; well < _wellCounts[part]; well++)
        {
            chosen[place] = _firstIndices[part] + well;
            Enumerate(part, taken + 1, well + 1, place + 1, chosen, distances, ref next);
        }
    }

    private double SquaredDistance(int[] chosen)
    {
        var sum = 0.0;
        foreach (var i in chosen)
        {
            foreach (var j in chosen)
                sum += _products[(i * _count) + j];
        }

        return sum / ((double)chosen.Length * chosen.Length);
    }
}
