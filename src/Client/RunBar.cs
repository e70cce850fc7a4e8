using HcsGrid.Runs;
using Spectre.Console;

namespace HcsGrid.Client;

/// <summary>
/// Shows how far a run is: a bar on a terminal, a line now and then elsewhere, both on standard error.
/// </summary>
public static class RunBar
{
    /// <summary>Does the work while its progress is shown.</summary>
    public static async Task<T> ShowAsync<T>(Output output, Func<IProgress<RunProgress>, Task<T>> work)
    {
        if (output.IsJson || !output.Messages.Profile.Capabilities.Interactive)
            return await work(new RunLines(Console.Error)).ConfigureAwait(false);
        return await output.Messages.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Starting", maxValue: 1);
                return await work(new Reporter(bar)).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private sealed class Reporter(ProgressTask bar) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            bar.MaxValue = Math.Max(1, value.WellCount);
            bar.Value = value.DoneCount + value.FailedCount;
            bar.Description = Markup.Escape(
                $"{value.Stage}: {value.DoneCount}/{value.WellCount} wells" +
                (value.FailedCount > 0 ? $", {value.FailedCount} failed" : "") +
                (value.TileCount is { } tiles ? $", {tiles} tiles" : ""));
        }
    }
}
