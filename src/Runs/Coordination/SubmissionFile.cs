using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Reads a submission as it comes from outside: <c>{"job": {…}, "id": "…", "priority": 5}</c>, the last two if wanted.
/// </summary>
public static class SubmissionFile
{
    /// <summary>The longest submission, in bytes: a job and some room for the rest.</summary>
    public const int MaxBytes = JobFile.MaxBytes + 4096;

    /// <summary>Reads a submission.</summary>
    /// <exception cref="ScreenDataException">The text is not a valid submission; the message names key and
    /// line.</exception>
    public static RunSubmission Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var submission = JsonSerializer.Deserialize<RunSubmission>(json, JobFile.Json);
            if (submission?.Job is null)
            {
                throw new ScreenDataException(
                    "The submission is not valid: the key 'job' is missing", new Place { Key = "job" });
            }

            submission.Job.Validate();
            return submission;
        }
        catch (JsonException error)
        {
            throw new ScreenDataException(
                $"The submission is not valid: {JsonMistake.Describe(error, typeof(RunSubmission), JobFile.Json)}",
                JsonMistake.PlaceOf(error), error);
        }
    }

    /// <summary>Writes a submission.</summary>
    public static byte[] Write(RunSubmission submission) =>
        JsonSerializer.SerializeToUtf8Bytes(submission, JobFile.Json);
}
