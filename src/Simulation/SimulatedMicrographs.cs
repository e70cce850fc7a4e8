using System.Globalization;
using System.Text;
using HcsGrid.Imaging;
using HcsGrid.Storage;

namespace HcsGrid.Simulation;

/// <summary>
/// Immunogold micrographs of freeze-fracture replicas, made up with known truth (docs/simulation.md).
/// </summary>
/// <remarks>The twin of <c>training/gold_simulation.py</c> in what is drawn, not in its random numbers. The same
/// options give the same pixels everywhere, each image on its own.</remarks>
public sealed class SimulatedMicrographs
{
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    public SimulatedMicrographs(SimulatedMicrographOptions options)
    {
        options.Validate();
        Options = options;
    }

    public SimulatedMicrographOptions Options { get; }

    /// <summary>Where <see cref="WriteAsync"/> puts an image, by its index from 0: <c>micrograph-001.png</c>.</summary>
    public static BlobKey KeyOf(int index) =>
        new(string.Create(CultureInfo.InvariantCulture, $"micrograph-{index + 1:000}.png"));

    /// <summary>Draws an image, by its index from 0.</summary>
    public SimulatedMicrograph Make(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Options.Count);
        var canvas = new Canvas(Options.Width, Options.Height);
        new ReplicaPainter(canvas, Options, index).Paint();
        var particles = new GoldPainter(canvas, Options, index).Paint();
        var pixels = MicrographCamera.Expose(canvas, Options, index);
        return new SimulatedMicrograph(
            Options.Width, Options.Height, pixels, [.. particles.OrderBy(p => p.YPixels).ThenBy(p => p.XPixels)]);
    }

    /// <summary>
    /// Writes every image as 8-bit PNG, <c>pixel_sizes.csv</c> (<c>image,pixel_size_nm</c>) and <c>truth.csv</c>
    /// (<c>image,x_px,y_px,diameter_nm</c>) into a store.
    /// </summary>
    /// <remarks>May be repeated and interrupted: what is there is written again with the same bytes.</remarks>
    public async Task WriteAsync(IBlobStore store, CancellationToken cancellationToken = default)
    {
        var truth = new StringBuilder("image,x_px,y_px,diameter_nm\n");
        var sizes = new StringBuilder("image,pixel_size_nm\n");
        for (var index = 0; index < Options.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, key) = (Make(index), KeyOf(index));
            var png = ImageEncoder.EncodePng(image.Pixels, image.Width, image.Height);
            await store.PutAsync(key, png, cancellationToken).ConfigureAwait(false);
            sizes.Append(CultureInfo.InvariantCulture, $"{key},{Options.PixelSizeNm}\n");
            foreach (var particle in image.Particles)
            {
                truth.Append(
                    CultureInfo.InvariantCulture,
                    $"{key},{particle.XPixels:0.###},{particle.YPixels:0.###}," +
                    $"{particle.DiameterPixels * Options.PixelSizeNm:0.###}\n");
            }
        }

        await PutAsync("pixel_sizes.csv", sizes).ConfigureAwait(false);
        await PutAsync("truth.csv", truth).ConfigureAwait(false);

        Task PutAsync(string key, StringBuilder text) => store.PutAsync(
            new BlobKey(key), Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }
}
