using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>What a made-up screen found: effects, replicates, curves, maps, distances and their tree.</summary>
internal sealed class MadeUpResults(MadeUpReport report, Random random)
{
    public ReportTreatment Treatment(ReportWell well, int index, ReportWell[] treated, int wellCount)
    {
        var near = treated[(index + 4) % treated.Length];
        var alone = ReferenceEquals(well, near);
        var axis = well.Values[0] ?? 0;
        double? q = report.Controls
            ? Math.Min(1, Math.Exp(-14 * Math.Abs(axis)) * (0.2 + random.NextDouble())) : null;
        var cosine = wellCount > 1 ? Math.Clamp((0.9 * Math.Tanh(4 * axis)) + (0.1 * Noise()), -1, 1) : (double?)null;
        return new ReportTreatment
        {
            Compound = well.Compound!,
            Dose = well.Dose,
            DoseUnit = well.DoseUnit,
            Moa = well.Moa,
            ReplicateCount = wellCount,
            Effect = report.Controls ? (9 * Math.Abs(axis)) + Math.Abs(Noise()) : null,
            PValue = q / 2,
            QValue = q,
            AxisEffect = report.Controls ? axis : null,
            ReplicateCorrelation = cosine - (0.02 * random.NextDouble()),
            MedianCosine = cosine,
            Null95 = wellCount > 1 ? 0.21 + (0.1 / wellCount) : null,
            MeanAveragePrecision = report.Controls ? Math.Clamp(0.4 + axis, 0, 1) : null,
            ActivityQValue = q,
            Cluster = index % 11 == 10 ? null : $"{(index / 8) + 1}",
            NearestCompound = alone ? null : near.Compound,
            NearestDose = alone ? null : near.Dose,
            NearestMoa = alone ? null : near.Moa,
            NearestCosine = alone ? null : 0.9 - (0.2 * Math.Abs(Noise())),
            SameMoa = report.KnownMoas && !alone ? well.Moa == near.Moa : null,
            Neighbours = alone ? [] : [.. Enumerable.Range(0, Math.Min(8, treated.Length - 1)).Select(rank =>
                new ReportNeighbour((index + 4 + (4 * rank)) % treated.Length, 0.9 - (0.07 * rank)))],
        };
    }

    public ReportCurve Curve(IGrouping<string, ReportWell> compound)
    {
        var first = compound.First();
        var fits = report.Controls && compound.Key.Length % 5 != 0;
        var ec50 = 0.4 + (0.1 * (compound.Key.Length % 13));
        return new ReportCurve
        {
            Compound = compound.Key,
            DoseUnit = first.DoseUnit,
            Moa = first.Moa,
            Reason = fits ? null : "the response does not change with dose",
            Ec50 = fits ? ec50 : null,
            Ec50Low = fits ? ec50 / 1.6 : null,
            Ec50High = fits && compound.Key.Length % 3 != 0 ? ec50 * 1.7 : null,
            Hill = fits ? 1.3 : null,
            Bottom = fits ? 0.02 : null,
            Top = fits ? 0.8 : null,
            R2 = fits ? 0.93 : null,
        };
    }

    public ReportPoint Point(string plate, ReportWell well, string[] moas)
    {
        var moa = Math.Max(0, Array.IndexOf(moas, well.Moa));
        var effect = Math.Abs(well.Values[0] ?? 0) * 9;
        var angle = 2 * Math.PI * moa / moas.Length;
        var (x, y) = (effect * Math.Cos(angle), effect * Math.Sin(angle));
        return new ReportPoint(plate, well.Well, [
            Math.Round(Math.Tanh(x / 4) + (0.1 * Noise()), 4), Math.Round(Math.Tanh(y / 4) + (0.1 * Noise()), 4),
            Math.Round(x + Noise(), 4), Math.Round(y + Noise(), 4)]);
    }

    public ReportDistances Distances(ReportWell[] treated)
    {
        var rows = treated.Select(_ => new double[treated.Length]).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var near = treated[i].Compound == treated[j].Compound ? 0.15
                    : treated[i].Moa == treated[j].Moa && treated[i].Moa is not null ? 0.4 : 1.05;
                var steps = Math.Round(Math.Clamp(near + (0.12 * Noise()), 0, 2) * 30_000);
                rows[i][j] = rows[j][i] = steps / 30_000;
            }
        }

        return new ReportDistances
        {
            Labels = [.. treated.Select(w => $"{w.Compound} {w.Dose} µM")],
            Moas = [.. treated.Select(w => w.Moa)],
            Treatments = [.. Enumerable.Range(0, treated.Length)],
            Cosine = rows,
            Tree = treated.Length > 1 ? Tree(treated) : null,
        };
    }

    /// <summary>Joins each compound's doses, then each mechanism's compounds, then all.</summary>
    private static ReportTree Tree(ReportWell[] treated)
    {
        var (left, right, height) = (new List<int>(), new List<int>(), new List<double>());
        var roots = new List<int>();
        foreach (var moa in treated.Index().GroupBy(w => w.Item.Moa))
        {
            var compounds = moa.GroupBy(w => w.Item.Compound).Select(c => Join([.. c.Select(w => w.Index)], 0.1));
            roots.Add(Join([.. compounds], 0.35));
        }

        Join(roots, 0.9);
        return new ReportTree
        {
            Method = "average linkage of cosine distances",
            Left = left,
            Right = right,
            Height = height,
            Order = [.. Enumerable.Range(0, treated.Length).Reverse()],
        };

        int Join(List<int> nodes, double at)
        {
            var node = nodes[0];
            foreach (var (n, next) in nodes.Skip(1).Index())
            {
                left.Add(next);
                right.Add(node);
                height.Add(at + (0.02 * n));
                node = treated.Length + left.Count - 1;
            }

            return node;
        }
    }

    private double Noise() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
