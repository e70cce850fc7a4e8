namespace HcsGrid.Profiling.Response;

/// <summary>
/// A logistic curve among those that are tried.
/// </summary>
/// <param name="Place">ln EC50.</param>
/// <param name="Slope">ln hill.</param>
/// <param name="Bottom">The response at dose 0.</param>
/// <param name="Top">The response at an infinite dose.</param>
/// <param name="SumOfSquares">The squares that it leaves.</param>
internal readonly record struct LogisticPoint(
    double Place, double Slope, double Bottom, double Top, double SumOfSquares);
