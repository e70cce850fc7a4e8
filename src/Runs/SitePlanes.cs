using System.Collections;
using HcsGrid.Imaging;

namespace HcsGrid.Runs;

/// <summary>
/// The planes of a site, one a channel, given back to the pixel pool together.
/// </summary>
public sealed class SitePlanes : IReadOnlyList<Plane>, IDisposable
{
    private readonly List<Plane> _planes = [];

    public int Count => _planes.Count;

    public Plane this[int index] => _planes[index];

    /// <summary>Nanometres of a pixel as the first channel's file says; null where it does not, or nobody
    /// asked.</summary>
    public double? PixelSizeNm { get; set; }

    public void Add(Plane plane) => _planes.Add(plane);

    public IEnumerator<Plane> GetEnumerator() => _planes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var plane in _planes)
            plane.Dispose();
        _planes.Clear();
    }
}
