using HcsGrid.Plates;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests;

/// <summary>
/// Every TIFF of the public collection: equal to what two other decoders read, or refused with a reason.
/// </summary>
public class ReferenceFilesTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public void Stored_samples_equal_the_reference_or_are_refused()
    {
        var rows = ReferenceRow.ReadAll(Shared.PathOf("data", "formats", "expected.csv"));
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions());
        var (equal, refused, failures) = (0, 0, new List<string>());
        foreach (var row in rows)
        {
            try
            {
                using var image = decoder.DecodeStored(File.ReadAllBytes(Shared.PathOf("data", "formats", row.File)));
                var read = new ReferenceRow(
                    row.File, image.Width, image.Height, image.PageCount, image.Type, image.Min, image.Max, image.Sum,
                    image.Sha256, row.MustBeRead);
                if (read == row)
                    equal++;
                else
                    failures.Add($"{row} was read as {read}");
            }
            catch (ScreenDataException error)
            {
                refused++;
                if (row.MustBeRead)
                    failures.Add($"{row.File}: {error.Message}");
                TestContext.Current.TestOutputHelper?.WriteLine($"{row.File}: {error.Message}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{equal} equal, {refused} refused");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(rows.Count, equal + refused);
        Assert.True(equal >= rows.Count(row => row.MustBeRead));
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Files_that_no_decoder_reads_fail_cleanly()
    {
        var lines = File.ReadAllLines(Shared.PathOf("data", "formats", "no_expectation.csv"));
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions());
        var read = new List<string>();
        foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            var file = File.ReadAllBytes(Shared.PathOf("data", "formats", fields[0]));
            try
            {
                decoder.DecodeStored(file).Dispose();
                if (fields[1] == "not decoded")
                    read.Add(fields[0]);
            }
            catch (ScreenDataException error)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{fields[0]}: {error.Message}");
            }

            try
            {
                decoder.DecodePlane(file, 0, 0).Dispose();
                if (fields[1] == "not decoded")
                    read.Add(fields[0]);
            }
            catch (ScreenDataException error)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"  as a plane: {error.Message}");
            }
        }

        Assert.Empty(read);
        Assert.Equal(0, _pool.RentedCount);
        Assert.True(_pool.PeakRentedBytes < 64 << 20, $"{_pool.PeakRentedBytes} bytes");
    }

    [Theory]
    [InlineData("sbs96", "*.tif", 192)]
    [InlineData("phenix", "*.tiff", 13)]
    [InlineData("lincs_a549", "*.png", 40)]
    [InlineData("gold", "*.jpg", 6)]
    public void Every_image_of_the_real_screens_decodes(string folder, string pattern, int count)
    {
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions());
        var files = Directory.GetFiles(Shared.PathOf("data", folder), pattern, SearchOption.AllDirectories);
        Assert.Equal(count, files.Length);
        foreach (var file in files)
        {
            using var plane = decoder.DecodePlane(File.ReadAllBytes(file), 0, folder == "gold" ? 0 : null);
            Assert.True(PlaneStatistics.Measure(plane).StandardDeviation > 0, file);
        }

        Assert.Equal(0, _pool.RentedCount);
    }
}
