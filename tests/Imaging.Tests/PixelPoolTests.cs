using System.Runtime.CompilerServices;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

public class PixelPoolTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions { MaxRentedBytes = 1 << 20, MaxKeptBytes = 1 << 19 });

    [Fact]
    public void What_is_out_is_counted_in_size_classes_and_what_comes_back_is_kept()
    {
        using (var small = _pool.Rent(1))
        using (var large = _pool.Rent(5000))
        {
            Assert.Equal((1, 5000), (small.Length, large.Bytes.Length));
            Assert.Equal((2, 4096L + 8192), (_pool.RentedCount, _pool.RentedBytes));
        }

        Assert.Equal((0, 0L, 12288L, 12288L),
            (_pool.RentedCount, _pool.RentedBytes, _pool.PeakRentedBytes, _pool.KeptBytes));
    }

    [Fact]
    public unsafe void Memory_comes_back_to_the_next_renter_and_begins_at_64()
    {
        void* first;
        using (var buffer = _pool.Rent(10_000))
            first = Unsafe.AsPointer(ref buffer.Bytes[0]);
        using var again = _pool.Rent(16_000);
        Assert.True(first == Unsafe.AsPointer(ref again.Bytes[0]));
        Assert.Equal(0u, (nuint)first % 64);
    }

    [Fact]
    public void Past_its_bound_the_pool_names_the_bound_and_the_setting()
    {
        using var half = _pool.Rent(1 << 19);
        using var other = _pool.Rent(1 << 18);
        var error = Assert.Throws<ScreenDataException>(() => _pool.Rent((1 << 18) + 1));
        Assert.Equal(
            "262145 bytes for pixels (a block of 524288) are too many: 786432 are out and the bound is 1048576 "
            + "(setting maxPixelBytes)",
            error.Message);
        Assert.Equal(2, _pool.RentedCount);
    }

    [Fact]
    public void No_more_is_kept_than_the_bound_says()
    {
        var buffers = Enumerable.Range(0, 4).Select(_ => _pool.Rent(1 << 18)).ToList();
        buffers.ForEach(buffer => buffer.Dispose());
        Assert.Equal(1 << 19, _pool.KeptBytes);
    }

    [Fact]
    public void A_buffer_goes_back_with_its_last_reference_and_cannot_be_touched_afterwards()
    {
        var buffer = _pool.Rent(100);
        buffer.AddReference();
        buffer.Dispose();
        Assert.Equal(1, _pool.RentedCount);
        buffer.Bytes[0] = 1;
        buffer.Dispose();
        Assert.Equal(0, _pool.RentedCount);
        Assert.Throws<ObjectDisposedException>(() => buffer.Bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.AddReference());
        Assert.Throws<InvalidOperationException>(buffer.Dispose);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_plane_disposed_twice_gives_one_reference_back()
    {
        var plane = TestImages.PlaneOf(_pool, 2, 1, (byte)1, (byte)2);
        var kept = plane.Buffer.AddReference();
        plane.Dispose();
        plane.Dispose();
        Assert.Throws<ObjectDisposedException>(() => plane.Bytes.Length);
        Assert.Equal(2, kept.Bytes[1]);
        kept.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Threads_renting_at_once_leave_nothing_behind()
    {
        Parallel.For(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var buffer = _pool.Rent(1 + i * 37 % 60_000);
            buffer.Bytes.Fill((byte)i);
            Assert.Equal(-1, buffer.Bytes.IndexOfAnyExcept((byte)i));
        });
        Assert.Equal((0, 0L), (_pool.RentedCount, _pool.RentedBytes));
    }

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new PixelPool(new PixelPoolOptions { MaxRentedBytes = 1 }));
        Assert.Contains("MaxRentedBytes (setting maxPixelBytes) is 1; it must be at least 4096",
            error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new ImageDecoderOptions { MaxPixels = 0 }.Validate());
    }
}
