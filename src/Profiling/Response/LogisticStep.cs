namespace HcsGrid.Profiling.Response;

/// <summary>
/// The linear system of one step in (ln EC50, ln hill): Hessian approximation and gradient of half the sum of squares.
/// </summary>
internal readonly record struct LogisticStep(
    double PlaceSquares, double Products, double SlopeSquares, double PlaceGradient, double SlopeGradient)
{
    /// <summary>Whether the residuals are at right angles to every column that may move.</summary>
    public bool IsAtRest(bool placeFree, bool slopeFree, double sumOfSquares, double tolerance)
    {
        if (sumOfSquares <= 1e-28)
            return true;
        return (!placeFree || Math.Abs(PlaceGradient) <= tolerance * Math.Sqrt(PlaceSquares * sumOfSquares))
            && (!slopeFree || Math.Abs(SlopeGradient) <= tolerance * Math.Sqrt(SlopeSquares * sumOfSquares));
    }

    /// <summary>The damped step (Marquardt: the diagonal grows by a share of itself).</summary>
    public (double Place, double Slope) Step(bool placeFree, bool slopeFree, double damping)
    {
        var place = PlaceSquares * (1 + damping);
        var slope = SlopeSquares * (1 + damping);
        if (placeFree && slopeFree)
        {
            var determinant = (place * slope) - (Products * Products);
            if (determinant > 0)
            {
                return (
                    -((slope * PlaceGradient) - (Products * SlopeGradient)) / determinant,
                    -((place * SlopeGradient) - (Products * PlaceGradient)) / determinant);
            }
        }

        return (
            placeFree && place > 0 ? -PlaceGradient / place : 0,
            slopeFree && slope > 0 ? -SlopeGradient / slope : 0);
    }
}
