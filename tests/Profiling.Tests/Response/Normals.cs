namespace HcsGrid.Profiling.Tests.Response;

/// <summary>
/// Normal random numbers, the same for the same seed.
/// </summary>
internal sealed class Normals(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The next number: mean 0, standard deviation 1 (Box and Muller).</summary>
    public double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>The next numbers.</summary>
    public double[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    /// <summary>Uniform in 0 … count − 1.</summary>
    public int Below(int count) => _random.Next(count);
}
