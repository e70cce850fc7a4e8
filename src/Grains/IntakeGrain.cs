using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;
using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IIntakeGrain"/>
[StatelessWorker]
internal sealed class IntakeGrain(JobIntake intake) : Grain, IIntakeGrain
{
    public async Task<TakenJob> TakeAsync(JobMessage job)
    {
        try
        {
            var record = await Task.Run(() => intake.TakeAsync(
                new RunSubmission(JobFile.Parse(job.Json, "job"), job.Id, job.Priority), CancellationToken.None));
            return new TakenJob(record.Id);
        }
        catch (ScreenDataException error)
        {
            return new TakenJob(null, Refusal: error.Reason, RefusedKey: error.Place.Key);
        }
        catch (RunConflictException error)
        {
            return new TakenJob(null, Conflict: error.Message);
        }
    }
}
