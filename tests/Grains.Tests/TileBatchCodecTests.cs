using HcsGrid.Imaging;
using HcsGrid.Inference;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace HcsGrid.Grains.Tests;

public sealed class TileBatchCodecTests : IDisposable
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ServiceProvider _services;

    public TileBatchCodecTests() =>
        _services = new ServiceCollection().AddSingleton(_pool).AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_batch_arrives_as_it_was_sent_and_all_memory_goes_back()
    {
        using var batch = Batch();
        using (var message = TileBatchMessage.Of(batch))
        {
            var serializer = _services.GetRequiredService<Serializer>();
            var bytes = serializer.SerializeToArray(message);

            // Pixels, a few numbers a channel, and nothing that grows with the tiles.
            Assert.InRange(bytes.Length, batch.ByteCount, batch.ByteCount + 128);
            using var arrived = serializer.Deserialize<TileBatchMessage>(bytes)!;
            Assert.True(arrived.IsReceived);
            Assert.Equal((3, 4), (arrived.Batch.TileCount, arrived.Batch.TileSizePixels));
            Assert.Equal(batch.Scales, arrived.Batch.Scales);
            Assert.All(
                arrived.Batch.Planes.Zip(batch.Planes), p =>
                {
                    Assert.Equal(p.Second.Type, p.First.Type);
                    Assert.True(p.First.Bytes.SequenceEqual(p.Second.Bytes));
                });
        }

        batch.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Within_a_process_the_message_itself_travels()
    {
        using var batch = Batch();
        using var message = TileBatchMessage.Of(batch);
        Assert.Same(message, _services.GetRequiredService<DeepCopier>().Copy(message));
    }

    [Fact]
    public void A_message_outlives_the_batch_that_it_was_made_of()
    {
        var batch = Batch();
        var expected = batch.Planes[0].Bytes.ToArray();
        using var message = TileBatchMessage.Of(batch);
        batch.Dispose();
        Assert.True(message.Batch.Planes[0].Bytes.SequenceEqual(expected));
    }

    [Fact]
    public void A_batch_that_is_cut_short_is_refused_and_leaves_no_memory_behind()
    {
        using (var batch = Batch())
        using (var message = TileBatchMessage.Of(batch))
        {
            var serializer = _services.GetRequiredService<Serializer>();
            var bytes = serializer.SerializeToArray(message);
            Assert.ThrowsAny<Exception>(() => serializer.Deserialize<TileBatchMessage>(bytes.AsSpan(0, 60).ToArray()));
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    /// <summary>Three tiles of 4 × 4 pixels in one channel of 8 bits and one of 16.</summary>
    private TileBatch Batch()
    {
        var planes = new List<Plane>();
        foreach (var type in (SampleType[])[SampleType.UInt8, SampleType.UInt16])
        {
            var buffer = _pool.Rent(4 * 12 * type.ByteCount());
            for (var i = 0; i < buffer.Length; i++)
                buffer.Bytes[i] = (byte)((i * 37) + planes.Count);
            planes.Add(new Plane(4, 12, type, buffer));
        }

        return new TileBatch(
            planes, [new IntensityScale(1.5, 200, Clip: true), new IntensityScale(-2, 7e4, Clip: false)]);
    }
}
