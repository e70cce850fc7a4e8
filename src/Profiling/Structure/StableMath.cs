namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Exponential and power made of additions and multiplications only, so that their bits are the same on every machine.
/// </summary>
/// <remarks>
/// Relative error below 1e-15 times the exponent (3e-13 at ±600). The libraries of the systems differ in the last bit,
/// and a map amplifies that.
/// </remarks>
internal static class StableMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>eˣ; 0 below −700, infinite above 700.</summary>
    public static double Exp(double x) => Exp2(x * Log2E);

    /// <summary>xʸ for x > 0.</summary>
    public static double Power(double x, double y) => Exp2(y * Log2(x));

    /// <summary>The binary logarithm of a normal number > 0.</summary>
    public static double Log2(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh s with s = (m − 1)/(m + 1), at most 0.172.
        var s = (mantissa - 1) / (mantissa + 1);
        var q = s * s;
        var series = 1.0 / 21;
        series = (series * q) + (1.0 / 19);
        series = (series * q) + (1.0 / 17);
        series = (series * q) + (1.0 / 15);
        series = (series * q) + (1.0 / 13);
        series = (series * q) + (1.0 / 11);
        series = (series * q) + (1.0 / 9);
        series = (series * q) + (1.0 / 7);
        series = (series * q) + (1.0 / 5);
        series = (series * q) + (1.0 / 3);
        series = (series * q) + 1;
        return exponent + (2 * s * series * Log2E);
    }

    private static double Exp2(double x)
    {
        if (!(x > -1010))
            return double.IsNaN(x) ? x : 0;
        if (x > 1010)
            return double.PositiveInfinity;
        var whole = Math.Floor(x + 0.5);
        var r = (x - whole) * Ln2;
        var series = 1.0 / 6227020800;
        series = (series * r) + (1.0 / 479001600);
        series = (series * r) + (1.0 / 39916800);
        series = (series * r) + (1.0 / 3628800);
        series = (series * r) + (1.0 / 362880);
        series = (series * r) + (1.0 / 40320);
        series = (series * r) + (1.0 / 5040);
        series = (series * r) + (1.0 / 720);
        series = (series * r) + (1.0 / 120);
        series = (series * r) + (1.0 / 24);
        series = (series * r) + (1.0 / 6);
        series = (series * r) + 0.5;
        series = (series * r) + 1;
        series = (series * r) + 1;
        return series * BitConverter.Int64BitsToDouble(((long)whole + 1023) << 52);
    }
}
