using System.Net;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;

namespace HcsGrid.Grains.Tests;

public class InferenceDirectoryTests
{
    private const string Model = "abc";
    private static readonly ModelPlace Here = Place(1);
    private static readonly ModelPlace There = Place(2);
    private readonly InferenceDirectory _directory = new(TestCluster.Options, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_before_any_silo_has_the_model_waits_for_it()
    {
        var lease = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        Assert.False(lease.IsCompleted);
        _directory.Update([Here]);
        Assert.Equal(Here, (await lease).Place);
    }

    [Fact]
    public async Task No_more_batches_are_on_their_way_than_the_silo_grants()
    {
        _directory.Update([Here]);
        var first = await _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        await _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        var third = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        var fourth = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        Assert.False(third.IsCompleted);

        _directory.Return(first, window: 3 * TileBatch.MaxBytes);
        await third.WaitAsync(FakeModel.Patience, Stop);
        await fourth.WaitAsync(FakeModel.Patience, Stop);
        Assert.False(_directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop).IsCompleted);
    }

    [Fact]
    public async Task Small_batches_go_in_numbers_and_a_large_one_is_not_passed_by()
    {
        _directory.Update([Here]);
        var small = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => _directory.AcquireAsync(Model, TileBatch.MaxBytes / 32, Stop)))
            .WaitAsync(FakeModel.Patience, Stop);
        var large = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        var later = _directory.AcquireAsync(Model, TileBatch.MaxBytes / 32, Stop);
        _directory.Return(small[0], 2 * TileBatch.MaxBytes);
        Assert.False(large.IsCompleted);
        Assert.False(later.IsCompleted);

        foreach (var lease in small[1..33])
            _directory.Return(lease, 2 * TileBatch.MaxBytes);
        await large.WaitAsync(FakeModel.Patience, Stop);
        await later.WaitAsync(FakeModel.Patience, Stop);
    }

    [Fact]
    public async Task A_silo_to_which_a_call_failed_gets_nothing_for_a_while()
    {
        _directory.Update([Here]);
        _directory.Suspend(await _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop));
        var next = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        Assert.False(next.IsCompleted);
        _directory.Update([Here, There]);
        Assert.Equal(There, (await next).Place);
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_place_to_the_next()
    {
        using var cancel = new CancellationTokenSource();
        var cancelled = _directory.AcquireAsync(Model, TileBatch.MaxBytes, cancel.Token);
        var next = _directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _directory.Update([Here]);
        Assert.Equal(Here, (await next).Place);
        Assert.True(_directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop).IsCompleted);
    }

    [Fact]
    public void Another_models_silo_gives_no_credit()
    {
        _directory.Update([Here with { ModelSha256 = "def" }]);
        Assert.False(_directory.AcquireAsync(Model, TileBatch.MaxBytes, Stop).IsCompleted);
    }

    private static ModelPlace Place(int port) =>
        new(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1), Model);
}
