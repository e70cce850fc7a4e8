namespace HcsGrid.Simulation;

/// <summary>
/// Elementary functions made of additions, multiplications and divisions only.
/// </summary>
/// <remarks>
/// The platform's own may differ in the last bit from one system to the next; these give the same bits everywhere, so
/// that a screen has the same bytes everywhere. Relative error below 1e-14 in the ranges used here.
/// </remarks>
internal static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Ln2 = 0.69314718055994530942;
    private const double HalfPi = 1.57079632679489661923;

    /// <summary>e to the power x, for |x| below 700.</summary>
    public static double Exp(double x)
    {
        var k = (int)Math.Floor((x / Ln2) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 1.0;
        for (var n = 14; n >= 1; n--)
            sum = 1 + (r / n * sum);
        return sum * BitConverter.Int64BitsToDouble((k + 1023L) << 52);
    }

    /// <summary>The natural logarithm of a normal, positive number.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.41421356237309504880)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        var s2 = s * s;
        var sum = 0.0;
        for (var n = 23; n >= 1; n -= 2)
            sum = (1.0 / n) + (s2 * sum);
        return (2 * s * sum) + (exponent * Ln2);
    }

    /// <summary>x to the power y, for positive x.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>Sine and cosine of an angle of a few turns, in radians.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        var quadrant = (int)Math.Floor((angle / HalfPi) + 0.5);
        var r = angle - (quadrant * HalfPi);
        var r2 = r * r;
        double sin = 1, cos = 1;
        for (var n = 18; n >= 2; n -= 2)
        {
            sin = 1 - (r2 / (n * (n + 1)) * sin);
            cos = 1 - (r2 / ((n - 1) * n) * cos);
        }

        sin *= r;
        return (quadrant & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
