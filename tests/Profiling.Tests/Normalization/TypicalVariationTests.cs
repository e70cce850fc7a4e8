using HcsGrid.Profiling.Algebra;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class TypicalVariationTests
{
    private const int Features = 7;
    private const int RowsPerBatch = 40;
    private static readonly TypicalVariationOptions PerBatch = new() { BatchColumn = "Metadata_Batch" };

    [Fact]
    public void Without_batches_the_controls_have_mean_0_and_identity_covariance()
    {
        var table = Batches("a", "b", "c");
        int[] controls = [.. Golden.AllRows(table).Where(row => row % 3 == 0)];
        var result = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions());
        Assert.Empty(result.UnalignedBatches);
        Assert.Equal(Enumerable.Range(1, Features).Select(i => $"PC{i}"), result.Table.FeatureNames);
        var scores = result.Table.SelectRows(controls);
        var covariance = Covariance(scores, ddof: 0);
        for (var i = 0; i < Features; i++)
        {
            Assert.Equal(0, OrderStatistics.Mean(scores.Feature(i)), 1e-12);
            for (var j = 0; j < Features; j++)
                Assert.Equal(i == j ? 1 : 0, covariance[(i * Features) + j], 1e-10);
        }
    }

    [Fact]
    public void The_components_are_those_of_the_controls_in_order()
    {
        var table = Batches("a");
        int[] controls = [.. Golden.AllRows(table).Where(row => row % 2 == 0)];
        var scores = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions()).Table;
        var control = table.SelectRows(controls);
        var eigen = SymmetricEigen.Decompose(Covariance(control, ddof: 0), Features);
        for (var i = 0; i < Features; i++)
        {
            var axis = eigen.Vector(i).ToArray();
            SingularVectors.FixSign(axis);
            for (var row = 0; row < table.RowCount; row++)
            {
                var score = 0.0;
                for (var f = 0; f < Features; f++)
                    score += axis[f] * (table[row, f] - OrderStatistics.Mean(control.Feature(f)));
                Golden.Equal(score / Math.Sqrt(eigen.Values[i]), scores[row, i], 1e-9, $"row {row}, PC{i + 1}");
            }
        }
    }

    [Fact]
    public void Batches_are_multiplied_by_the_roots_of_their_controls_covariances()
    {
        var table = Batches("a", "b", "c");
        int[] controls = [.. Golden.AllRows(table).Where(row => row % 3 != 0)];
        var plain = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions()).Table;
        var aligned = TypicalVariation.Normalize(table, controls, PerBatch).Table;
        var target = Covariance(plain.SelectRows(controls), ddof: 1);
        for (var b = 0; b < 3; b++)
        {
            int[] rows = [.. Enumerable.Range(b * RowsPerBatch, RowsPerBatch)];
            var source = Covariance(plain.SelectRows([.. rows.Intersect(controls)]), ddof: 1);
            AddIdentity(source, 0.5);
            // With M = C_batch^−½·C_all^½, which the rows themselves tell: Mᵀ·C_batch·M = C_all.
            var before = plain.SelectRows(rows);
            var after = aligned.SelectRows(rows);
            var change = Solve(before, after);
            var product = Transform(change, source);
            for (var i = 0; i < Features; i++)
            {
                for (var j = 0; j < Features; j++)
                {
                    var expected = target[(i * Features) + j] + (i == j ? 0.5 : 0);
                    Golden.Equal(expected, product[(i * Features) + j], 1e-9, $"batch {b}, {i}, {j}");
                }
            }

            // And C_batch^−½ = M·C_all^−½ is symmetric: no other M has both.
            var root = Root(target, 0.5, -0.5);
            var half = MatrixProduct.Times(change, root, Features, Features, Features);
            for (var i = 0; i < Features; i++)
            {
                for (var j = 0; j < i; j++)
                    Golden.Equal(half[(i * Features) + j], half[(j * Features) + i], 1e-9, $"{i}, {j}");
            }
        }
    }

    [Fact]
    public void With_hardly_any_regularization_the_batches_controls_have_one_covariance()
    {
        var table = Batches("a", "b");
        int[] controls = [.. Golden.AllRows(table).Where(row => row % 2 == 0)];
        var options = PerBatch with { Regularization = 1e-12 };
        var plain = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions()).Table;
        var aligned = TypicalVariation.Normalize(table, controls, options).Table;
        var expected = Covariance(plain.SelectRows(controls), ddof: 1);
        foreach (var batch in (string[])["a", "b"])
        {
            var rows = Golden.RowsWhere(table, "Metadata_Batch", batch).Intersect(controls).ToArray();
            var covariance = Covariance(aligned.SelectRows(rows), ddof: 1);
            for (var i = 0; i < covariance.Length; i++)
                Golden.Equal(expected[i], covariance[i], 1e-8, $"batch {batch}, {i}");
        }
    }

    [Fact]
    public void A_batch_with_the_covariance_of_all_controls_stays_as_it_is()
    {
        var table = Batches("a");
        table = ProfileTable.Concat([table, table]).WithMetadata(
            "Metadata_Batch", [.. Enumerable.Range(0, 2 * RowsPerBatch).Select(row => row < RowsPerBatch ? "a" : "b")]);
        var controls = Golden.AllRows(table);
        var plain = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions()).Table;
        // ddof 1 makes the covariance of 40 rows and that of the same rows twice differ by 1/39 against 1/79.
        var aligned = TypicalVariation.Normalize(table, controls, PerBatch).Table;
        var (one, both) = (40.0 / 39, 80.0 / 79);
        var factor = Math.Sqrt((both + 0.5) / (one + 0.5));
        for (var f = 0; f < Features; f++)
        {
            for (var row = 0; row < table.RowCount; row++)
                Golden.Equal(plain[row, f] * factor, aligned[row, f], 1e-11, $"{row}, {f}");
        }

        var single = TypicalVariation.Normalize(Batches("a"), Golden.AllRows(Batches("a")), PerBatch).Table;
        var same = TypicalVariation.Normalize(Batches("a"), Golden.AllRows(Batches("a")), new()).Table;
        Golden.Equal(same, single, 1e-11);
    }

    [Fact]
    public void A_batch_without_two_controls_is_left_unaligned_and_named()
    {
        var table = Batches("c", "b", "");
        // All controls in c, one in b, none where the batch is missing.
        int[] controls = [.. Enumerable.Range(0, RowsPerBatch), RowsPerBatch + 5];
        var plain = TypicalVariation.Normalize(table, controls, new TypicalVariationOptions()).Table;
        var result = TypicalVariation.Normalize(table, controls, PerBatch);
        Assert.Equal(["b", ""], result.UnalignedBatches);
        int[] rest = [.. Enumerable.Range(RowsPerBatch, 2 * RowsPerBatch)];
        MadeUpTables.EqualToTheBit(plain.SelectRows(rest), result.Table.SelectRows(rest));
        Assert.NotEqual(plain[3, 2], result.Table[3, 2]);
    }

    [Fact]
    public void Fewer_controls_than_features_give_as_many_components_as_they_vary_in()
    {
        var table = Batches("a");
        var result = TypicalVariation.Normalize(table, [0, 3, 5, 9], PerBatch).Table;
        Assert.Equal(["PC1", "PC2", "PC3"], result.FeatureNames);
        Assert.Equal(table.RowCount, result.RowCount);
    }

    [Fact]
    public void Tables_without_variation_to_learn_say_why()
    {
        var table = MadeUpTables.Of([1, 1, 4], [2, 2, double.NaN]);
        Assert.Contains("1 control rows", Refusal(table, [0], new()), StringComparison.Ordinal);
        Assert.Contains("0 control rows", Refusal(table, [], new()), StringComparison.Ordinal);
        Assert.Contains("all alike", Refusal(table, [0, 1], new()), StringComparison.Ordinal);
        Assert.Contains("'f1' is NaN in row 3", Refusal(table, [0, 2], new()), StringComparison.Ordinal);
        Assert.Contains(
            "'f1' is NaN in row 2", Refusal(MadeUpTables.Of([1, 5, 4], [2, double.NaN, 5]), [0, 2], new()),
            StringComparison.Ordinal);
        Assert.Contains("Metadata_Batch", Refusal(Batches("a").SelectFeatures([0, 1]).WithMetadata("x", new string[40]),
            [0, 1], new() { BatchColumn = "Metadata_Batches" }), StringComparison.Ordinal);
        Assert.Contains("Regularization is 0", Refusal(table, [0, 1], new() { Regularization = 0 }),
            StringComparison.Ordinal);
        Assert.Contains("BatchColumn", Refusal(table, [0, 1], new() { BatchColumn = "" }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TypicalVariation.Normalize(table, [0, 3], new()));
    }

    private static string Refusal(ProfileTable table, int[] controls, TypicalVariationOptions options) =>
        Assert.ThrowsAny<ArgumentException>(() => TypicalVariation.Normalize(table, controls, options)).Message;

    /// <summary>Forty rows a batch, each batch with a mixing of features and an offset of its own.</summary>
    private static ProfileTable Batches(params string[] names)
    {
        var builder = new ProfileTableBuilder(
            ["Metadata_Batch"], [.. Enumerable.Range(0, Features).Select(f => $"f{f}")]);
        for (var b = 0; b < names.Length; b++)
        {
            var noise = MadeUpTables.Random(RowsPerBatch, Features, seed: 10 + b);
            var mixing = MadeUpTables.Random(Features, Features, seed: 20 + b);
            for (var row = 0; row < RowsPerBatch; row++)
            {
                var values = new double[Features];
                for (var f = 0; f < Features; f++)
                {
                    values[f] = (0.3 * b) + ((f + 1) * noise[row, f]);
                    for (var i = 0; i < Features; i++)
                        values[f] += mixing[f, i] * noise[row, i];
                }

                builder.AddRow([names[b]], values);
            }
        }

        return builder.Build();
    }

    private static double[] Covariance(ProfileTable table, int ddof)
    {
        var covariance = new double[table.FeatureCount * table.FeatureCount];
        for (var i = 0; i < table.FeatureCount; i++)
        {
            for (var j = 0; j < table.FeatureCount; j++)
            {
                var (mean, other) = (OrderStatistics.Mean(table.Feature(i)), OrderStatistics.Mean(table.Feature(j)));
                var sum = 0.0;
                for (var row = 0; row < table.RowCount; row++)
                    sum += (table[row, i] - mean) * (table[row, j] - other);
                covariance[(i * table.FeatureCount) + j] = sum / (table.RowCount - ddof);
            }
        }

        return covariance;
    }

    private static void AddIdentity(double[] matrix, double amount)
    {
        for (var i = 0; i < Features; i++)
            matrix[(i * Features) + i] += amount;
    }

    /// <summary>The M of after = before·M, by the eigenvectors of before's square.</summary>
    private static double[] Solve(ProfileTable before, ProfileTable after)
    {
        var square = MatrixProduct.Gram(before.ColumnMajorValues.ToArray(), before.RowCount, Features);
        var cross = MatrixProduct.TimesTransposed(
            before.ColumnMajorValues.ToArray(), after.ColumnMajorValues.ToArray(), Features, Features,
            before.RowCount, 0);
        return MatrixProduct.Times(Root(square, 0, -1), cross, Features, Features, Features);
    }

    /// <summary>(matrix + amount·I) to a power.</summary>
    private static double[] Root(double[] matrix, double amount, double power)
    {
        var copy = (double[])matrix.Clone();
        AddIdentity(copy, amount);
        var (values, vectors) = SymmetricEigen.Decompose(copy, Features);
        var scaled = (double[])vectors.Clone();
        for (var i = 0; i < Features; i++)
            VectorKernel.Scale(scaled.AsSpan(i * Features, Features), Math.Pow(values[i], power));
        var product = new double[Features * Features];
        for (var i = 0; i < Features; i++)
        {
            for (var r = 0; r < Features; r++)
            {
                for (var c = 0; c < Features; c++)
                    product[(r * Features) + c] += vectors[(i * Features) + r] * scaled[(i * Features) + c];
            }
        }

        return product;
    }

    /// <summary>Mᵀ·C·M.</summary>
    private static double[] Transform(double[] m, double[] c)
    {
        var right = MatrixProduct.Times(c, m, Features, Features, Features);
        var product = new double[Features * Features];
        for (var i = 0; i < Features; i++)
        {
            for (var j = 0; j < Features; j++)
            {
                for (var p = 0; p < Features; p++)
                    product[(i * Features) + j] += m[(p * Features) + i] * right[(p * Features) + j];
            }
        }

        return product;
    }
}
