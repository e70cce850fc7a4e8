namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The curve 1/(1 + a·x²ᵇ) by which nearness on the map counts.
/// </summary>
/// <param name="A">The factor.</param>
/// <param name="B">The exponent.</param>
internal readonly record struct UmapCurve(double A, double B)
{
    /// <summary>
    /// The curve nearest, by least squares at 300 places from 0 to three spreads, to 1 up to the minimal distance and
    /// exp(−(x − minimum)/spread) beyond (umap-learn's <c>find_ab_params</c>).
    /// </summary>
    /// <remarks>Levenberg and Marquardt's steps from a = b = 1 until none betters the fit.</remarks>
    public static UmapCurve Fit(double minDistance, double spread)
    {
        const int PlaceCount = 300;
        var places = new double[PlaceCount];
        var wanted = new double[PlaceCount];
        for (var i = 0; i < PlaceCount; i++)
        {
            places[i] = 3 * spread * i / (PlaceCount - 1);
            wanted[i] = places[i] < minDistance ? 1 : StableMath.Exp((minDistance - places[i]) / spread);
        }

        var curve = new UmapCurve(1, 1);
        var error = curve.ErrorAt(places, wanted);
        var damping = 1e-3;
        for (var round = 0; round < 1000 && damping < 1e12; round++)
        {
            var better = curve.Step(places, wanted, damping);
            var newError = better is { A: > 0, B: > 0 } ? better.ErrorAt(places, wanted) : double.PositiveInfinity;
            if (newError < error)
                (curve, error, damping) = (better, newError, damping / 10);
            else
                damping *= 10;
        }

        return curve;
    }

    private double At(double x) => x == 0 ? 1 : 1 / (1 + (A * StableMath.Power(x, 2 * B)));

    private double ErrorAt(double[] places, double[] wanted)
    {
        var sum = 0.0;
        for (var i = 0; i < places.Length; i++)
        {
            var difference = wanted[i] - At(places[i]);
            sum += difference * difference;
        }

        return sum;
    }

    private UmapCurve Step(double[] places, double[] wanted, double damping)
    {
        var (aa, ab, bb, ra, rb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] == 0)
                continue;
            var value = At(places[i]);
            var power = StableMath.Power(places[i], 2 * B);
            var byA = -value * value * power;
            var byB = byA * A * 2 * StableMath.Log2(places[i]) * 0.6931471805599453;
            var rest = wanted[i] - value;
            (aa, ab, bb) = (aa + (byA * byA), ab + (byA * byB), bb + (byB * byB));
            (ra, rb) = (ra + (byA * rest), rb + (byB * rest));
        }

        (aa, bb) = (aa * (1 + damping), bb * (1 + damping));
        var determinant = (aa * bb) - (ab * ab);
        return new UmapCurve(
            A + (((ra * bb) - (rb * ab)) / determinant), B + (((rb * aa) - (ra * ab)) / determinant));
    }
}
