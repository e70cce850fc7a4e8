using HcsGrid.Runs.Coordination;
using Spectre.Console;

namespace HcsGrid.Client;

/// <summary>
/// Jobs of a server for people.
/// </summary>
internal static class StatusTable
{
    /// <summary>Writes one job: its JSON document, or a table.</summary>
    public static void Write(Output output, RunStatus status)
    {
        if (output.IsJson)
        {
            Output.WriteJson(status);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("What", "Value");
        table.AddRow("Job", Markup.Escape(status.Id));
        table.AddRow("State", $"{status.State}".ToLowerInvariant());
        table.AddRow("Stage", Markup.Escape(status.Stage));
        table.AddRow("Wells done", WellsOf(status));
        table.AddRow("Plates finished", $"{status.PlatesFinished} of {status.PlateCount}");
        table.AddRow("Priority", $"{status.Priority}");
        table.AddRow("Submitted", $"{status.SubmittedAt:u}");
        if (status.Reason is { } reason)
            table.AddRow("Reason", Markup.Escape(reason));
        output.People.Write(table);
    }

    /// <summary>Writes many jobs: one JSON document, or a table with a row each.</summary>
    public static void Write(Output output, IReadOnlyList<RunStatus> jobs)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new { Runs = jobs });
            return;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Job", "State", "Wells done", "Priority", "Submitted", "Reason");
        foreach (var job in jobs)
        {
            table.AddRow(
                Markup.Escape(job.Id), $"{job.State}".ToLowerInvariant(), WellsOf(job), $"{job.Priority}",
                $"{job.SubmittedAt:u}", Markup.Escape(job.Reason ?? ""));
        }

        output.People.Write(table);
    }

    private static string WellsOf(RunStatus status) => $"{status.WellsDone} of {status.WellCount}" +
        (status.WellsFailed > 0 ? $", {status.WellsFailed} failed" : "");
}
