using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class NormalizerTests
{
    private static readonly NormalizerOptions Standardize = new() { Method = NormalizationMethod.Standardize };
    private static readonly NormalizerOptions Robustize = new() { Method = NormalizationMethod.Robustize };
    private static readonly NormalizerOptions MadRobustize = new() { Method = NormalizationMethod.MadRobustize };

    [Theory]
    [InlineData(NormalizationMethod.Standardize, "standardize", "all", 1e-18)]
    [InlineData(NormalizationMethod.Standardize, "standardize", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.Robustize, "robustize", "all", 1e-18)]
    [InlineData(NormalizationMethod.Robustize, "robustize", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize", "all", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize", "all", 0)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize", "negcon", 0)]
    public void A_real_plate_is_normalized_as_the_reference_does_it(
        NormalizationMethod method, string name, string reference, double epsilon)
    {
        var plate = Golden.Read("a_input");
        var expected = Golden.Read($"a_norm_{name}_{reference}");
        var fitted = Normalizer.Fit(
            plate, Reference(plate, reference), new NormalizerOptions { Method = method, MadEpsilon = epsilon });
        Golden.Equal(expected, fitted.Apply(plate), 1e-12);
        Assert.Empty(fitted.DegenerateFeatures);
    }

    [Theory]
    [InlineData(NormalizationMethod.Standardize, "standardize_all", "all", 1e-18)]
    [InlineData(NormalizationMethod.Standardize, "standardize_negcon", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.Robustize, "robustize_all", "all", 1e-18)]
    [InlineData(NormalizationMethod.Robustize, "robustize_negcon", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize_all_eps1e-18", "all", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize_negcon_eps1e-18", "negcon", 1e-18)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize_all_eps0", "all", 0)]
    [InlineData(NormalizationMethod.MadRobustize, "mad_robustize_negcon_eps0", "negcon", 0)]
    public void Features_on_the_edge_are_normalized_as_the_reference_does_it(
        NormalizationMethod method, string file, string reference, double epsilon)
    {
        var plate = Golden.Read("a_edge_input");
        var expected = Golden.Read($"a_edge_norm_{file}");
        var actual = Normalizer.Fit(
            plate, Reference(plate, reference), new NormalizerOptions { Method = method, MadEpsilon = epsilon })
            .Apply(plate);
        for (var f = 0; f < expected.FeatureCount; f++)
        {
            var name = expected.FeatureNames[f];
            var tolerance = name.EndsWith("plus_1e6", StringComparison.Ordinal) ? 1e-9 : 1e-12;
            var column = actual.Feature(actual.FeatureIndexOf(name));
            for (var row = 0; row < expected.RowCount; row++)
                Golden.Equal(expected[row, f], column[row], tolerance, $"{name}, row {row}");
        }
    }

    [Fact]
    public void Features_that_do_not_vary_in_the_reference_are_named()
    {
        var plate = Golden.Read("a_edge_input");
        var controls = Reference(plate, "negcon");
        Assert.Equal(
            [
                "Cells_Edge_constant_0p1", "Cells_Edge_mad0_var_nonzero", "Cells_Edge_nan_in_all_controls",
                "Cells_Edge_all_nan", "Cells_Edge_constant_in_controls",
            ],
            Normalizer.Fit(plate, controls, MadRobustize).DegenerateFeatures);
        var standardized = Normalizer.Fit(plate, controls, Standardize).DegenerateFeatures;
        Assert.Contains("Cells_Edge_constant_0p1", standardized);
        Assert.Contains("Cells_Edge_constant_in_controls", standardized);
        Assert.DoesNotContain("Cells_Edge_two_values", standardized);
        var robustized = Normalizer.Fit(plate, controls, Robustize).DegenerateFeatures;
        Assert.Equal(
            [
                "Cells_Edge_constant_0p1", "Cells_Edge_mad0_var_nonzero", "Cells_Edge_nan_in_all_controls",
                "Cells_Edge_all_nan", "Cells_Edge_times_1em18", "Cells_Edge_constant_in_controls",
            ],
            robustized);

        var zeros = Normalizer.Fit(MadeUpTables.Of([0, 0, 0], [1, 2, 3]), [0, 1, 2], Standardize);
        Assert.Equal(["f0"], zeros.DegenerateFeatures);
        Assert.Equal([1.0, 0], zeros.Apply(MadeUpTables.Of([1], [2])).Row(0));
    }

    [Fact]
    public void Equal_values_do_not_vary_however_their_mean_was_rounded()
    {
        for (var count = 2; count < 200; count++)
        {
            var column = new double[count];
            Array.Fill(column, 0.1 * count);
            var table = MadeUpTables.Of(column);
            Assert.Single(Normalizer.Fit(table, Golden.AllRows(table), Standardize).DegenerateFeatures);
        }
    }

    [Fact]
    public void Features_that_do_not_vary_become_NaN_where_asked_for_and_the_others_stay()
    {
        var table = MadeUpTables.Of([1, 1, 1, 9], [1, 2, 3, 4]);
        var options = MadRobustize with { OnDegenerate = DegenerateFeatureHandling.SetNaN };
        var fitted = Normalizer.Fit(table, [0, 1, 2], options);
        var normalized = fitted.Apply(table);
        Assert.Equal(["f0"], fitted.DegenerateFeatures);
        Assert.All(normalized.Feature(0).ToArray(), value => Assert.Equal(double.NaN, value));
        Assert.Equal(2 / 1.4826, normalized[3, 1], 1e-15);
    }

    [Fact]
    public void Without_reference_rows_there_is_no_normalization()
    {
        var error = Assert.Throws<ArgumentException>(() => Normalizer.Fit(MadeUpTables.Of([1, 2]), [], Standardize));
        Assert.Contains("no reference rows", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Normalizer.Fit(MadeUpTables.Of([1, 2]), [2], Standardize));
    }

    [Fact]
    public void A_fit_is_for_its_own_features_only() =>
        Assert.Throws<ArgumentException>(() =>
            Normalizer.Fit(MadeUpTables.Of([1, 2]), [0, 1], Standardize).Apply(MadeUpTables.Of([1, 2], [3, 4])));

    [Theory]
    [InlineData(-1e-18)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_epsilon_out_of_bounds_is_refused_by_name(double epsilon)
    {
        var options = MadRobustize with { MadEpsilon = epsilon };
        var error = Assert.Throws<ArgumentException>(() => Normalizer.Fit(MadeUpTables.Of([1, 2]), [0, 1], options));
        Assert.Contains("MadEpsilon", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NormalizationMethod.Standardize)]
    [InlineData(NormalizationMethod.Robustize)]
    [InlineData(NormalizationMethod.MadRobustize)]
    public void One_row_and_NaN_alone_have_stated_outcomes(NormalizationMethod method)
    {
        var options = new NormalizerOptions { Method = method };
        var one = Normalizer.Fit(MadeUpTables.Of([5]), [0], options);
        Assert.Equal(["f0"], one.DegenerateFeatures);
        Assert.Equal(0, one.Apply(MadeUpTables.Of([5]))[0, 0]);
        var none = Normalizer.Fit(MadeUpTables.Of([double.NaN, double.NaN]), [0, 1], options);
        Assert.Equal(["f0"], none.DegenerateFeatures);
        Assert.Equal(double.NaN, none.Apply(MadeUpTables.Of([7, double.NaN]))[0, 0]);
        var infinite = Normalizer.Fit(
            MadeUpTables.Of([double.PositiveInfinity, double.PositiveInfinity, 1]), [0, 1, 2], options);
        Assert.Equal(["f0"], infinite.DegenerateFeatures);
    }

    [Fact]
    public void Robust_methods_do_not_see_the_order_of_the_rows() =>
        Prop.ForAll(MadeUpTables.Columns, column =>
        {
            var table = MadeUpTables.Of(column);
            var reversed = table.SelectRows([.. Enumerable.Range(0, column.Length).Reverse()]);
            foreach (var options in new[] { Robustize, MadRobustize })
            {
                Assert.Equal(
                    Normalizer.Fit(table, Golden.AllRows(table), options).Apply(table).Feature(0),
                    Normalizer.Fit(reversed, Golden.AllRows(table), options).Apply(table).Feature(0));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Large_tables_get_the_same_bytes_on_many_threads_as_features_alone()
    {
        var table = MadeUpTables.Random(rowCount: 901, featureCount: 83, seed: 3);
        int[] reference = [.. Enumerable.Range(0, 901).Where(row => row % 3 != 1)];
        foreach (var options in new[] { Standardize, Robustize, MadRobustize })
        {
            var together = Normalizer.Fit(table, reference, options).Apply(table);
            for (var f = 0; f < table.FeatureCount; f++)
            {
                var one = table.SelectFeatures([f]);
                Assert.Equal(Normalizer.Fit(one, reference, options).Apply(one).Feature(0), together.Feature(f));
            }
        }
    }

    [Fact]
    public void No_method_sees_a_shift_and_a_scale() =>
        Prop.ForAll(MadeUpTables.Columns, Gen.Choose(1, 50).ToArbitrary(), (column, scale) =>
        {
            var shift = column.Length - 30;
            var table = MadeUpTables.Of(column);
            var moved = MadeUpTables.Of(Array.ConvertAll(column, value => (value * scale) + shift));
            foreach (var options in new[] { Standardize, Robustize, MadRobustize })
            {
                var fitted = Normalizer.Fit(table, Golden.AllRows(table), options);
                var fittedMoved = Normalizer.Fit(moved, Golden.AllRows(moved), options);
                Assert.Equal(fitted.DegenerateFeatures, fittedMoved.DegenerateFeatures);
                if (fitted.DegenerateFeatures.Count > 0)
                    continue;
                var (a, b) = (fitted.Apply(table), fittedMoved.Apply(moved));
                for (var row = 0; row < a.RowCount; row++)
                    Golden.Equal(a[row, 0], b[row, 0], 1e-9, $"{options.Method}, row {row}");
            }
        }).QuickCheckThrowOnFailure();

    private static int[] Reference(ProfileTable plate, string reference) =>
        reference == "all" ? Golden.AllRows(plate) : Golden.RowsWhere(plate, "Metadata_pert_type", "control");
}
