using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Takes out of profiles the variation that the negative controls have too, and aligns acquisition batches by it:
/// typical variation normalization (TVN).
/// </summary>
/// <remarks>
/// <para>The principal components of all controls, as many as their rank; each centred and divided by its standard
/// deviation (ddof 0) over all controls. So the controls' covariance (ddof 0) is the identity. Then, batch by batch,
/// CORAL: X·C_batch^−½·C_all^½ with C = cov(controls, ddof 1) + 0.5·I. Sources: Ando, McLean and Berndl, Improving
/// phenotypic measurements in high-content imaging screens (2017); Sun, Feng and Saenko, Return of frustratingly easy
/// domain adaptation (2016).</para>
/// <para>CORAL aligns covariances, not means: a batch whose controls lie off centre still does. It multiplies with a
/// symmetric matrix of the batch, so a batch with the covariance of all controls stays as it is. A batch with no
/// control, or one, has no covariance: its rows are left unaligned, and the result names it; a missing batch is a
/// batch of its own.</para>
/// <para>Directions in which the controls do not vary have no component: fewer controls than features lose what lies
/// outside them. A value that is missing or infinite is an error that names it, and so is having fewer than two
/// controls, or controls that are all alike. A table without rows has no controls.</para>
/// <para>Component signs: the largest loading by absolute value is positive. The same input gives the same bytes on
/// any number of threads. Time: some 10·n·d² + 30·b·d³ operations for n rows of d features in b batches.</para>
/// </remarks>
public static class TypicalVariation
{
    /// <summary>Normalizes all rows by the controls.</summary>
    /// <exception cref="ArgumentException">One of the errors above, a row outside the table, or no such
    /// column.</exception>
    public static TypicalVariationResult Normalize(
        ProfileTable table, IReadOnlyList<int> controlRows, TypicalVariationOptions options)
    {
        options.Validate();
        table.RequireRows(controlRows);
        if (controlRows.Count < 2)
        {
            throw new ArgumentException(
                $"{controlRows.Count} control rows are too few to learn their variation; there must be at least 2.",
                nameof(controlRows));
        }

        var scores = Scores(table, controlRows, out var count);
        string[] names = [.. Enumerable.Range(1, count).Select(number => $"PC{number}")];
        var unaligned = options.BatchColumn is { } column
            ? Align(scores, RowGroups.Of(table, [column]), controlRows, count, options.Regularization)
                .Select(row => table.Metadata(column)[row]).ToArray()
            : [];
        return new TypicalVariationResult(table.WithFeatures(names, scores), unaligned);
    }

    /// <summary>All rows on the controls' components, of variance 1 over the controls; component after
    /// component.</summary>
    private static double[] Scores(ProfileTable table, IReadOnlyList<int> controlRows, out int count)
    {
        var means = CentredRows.MeansOf(table, controlRows);
        var controls = CentredRows.Of(table, controlRows, means, scales: null);
        var components = SingularVectors.Of(controls, controlRows.Count, table.FeatureCount);
        count = components.Rank;
        if (count == 0)
        {
            throw new ArgumentException(
                $"The {controlRows.Count} control rows are all alike: they have no variation to learn.",
                nameof(controlRows));
        }

        for (var i = 0; i < count; i++)
        {
            SingularVectors.FixSign(components[i]);
            VectorKernel.Scale(components[i], Math.Sqrt(controlRows.Count) / components.Values[i]);
        }

        var centred = CentredRows.Of(table, CentredRows.All(table), means, scales: null);
        return MatrixProduct.Times(components.Vectors, centred, count, table.RowCount, table.FeatureCount);
    }

    /// <summary>Aligns each batch in place; gives a row of each batch that cannot be aligned.</summary>
    private static List<int> Align(
        double[] scores, RowGroups batches, IReadOnlyList<int> controlRows, int count, double regularization)
    {
        var rowCount = scores.Length / count;
        var isControl = new int[rowCount];
        foreach (var row in controlRows)
            isControl[row]++;
        // A multiple of the identity, but for rounding, since the components are scaled on the same controls.
        var target = PowerOfCovariance(Gather(scores, rowCount, count, controlRows), count, regularization, 0.5);
        var unaligned = new List<int>();
        for (var b = 0; b < batches.Count; b++)
        {
            var rows = batches[b].ToArray();
            int[] controls = [.. rows.SelectMany(row => Enumerable.Repeat(row, isControl[row]))];
            if (controls.Length < 2)
            {
                unaligned.Add(rows[0]);
                continue;
            }

            var source = PowerOfCovariance(
                Gather(scores, rowCount, count, controls), count, regularization, -0.5);
            // Rows are vectors y = x·S·T, so columns of the block are (S·T)ᵀ = T·S times those before.
            var turn = MatrixProduct.Times(target, source, count, count, count);
            var block = Gather(scores, rowCount, count, rows);
            var aligned = MatrixProduct.Times(turn, block, count, rows.Length, count);
            for (var i = 0; i < count; i++)
            {
                for (var r = 0; r < rows.Length; r++)
                    scores[(i * rowCount) + rows[r]] = aligned[(i * rows.Length) + r];
            }
        }

        return unaligned;
    }

    /// <summary>(cov(rows, ddof 1) + regularization·I) to a power; the rows are centred in place.</summary>
    private static double[] PowerOfCovariance(double[] block, int count, double regularization, double power)
    {
        var rows = block.Length / count;
        for (var i = 0; i < count; i++)
        {
            var column = block.AsSpan(i * rows, rows);
            var mean = OrderStatistics.Mean(column);
            foreach (ref var value in column)
                value -= mean;
        }

        var covariance = MatrixProduct.Gram(block, rows, count);
        VectorKernel.Scale(covariance, 1.0 / (rows - 1));
        for (var i = 0; i < count; i++)
            covariance[(i * count) + i] += regularization;
        var (values, vectors) = SymmetricEigen.Decompose(covariance, count);
        for (var i = 0; i < count; i++)
            VectorKernel.Scale(vectors.AsSpan(i * count, count), Math.Pow(values[i], power / 2));
        return MatrixProduct.GramOfRowMajor(vectors, count, count);
    }

    private static double[] Gather(double[] scores, int rowCount, int count, IReadOnlyList<int> rows)
    {
        var block = new double[rows.Count * count];
        for (var i = 0; i < count; i++)
        {
            for (var r = 0; r < rows.Count; r++)
                block[(i * rows.Count) + r] = scores[(i * rowCount) + rows[r]];
        }

        return block;
    }
}
