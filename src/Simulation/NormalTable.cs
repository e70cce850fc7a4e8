namespace HcsGrid.Simulation;

/// <summary>
/// The standard normal distribution as 65,536 equally probable values.
/// </summary>
/// <remarks>
/// Entry i is the quantile of (i + ½) / 65536, by Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988), so
/// the values reach ±4.33.
/// </remarks>
internal static class NormalTable
{
    public const int EntryCount = 65536;

    private static readonly float[] Table = Make();

    public static ReadOnlySpan<float> Values => Table;

    /// <summary>
    /// The value below which a standard normal number lies with probability p, for p of 1e-10 to 1 − 1e-10.
    /// </summary>
    public static double Quantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
            return q * Central(0.180625 - (q * q));
        var r = Math.Sqrt(-PortableMath.Log(q < 0 ? p : 1 - p)) - 1.6;
        var tail = Tail(r);
        return q < 0 ? -tail : tail;
    }

    private static double Central(double r) =>
        (((((((((((((2.5090809287301226727e3 * r) + 3.3430575583588128105e4) * r) + 6.7265770927008700853e4) * r)
            + 4.5921953931549871457e4) * r) + 1.3731693765509461125e4) * r) + 1.9715909503065514427e3) * r)
            + 1.3314166789178437745e2) * r + 3.3871328727963666080e0) /
        (((((((((((((5.2264952788528545610e3 * r) + 2.8729085735721942674e4) * r) + 3.9307895800092710610e4) * r)
            + 2.1213794301586595867e4) * r) + 5.3941960214247511077e3) * r) + 6.8718700749205790830e2) * r)
            + 4.2313330701600911252e1) * r + 1.0);

    private static double Tail(double r) =>
        (((((((((((((7.74545014278341407640e-4 * r) + 2.27238449892691845833e-2) * r) + 2.41780725177450611770e-1) * r)
            + 1.27045825245236838258e0) * r) + 3.64784832476320460504e0) * r) + 5.76949722146069140550e0) * r)
            + 4.63033784615654529590e0) * r + 1.42343711074968357734e0) /
        (((((((((((((1.05075007164441684324e-9 * r) + 5.47593808499534494600e-4) * r) + 1.51986665636164571966e-2) * r)
            + 1.48103976427480074590e-1) * r) + 6.89767334985100004550e-1) * r) + 1.67638483018380384940e0) * r)
            + 2.05319162663775882187e0) * r + 1.0);

    private static float[] Make()
    {
        var table = new float[EntryCount];
        for (var i = 0; i < EntryCount; i++)
            table[i] = (float)Quantile((i + 0.5) / EntryCount);
        return table;
    }
}
