namespace HcsGrid.Profiling.Response;

/// <summary>
/// On which plates a treatment has how many replicates.
/// </summary>
internal sealed class PlatePattern
{
    public PlatePattern(IEnumerable<int> plates)
    {
        Parts = [.. plates.GroupBy(plate => plate).OrderBy(group => group.Key)
            .Select(group => (Plate: group.Key, Count: group.Count()))];
        ReplicateCount = Parts.Sum(part => part.Count);
        Key = string.Join(' ', Parts.Select(part => $"{part.Plate}:{part.Count}"));
    }

    public (int Plate, int Count)[] Parts { get; }

    public int ReplicateCount { get; }

    /// <summary>The same for the same pattern.</summary>
    public string Key { get; }

    /// <summary>In how many ways wells can be drawn from so many of each plate; infinite beyond a double.</summary>
    public double WaysOf(Func<int, int> wellCountOf)
    {
        var ways = 1.0;
        foreach (var (plate, count) in Parts)
        {
            var wells = wellCountOf(plate);
            for (var i = 0; i < count; i++)
                ways = ways * (wells - i) / (i + 1);
        }

        return Math.Round(ways);
    }
}
