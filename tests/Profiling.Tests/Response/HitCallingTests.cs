using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Response;

namespace HcsGrid.Profiling.Tests.Response;

public class HitCallingTests
{
    private static readonly HitCallingOptions Defaults = new() { DrawCount = 1000 };

    [Theory]
    [InlineData(2, 12, 1)]
    [InlineData(1, 24, 3)]
    [InlineData(2, 8, 2)]
    public void The_p_value_of_an_inactive_treatment_is_uniform(int plateCount, int controlCount, int replicateCount)
    {
        // One treatment a run: 300 independent p-values.
        var p = Enumerable.Range(0, 300).Select(seed => Call(
            SimulatedPlates.Make(seed, plateCount, controlCount, replicateCount, [0.0]),
            Defaults with { DrawCount = 400 }).Treatments[0].PValue).ToArray();
        Assert.InRange(KolmogorovSmirnov.DistanceFromUniform(p), 0, 1.63 / Math.Sqrt(p.Length));
        Assert.InRange(p.Count(value => value <= 0.05), 0, 26);
    }

    [Fact]
    public void False_discoveries_stay_at_their_rate_and_strong_effects_are_found()
    {
        // 40 of 100 treatments active, 2 plates with a replicate each. The expected share is 0.05 · 60/100.
        var (shares, found) = (0.0, 0);
        const int Runs = 30;
        for (var seed = 0; seed < Runs; seed++)
        {
            double[] effects = [.. Enumerable.Range(0, 100).Select(t => t < 40 ? 1.5 : 0)];
            var result = Call(SimulatedPlates.Make(seed, 2, 16, 1, effects), Defaults);
            var hits = result.Treatments.Select((hit, t) => (hit, t)).Where(h => h.hit.QValue <= 0.05).ToArray();
            Assert.Equal(hits.Length, result.HitCount);
            shares += hits.Length == 0 ? 0 : (double)hits.Count(h => h.t >= 40) / hits.Length;
            found += hits.Count(h => h.t < 40);
        }

        Assert.InRange(shares / Runs, 0, 0.05);
        Assert.InRange((double)found / (40 * Runs), 0.95, 1);
    }

    [Fact]
    public void Effects_are_plain_mahalanobis_distances_over_the_root_of_the_features()
    {
        // Two features without correlation among the controls of one plate: deviations 1 and 2 by their squares.
        var table = Wells(
            ("C", [9, 2]), ("C", [11, 2]), ("C", [10, 0]), ("C", [10, 4]), ("T", [10 + 3, 2]), ("T", [10 + 1, 2]));
        var hit = Assert.Single(HitCalling.Call(
            table, [4, 5], [0, 1, 2, 3], ["Metadata_Treatment"], null, Defaults).Treatments);
        var deviation = Math.Sqrt(2.0 / 3);
        Assert.Equal(2 / deviation / Math.Sqrt(2), hit.Effect, 1e-12);
        Assert.Equal(["T"], hit.Key);
        Assert.Equal((2, ""), (hit.ReplicateCount, hit.Reason));
        Assert.Equal([4, 5], hit.Rows);
    }

    [Fact]
    public void The_smallest_p_value_tells_what_the_controls_allow()
    {
        foreach (var (plates, controls, replicates, ways) in new[]
        {
            (1, 8, 1, 8), (2, 8, 1, 64), (1, 8, 2, 28), (1, 3, 1, 3), (3, 3, 1, 27),
        })
        {
            var result = Call(SimulatedPlates.Make(1, plates, controls, replicates, [0.0, 30]), Defaults);
            Assert.All(result.Treatments, hit => Assert.Equal(1.0 / (ways + 1), hit.SmallestPValue, 1e-15));
            Assert.Equal(1.0 / (ways + 1), result.Treatments[1].PValue, 1e-15);
            Assert.True(result.Treatments[0].PValue > result.Treatments[1].PValue);
        }

        var many = Call(SimulatedPlates.Make(1, 3, 16, 1, [30]), Defaults).Treatments[0];
        Assert.InRange(many.PValue, 1e-4, 1.0 / 1001);
    }

    [Fact]
    public void Too_few_controls_are_told_and_not_called()
    {
        var two = Call(SimulatedPlates.Make(1, 1, 2, 1, [9.0]), Defaults);
        var hit = Assert.Single(two.Treatments);
        Assert.Equal("plate P0 has 2 negative controls: 3 are needed", hit.Reason);
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN, 0, false),
            (hit.Effect, hit.PValue, hit.QValue, hit.SmallestPValue, hit.ReplicateCount, hit.IsCallable));
        Assert.Equal((0, 0, 0), (two.HitCount, two.CallableCount, two.SplitCount));
        Assert.Equal("plate P0 has no negative control: 3 are needed",
            Call(SimulatedPlates.Make(1, 1, 0, 1, [9.0]), Defaults).Treatments[0].Reason);
        Assert.Equal("plate P0 has 1 negative control: 3 are needed",
            Call(SimulatedPlates.Make(1, 1, 1, 1, [9.0]), Defaults).Treatments[0].Reason);
        Assert.Equal("plate P0 has 7 negative controls: 4 replicates on it need 8",
            Call(SimulatedPlates.Make(1, 1, 7, 4, [9.0]), Defaults).Treatments[0].Reason);
        var plain = SimulatedPlates.Make(1, 1, 2, 1, [9.0]);
        Assert.Equal("the plate has 2 negative controls: 3 are needed", HitCalling.Call(
            plain.Table, plain.Treatments, plain.Controls, ["Metadata_Treatment"], null, Defaults)
                .Treatments[0].Reason);
    }

    [Fact]
    public void Replicates_on_a_plate_without_controls_are_left_out()
    {
        var plates = SimulatedPlates.Make(3, 2, 8, 1, [0.0, 5]);
        var onFirst = plates.Controls.Where(row => row < 8).ToArray();
        var result = HitCalling.Call(
            plates.Table, plates.Treatments, onFirst, ["Metadata_Treatment"], "Metadata_Plate", Defaults);
        Assert.All(result.Treatments, hit => Assert.Equal((1, 2), (hit.ReplicateCount, hit.Rows.Count)));
        Assert.Equal((2, 8), (result.CallableCount, result.ControlCount));
        Assert.Equal(1.0 / 9, result.Treatments[1].PValue, 1e-15);
    }

    [Fact]
    public void Offset_and_unit_of_a_feature_change_nothing()
    {
        var plates = SimulatedPlates.Make(4, 2, 9, 1, [0.0, 0.7, 2], featureCount: 12);
        var values = plates.Table.ColumnMajorValues.ToArray();
        for (var row = 0; row < plates.Table.RowCount; row++)
            values[row] = (1e6 * values[row]) - 5e4;
        var result = Call(plates, Defaults);
        var other = Call(new SimulatedPlates
        {
            Table = plates.Table.WithFeatures(values),
            Controls = plates.Controls,
            Treatments = plates.Treatments,
        }, Defaults);
        foreach (var (a, b) in result.Treatments.Zip(other.Treatments))
        {
            Assert.Equal(a.Effect, b.Effect, 1e-9 * a.Effect);
            Assert.Equal(a.PValue, b.PValue);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_seeds_change_little()
    {
        var plates = SimulatedPlates.Make(5, 3, 12, 2, [0.0, 0.3, 0.5, 0.8, 2]);
        var one = Call(plates, Defaults with { MaxThreadCount = 1 });
        var four = Call(plates, Defaults with { MaxThreadCount = 4 });
        var seeded = Call(plates, Defaults with { Seed = 77 });
        Assert.Equal(one.Treatments.Select(h => (h.Effect, h.PValue, h.QValue)),
            four.Treatments.Select(h => (h.Effect, h.PValue, h.QValue)));
        Assert.NotEqual(one.Treatments.Select(h => h.PValue), seeded.Treatments.Select(h => h.PValue));
        Assert.All(one.Treatments.Zip(seeded.Treatments),
            pair => Assert.Equal(pair.First.PValue, pair.Second.PValue, 0.08));
    }

    [Fact]
    public void Q_values_are_those_of_benjamini_and_hochberg_over_what_is_callable()
    {
        var plates = SimulatedPlates.Make(6, 2, 10, 1, [0.0, 0.2, 0.4, 0.6, 0.8]);
        var result = Call(plates, Defaults);
        var q = FalseDiscoveryRate.BenjaminiHochberg(result.Treatments.Select(h => h.PValue).ToArray());
        Assert.Equal(q, result.Treatments.Select(h => h.QValue));
    }

    [Fact]
    public void More_controls_than_the_limit_are_taken_evenly_and_give_nearly_the_same()
    {
        var plates = SimulatedPlates.Make(7, 4, 20, 1, [0.0, 0.5, 1, 3], featureCount: 10);
        var all = Call(plates, Defaults);
        var some = Call(plates, Defaults with { MaxReferenceCount = 40 });
        foreach (var (a, b) in all.Treatments.Zip(some.Treatments))
        {
            Assert.InRange(b.Effect / a.Effect, 0.8, 1.25);
            Assert.NotEqual(a.Effect, b.Effect);
        }
    }

    [Fact]
    public void Features_that_are_not_finite_or_do_not_vary_have_no_part()
    {
        var plates = SimulatedPlates.Make(8, 1, 8, 2, [1.0], featureCount: 6);
        var values = plates.Table.ColumnMajorValues.ToArray();
        values[3] = double.NaN;
        values.AsSpan(plates.Table.RowCount, plates.Table.RowCount).Fill(7);
        var result = Call(new SimulatedPlates
        {
            Table = plates.Table.WithFeatures(values),
            Controls = plates.Controls,
            Treatments = plates.Treatments,
        }, Defaults);
        var expected = Call(new SimulatedPlates
        {
            Table = plates.Table.SelectFeatures([2, 3, 4, 5]),
            Controls = plates.Controls,
            Treatments = plates.Treatments,
        }, Defaults);
        Assert.Equal((4, 4), (result.FeatureCount, expected.FeatureCount));
        Assert.Equal(expected.Treatments[0].PValue, result.Treatments[0].PValue);
        var alike = HitCalling.Call(
            Wells(("C", [1]), ("C", [1]), ("C", [1]), ("T", [5])), [3], [0, 1, 2], ["Metadata_Treatment"], null,
            Defaults);
        Assert.Equal("no feature is finite in all wells and varies among the controls", alike.Treatments[0].Reason);
    }

    [Fact]
    public void Empty_tables_and_wrong_rows_are_told()
    {
        var plates = SimulatedPlates.Make(9, 1, 4, 1, [1.0]);
        Assert.Empty(HitCalling.Call(
            plates.Table.SelectRows([]), [], [], ["Metadata_Treatment"], "Metadata_Plate", Defaults).Treatments);
        Assert.Throws<ArgumentException>(() => HitCalling.Call(
            plates.Table, [4], [0, 1, 2, 4], ["Metadata_Treatment"], null, Defaults));
        Assert.Throws<ArgumentException>(() => HitCalling.Call(
            plates.Table, [4], [0, 1, 1], ["Metadata_Treatment"], null, Defaults));
        Assert.Throws<ArgumentOutOfRangeException>(() => HitCalling.Call(
            plates.Table, [99], [0, 1, 2], ["Metadata_Treatment"], null, Defaults));
        Assert.Throws<ArgumentException>(() => HitCalling.Call(
            plates.Table, [4], [0, 1, 2], ["Metadata_Absent"], null, Defaults));
        foreach (var wrong in new[]
        {
            Defaults with { DrawCount = 19 }, Defaults with { FalseDiscoveryRate = 0 },
            Defaults with { MaxReferenceCount = 7 }, Defaults with { MaxThreadCount = -1 },
        })
        {
            Assert.Throws<ArgumentException>(wrong.Validate);
        }
    }

    private static HitCallingResult Call(SimulatedPlates plates, HitCallingOptions options) => HitCalling.Call(
        plates.Table, plates.Treatments, plates.Controls, ["Metadata_Treatment"], "Metadata_Plate", options);

    private static ProfileTable Wells(params (string Treatment, double[] Values)[] wells)
    {
        var builder = new ProfileTableBuilder(
            ["Metadata_Treatment"], [.. Enumerable.Range(0, wells[0].Values.Length).Select(f => $"f{f}")]);
        foreach (var (treatment, values) in wells)
            builder.AddRow([treatment], values);
        return builder.Build();
    }
}
