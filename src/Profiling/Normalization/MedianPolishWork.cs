namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// The arrays of a median polish, to be used for one grid after the other.
/// </summary>
internal sealed class MedianPolishWork(int rowCount, int columnCount)
{
    private readonly double[] _line = new double[Math.Max(rowCount, columnCount)];
    private double _largestMove;

    public double Overall { get; private set; }

    public double[] RowEffects { get; } = new double[rowCount];

    public double[] ColumnEffects { get; } = new double[columnCount];

    public double[] Residuals { get; } = new double[rowCount * columnCount];

    public int RoundCount { get; private set; }

    public bool HasConverged { get; private set; }

    public void Run(ReadOnlySpan<double> values, MedianPolishOptions options)
    {
        values.CopyTo(Residuals);
        Array.Clear(RowEffects);
        Array.Clear(ColumnEffects);
        (Overall, HasConverged) = (values.ContainsAnyExcept(double.NaN) ? 0 : double.NaN, false);
        var lastSum = 0.0;
        for (RoundCount = 0; RoundCount < options.MaxRoundCount && !HasConverged; RoundCount++)
        {
            _largestMove = 0;
            SweepRows();
            Overall += Recentre(ColumnEffects);
            SweepColumns();
            Overall += Recentre(RowEffects);
            var sum = SumOfMagnitudes();
            HasConverged = options.RelativeSumChange is { } share
                ? sum == 0 || Math.Abs(sum - lastSum) < share * sum
                : _largestMove <= options.LargestMove;
            lastSum = sum;
        }
    }

    private void SweepRows()
    {
        for (var row = 0; row < rowCount; row++)
        {
            var values = Residuals.AsSpan(row * columnCount, columnCount);
            var median = OrderStatistics.Median(_line.AsSpan(0, OrderStatistics.Compact(values, _line)));
            foreach (ref var value in values)
                value -= median;
            RowEffects[row] += Moved(median);
        }
    }

    private void SweepColumns()
    {
        for (var column = 0; column < columnCount; column++)
        {
            var count = 0;
            for (var i = column; i < Residuals.Length; i += columnCount)
            {
                if (!double.IsNaN(Residuals[i]))
                    _line[count++] = Residuals[i];
            }

            var median = OrderStatistics.Median(_line.AsSpan(0, count));
            for (var i = column; i < Residuals.Length; i += columnCount)
                Residuals[i] -= median;
            ColumnEffects[column] += Moved(median);
        }
    }

    /// <summary>Takes the median off effects, so that it can be added to the common value.</summary>
    private double Recentre(double[] effects)
    {
        var median = OrderStatistics.Median(_line.AsSpan(0, OrderStatistics.Compact(effects, _line)));
        foreach (ref var effect in effects.AsSpan())
            effect -= median;
        return Moved(median);
    }

    private double Moved(double median)
    {
        _largestMove = Math.Max(_largestMove, double.IsNaN(median) ? 0 : Math.Abs(median));
        return median;
    }

    private double SumOfMagnitudes()
    {
        var sum = 0.0;
        foreach (var residual in Residuals)
            sum += double.IsNaN(residual) ? 0 : Math.Abs(residual);
        return sum;
    }
}
