using System.Globalization;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Takes submitted jobs, which are hostile input: checks them, fills in model and store, and writes their records.
/// </summary>
/// <remarks>Telling twice is harmless: the same job under the same id gives the record that is there.</remarks>
public sealed class JobIntake(JobRegistry registry, AllowedStores images, IModelSource models, TimeProvider time)
{
    // As many jobs of one name as may be submitted within one second.
    private const int MaxNameCount = 100;

    /// <summary>Checks a job and writes its record, unless the same job is there already.</summary>
    /// <returns>The record that stands.</returns>
    /// <exception cref="ScreenDataException">The job cannot be run at all; the message says why.</exception>
    /// <exception cref="RunConflictException">Another job has the id.</exception>
    public async Task<JobRecord> TakeAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        var job = Check(submission);
        if (submission.Id is { } wanted)
        {
            var stands = await AddAsync(wanted, submission, job, cancellationToken).ConfigureAwait(false);
            return IsSame(stands.Job, submission.Job, job)
                ? stands
                : throw new RunConflictException(
                    $"The id '{wanted}' is that of another job; choose another id, or leave it out");
        }

        for (var number = 1; number <= MaxNameCount; number++)
        {
            var id = IdOf(job.Name, number);
            var record = RecordOf(id, submission, job);
            if (ReferenceEquals(await registry.AddAsync(record, cancellationToken).ConfigureAwait(false), record))
                return record;
        }

        throw new RunConflictException(
            $"{MaxNameCount} jobs of the name '{job.Name}' within a second: give each an id");
    }

    /// <summary>The job as its record keeps it: the model's hash and the one form of the store filled in.</summary>
    /// <exception cref="ScreenDataException">The job cannot be run at all; the message says why.</exception>
    private ScreenJob Check(RunSubmission submission)
    {
        var job = submission.Job;
        job.Validate();
        if (submission.Priority is < JobRecord.MinPriority or > JobRecord.MaxPriority)
        {
            throw new ScreenDataException(
                $"priority is {submission.Priority}, expected {JobRecord.MinPriority} to {JobRecord.MaxPriority}",
                new Place { Key = "priority" });
        }

        if (submission.Id is { } id && !JobRecord.IsValidId(id))
        {
            throw new ScreenDataException(
                "id cannot be a job's id: expected 1 to 80 letters, digits, '-', '_' or '.', not beginning with '.'",
                new Place { Key = "id" });
        }

        var card = models.CardOf(job.Model);
        var filled = RunSession.WithModel(job, card);
        var store = images.Find(job.Images.Store);
        return filled with { Model = job.Model, Images = job.Images with { Store = store } };
    }

    private async Task<JobRecord> AddAsync(
        string id, RunSubmission submission, ScreenJob job, CancellationToken cancellationToken) =>
        await registry.FindAsync(id, cancellationToken).ConfigureAwait(false) ??
        await registry.AddAsync(RecordOf(id, submission, job), cancellationToken).ConfigureAwait(false);

    // The model that has the name may be another one since the job was submitted: who asks for none gets that job's.
    private static bool IsSame(ScreenJob stands, ScreenJob asked, ScreenJob filled) =>
        stands.Images.Store == filled.Images.Store &&
        JobFile.HashOf(stands) == JobFile.HashOf(
            filled with { ModelSha256 = asked.ModelSha256 is null ? stands.ModelSha256 : filled.ModelSha256 });

    private JobRecord RecordOf(string id, RunSubmission submission, ScreenJob job) => new()
    {
        Id = id,
        Job = job,
        Priority = submission.Priority,
        SubmittedAt = time.GetUtcNow(),
        State = JobState.Queued,
    };

    private string IdOf(string name, int number)
    {
        var when = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var end = number == 1 ? $"-{when}" : $"-{when}-{number}";
        return name[..Math.Min(name.Length, 80 - end.Length)] + end;
    }
}
