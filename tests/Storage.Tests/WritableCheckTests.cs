using HcsGrid.Inference.Tests;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests;

public class WritableCheckTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBlobStore _store = new();
    private readonly WritableCheck _check;
    private int _putCount;
    private bool _isFull;

    public WritableCheckTests()
    {
        _store.AfterPut = (_, _) =>
        {
            _putCount++;
            return _isFull ? throw new BlobStoreException("The disk is full", "memory") : Task.CompletedTask;
        };
        _check = new WritableCheck(_store, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_often_it_is_asked_the_store_is_written_once_in_its_time()
    {
        for (var second = 0; second < 30; second++)
        {
            Assert.Null(await _check.WhyNotAsync(Stop));
            Assert.Null(await _check.WhyNotAsync(Stop));
            Assert.Equal(1, _putCount);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _check.WhyNotAsync(Stop)));
        Assert.Equal(2, _putCount);
        Assert.Empty(_store.Keys);
    }

    [Fact]
    public async Task A_store_that_breaks_is_noticed_when_its_time_is_over_and_one_that_mends_sooner()
    {
        Assert.Null(await _check.WhyNotAsync(Stop));
        _isFull = true;
        _time.Advance(WritableCheck.GoodFor - Tick);
        Assert.Null(await _check.WhyNotAsync(Stop));
        _time.Advance(Tick);
        Assert.Contains("The disk is full", await _check.WhyNotAsync(Stop), StringComparison.Ordinal);

        _isFull = false;
        _time.Advance(WritableCheck.BadFor - Tick);
        Assert.Contains("The disk is full", await _check.WhyNotAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(2, _putCount);
        _time.Advance(Tick);
        Assert.Null(await _check.WhyNotAsync(Stop));
        Assert.Equal(3, _putCount);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_asked_by_every_probe()
    {
        var isAsked = new TaskCompletionSource();
        _store.AfterPut = async (_, stop) =>
        {
            _putCount++;
            isAsked.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(stop);
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = _check.WhyNotAsync(patience.Token);
        await isAsked.Task.WaitAsync(Stop);
        await patience.CancelAsync();
        await first;

        Assert.Contains("does not answer", await _check.WhyNotAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(1, _putCount);
    }
}
