namespace HcsGrid.Profiling.Particles;

/// <summary>
/// The assignment problem: each row gets a column of its own, the sum of costs the least.
/// </summary>
/// <remarks>The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987), O(n³).</remarks>
internal static class Assignment
{
    /// <summary>The column of each row.</summary>
    /// <param name="costs">A square of finite costs.</param>
    public static int[] Solve(double[,] costs)
    {
        var size = costs.GetLength(0);
        var (rowPrices, columnPrices) = (new double[size], new double[size]);
        var rowOf = new int[size];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < size; row++)
            Augment(costs, row, rowPrices, columnPrices, rowOf);
        var columnOf = new int[size];
        for (var column = 0; column < size; column++)
            columnOf[rowOf[column]] = column;
        return columnOf;
    }

    /// <summary>Gives one more row a column, moving others along the cheapest path.</summary>
    private static void Augment(
        double[,] costs, int row, double[] rowPrices, double[] columnPrices, int[] rowOf)
    {
        var size = rowOf.Length;
        var (least, before, isDone) = (new double[size], new int[size], new bool[size]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(before, -1);
        var (at, from) = (row, -1);
        while (true)
        {
            var (step, next) = (double.PositiveInfinity, -1);
            for (var column = 0; column < size; column++)
            {
                if (isDone[column])
                    continue;
                var cost = costs[at, column] - rowPrices[at] - columnPrices[column];
                if (cost < least[column])
                    (least[column], before[column]) = (cost, from);
                if (least[column] < step)
                    (step, next) = (least[column], column);
            }

            rowPrices[row] += step;
            for (var column = 0; column < size; column++)
            {
                if (isDone[column])
                {
                    rowPrices[rowOf[column]] += step;
                    columnPrices[column] -= step;
                }
                else
                {
                    least[column] -= step;
                }
            }

            isDone[next] = true;
            if (rowOf[next] < 0)
            {
                Move(next, row, before, rowOf);
                return;
            }

            (at, from) = (rowOf[next], next);
        }
    }

    private static void Move(int column, int row, int[] before, int[] rowOf)
    {
        while (before[column] >= 0)
        {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }

        rowOf[column] = row;
    }
}
