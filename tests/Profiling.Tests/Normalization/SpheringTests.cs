using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Algebra;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class SpheringTests
{
    private static readonly SpheringMethod[] Methods = Enum.GetValues<SpheringMethod>();

    public static TheoryData<SpheringMethod, bool> GoldenCases { get; } =
        [.. Methods.SelectMany(method => (bool[])[true, false], (method, all) => (method, all))];

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void A_real_plate_is_sphered_as_the_reference_does(SpheringMethod method, bool onAllWells)
    {
        var plate = Golden.Read("a_input");
        var names = Golden.Read("a_spherize_features").Metadata("feature");
        var table = plate.SelectFeatures([.. names.Select(plate.FeatureIndexOf)]);
        var rows = onAllWells ? Golden.AllRows(table) : Golden.RowsWhere(table, "Metadata_pert_type", "control");
        var (name, size) = (NameOf(method), onAllWells ? "n384_d40" : "n24_d40");

        var fitted = Sphering.Fit(table, rows, new SpheringOptions { Method = method });
        var sphered = fitted.Apply(table);

        // The file of a PCA fitted on too few wells has only the outputs that are determined.
        var expected = Golden.Read($"a_spherize_{name}_{size}");
        Assert.Equal(onAllWells || name[0] == 'Z' ? 40 : 23, expected.FeatureCount);
        Golden.Equal(expected, sphered.SelectFeatures([.. Enumerable.Range(0, expected.FeatureCount)]), 1e-9);
        var weights = Golden.Read($"a_spherize_W_{name}_{size}");
        for (var output = 0; output < weights.FeatureCount; output++)
        {
            Assert.Equal(weights.FeatureNames[output], fitted.OutputNames[output]);
            for (var f = 0; f < 40; f++)
                Golden.Equal(weights[f, output], fitted.WeightsOf(output)[f], 1e-9, $"weight {f + 1}, {output + 1}");
        }

        var values = Golden.Read("a_spherize_singular_values");
        var column = values.Feature(values.FeatureIndexOf(
            $"{size}_{(name.EndsWith("cor", StringComparison.Ordinal) ? "cor" : "cov")}"));
        Assert.Equal(onAllWells ? 40 : 23, fitted.SingularValues.Count);
        for (var i = 0; i < fitted.SingularValues.Count; i++)
            Golden.Equal(column[i], fitted.SingularValues[i], 1e-9, $"singular value {i + 1}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e2)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void Without_epsilon_the_whole_covariance_of_the_reference_rows_is_the_identity(double condition)
    {
        var table = Conditioned(rows: 150, features: 40, condition, seed: 3);
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => row % 3 != 1)];
        foreach (var method in Methods)
        {
            var fitted = Sphering.Fit(table, rows, new SpheringOptions { Method = method, Epsilon = 0 });
            var covariance = Covariance(fitted.Apply(table).SelectRows(rows));
            for (var i = 0; i < 40; i++)
            {
                for (var j = 0; j < 40; j++)
                    Golden.Equal(i == j ? 1 : 0, covariance[(i * 40) + j], 1e-9, $"{method} at {i}, {j}");
            }
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.5)]
    [InlineData(30)]
    public void Epsilon_takes_from_the_covariance_what_the_formula_says(double epsilon)
    {
        var table = Conditioned(rows: 90, features: 12, condition: 1e3, seed: 4);
        var rows = Golden.AllRows(table);
        foreach (var method in (SpheringMethod[])[SpheringMethod.Pca, SpheringMethod.PcaCor])
        {
            var fitted = Sphering.Fit(table, rows, new SpheringOptions { Method = method, Epsilon = epsilon });
            var covariance = Covariance(fitted.Apply(table));
            for (var i = 0; i < 12; i++)
            {
                var kept = fitted.SingularValues[i] / (fitted.SingularValues[i] + epsilon);
                for (var j = 0; j < 12; j++)
                    Golden.Equal(i == j ? kept * kept : 0, covariance[(i * 12) + j], 1e-11, $"{method} {i}, {j}");
            }
        }

        foreach (var method in (SpheringMethod[])[SpheringMethod.Zca, SpheringMethod.ZcaCor])
        {
            // V·(S/(S + ε))²·Vᵀ: the same eigenvalues, and S alone makes the matrix that turns into them.
            var fitted = Sphering.Fit(table, rows, new SpheringOptions { Method = method, Epsilon = epsilon });
            var shares = SymmetricEigen.Decompose(Covariance(fitted.Apply(table)), 12).Values;
            for (var i = 0; i < 12; i++)
            {
                var kept = fitted.SingularValues[i] / (fitted.SingularValues[i] + epsilon);
                Assert.Equal(kept * kept, shares[i], 1e-11);
            }
        }
    }

    [Fact]
    public void Fewer_reference_rows_than_features_give_a_projection_and_scale_the_rest_as_the_smallest()
    {
        var table = Conditioned(rows: 60, features: 25, condition: 1e2, seed: 5);
        int[] rows = [.. Enumerable.Range(0, 18)];
        foreach (var method in Methods)
        {
            var fitted = Sphering.Fit(table, rows, new SpheringOptions { Method = method, Epsilon = 0 });
            var covariance = SymmetricEigen.Decompose(Covariance(fitted.Apply(table).SelectRows(rows)), 25).Values;
            for (var i = 0; i < 25; i++)
                Golden.Equal(i < 17 ? 1 : 0, covariance[i], 1e-11, $"{method}, share {i + 1}");

            // W·Wᵀ = V·S⁻²·Vᵀ·(n − 1) on the features, so its eigenvalues are those of every direction.
            var weights = Enumerable.Range(0, 25).SelectMany(o => fitted.WeightsOf(o).ToArray()).ToArray();
            var scales = SymmetricEigen.Decompose(MatrixProduct.GramOfRowMajor(weights, 25, 25), 25).Values;
            var smallest = fitted.SingularValues[^1];
            for (var i = 0; i < 9; i++)
                Assert.Equal(17 / (smallest * smallest), scales[i], 1e-9 * scales[i]);
            Assert.True(scales[9] < scales[8] * (1 - 1e-6));
        }
    }

    [Fact]
    public void Zca_cor_does_not_see_units_offsets_or_the_order_of_rows()
    {
        var property = Prop.ForAll(
            Gen.Choose(1, 10_000).ToArbitrary(),
            seed =>
            {
                var table = MadeUpTables.Random(rowCount: 30, featureCount: 5, seed);
                var columns = Enumerable.Range(0, 5).Select(f => table.Feature(f).ToArray()).ToArray();
                for (var f = 0; f < 5; f++)
                    columns[f] = [.. columns[f].Reverse().Select(x => (x * Math.Pow(7, f - 2)) + (10 * f))];
                var options = new SpheringOptions();
                var plain = Sphering.Fit(table, Golden.AllRows(table), options).Apply(table);
                var other = MadeUpTables.Of(columns);
                var changed = Sphering.Fit(other, Golden.AllRows(other), options).Apply(other);
                for (var f = 0; f < 5; f++)
                {
                    for (var row = 0; row < 30; row++)
                        Golden.Equal(plain[row, f], changed[29 - row, f], 1e-9, $"seed {seed}, {row}, {f}");
                }
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), property);
    }

    [Fact]
    public void A_missing_value_is_named_in_the_fit_and_in_the_table()
    {
        var good = MadeUpTables.Of([1, 2, 4, 3], [1, 0, 2, 7]);
        var bad = MadeUpTables.Of([1, 2, 4, 3], [1, 0, double.NaN, double.NegativeInfinity]);
        var message = Refusal(() => Sphering.Fit(bad, [0, 2, 3], new SpheringOptions()));
        Assert.Contains("'f1' is NaN in row 3", message, StringComparison.Ordinal);
        var fitted = Sphering.Fit(good, Golden.AllRows(good), new SpheringOptions());
        Assert.Contains(
            "'f1' is NaN in row 3", Refusal(() => fitted.Apply(bad)), StringComparison.Ordinal);
        Assert.Contains(
            "'f1' is -Infinity in row 1", Refusal(() => fitted.Apply(bad.SelectRows([3]))), StringComparison.Ordinal);
        // What no reference row has is no matter for the fit.
        Assert.Equal(2, Sphering.Fit(MadeUpTables.Of([1, 2, 4, double.NaN], [1, 0, 2, 1]), [0, 1, 2],
            new SpheringOptions()).SingularValues.Count);
    }

    [Fact]
    public void A_feature_without_variance_is_named()
    {
        var table = MadeUpTables.Of([1, 2, 4, 3], [0.1, 0.1, 0.1, 0.3]);
        foreach (var method in (SpheringMethod[])[SpheringMethod.PcaCor, SpheringMethod.ZcaCor])
        {
            var options = new SpheringOptions { Method = method };
            var message = Refusal(() => Sphering.Fit(table, [0, 1, 2], options));
            Assert.Contains("'f1' does not vary", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Features_or_rows_that_depend_on_each_other_are_refused()
    {
        foreach (var method in Methods)
        {
            var options = new SpheringOptions { Method = method };
            var twice = MadeUpTables.Of([1, 2, 4, 3, 9], [2, 4, 8, 6, 18], [1, 5, 2, 2, 2]);
            var message = Refusal(() => Sphering.Fit(twice, Golden.AllRows(twice), options));
            Assert.Contains("rank 2; sphering needs 3", message, StringComparison.Ordinal);
            var fewRows = MadeUpTables.Of([1, 1, 4], [2, 2, 8], [1, 1, 2], [0, 0, 5]);
            message = Refusal(() => Sphering.Fit(fewRows, [0, 1, 2], options));
            Assert.Contains("rank 1; sphering needs 2", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tables_that_cannot_be_sphered_say_why()
    {
        var table = MadeUpTables.Of([1, 2, 4, 3], [1, 0, 2, 7]);
        Assert.Contains("1 reference rows", Refusal(() => Sphering.Fit(table, [2], new())), StringComparison.Ordinal);
        Assert.Contains("0 reference rows", Refusal(() => Sphering.Fit(table, [], new())), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sphering.Fit(table, [0, 4], new SpheringOptions()));
        Assert.Contains("Epsilon is -1", Refusal(
            () => Sphering.Fit(table, [0, 1], new() { Epsilon = -1 })), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sphering.Fit(table, [0, 1], new() { Epsilon = double.NaN }));
        Assert.Throws<ArgumentException>(() => Sphering.Fit(table, [0, 1], new() { Method = (SpheringMethod)9 }));
        var fitted = Sphering.Fit(table, Golden.AllRows(table), new SpheringOptions());
        Assert.Contains("not the 2", Refusal(() => fitted.Apply(table.SelectFeatures([1]))), StringComparison.Ordinal);
        Assert.Equal(0, fitted.Apply(table.SelectRows([])).RowCount);
        // A row that is there twice weighs twice, as for the reference.
        Assert.Equal(2, Sphering.Fit(table, [0, 1, 2, 2, 3], new SpheringOptions()).SingularValues.Count);
    }

    private static string Refusal(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static string NameOf(SpheringMethod method) => method switch
    {
        SpheringMethod.Pca => "PCA",
        SpheringMethod.Zca => "ZCA",
        SpheringMethod.PcaCor => "PCA-cor",
        _ => "ZCA-cor",
    };

    /// <summary>Mixed features whose singular values fall evenly from 1 to 1/condition, around means of their
    /// own.</summary>
    private static ProfileTable Conditioned(int rows, int features, double condition, int seed)
    {
        var noise = MadeUpTables.Random(rows, features, seed);
        var square = MadeUpTables.Random(features, features, seed + 100);
        var turn = SymmetricEigen.Decompose(
            MatrixProduct.Gram(square.ColumnMajorValues.ToArray(), features, features), features);
        var columns = new double[features][];
        for (var f = 0; f < features; f++)
        {
            columns[f] = Enumerable.Repeat(f - 3.0, rows).ToArray();
            for (var i = 0; i < features; i++)
            {
                var size = Math.Pow(condition, -(double)i / (features - 1)) * turn.Vector(i)[f];
                for (var row = 0; row < rows; row++)
                    columns[f][row] += size * noise[row, i];
            }
        }

        return MadeUpTables.Of(columns);
    }

    private static double[] Covariance(ProfileTable table)
    {
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var column = values.AsSpan(f * table.RowCount, table.RowCount);
            var mean = OrderStatistics.Mean(column);
            foreach (ref var value in column)
                value -= mean;
        }

        var gram = MatrixProduct.Gram(values, table.RowCount, table.FeatureCount);
        return Array.ConvertAll(gram, value => value / (table.RowCount - 1));
    }
}
