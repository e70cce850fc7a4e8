using System.Runtime.CompilerServices;
using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The jobs of a facility in its store: <c>jobs/&lt;id&gt;.json</c> beside the run folders <c>runs/&lt;id&gt;/</c>.
/// </summary>
/// <remarks>Safe to call from anywhere; of several that submit one id, one wins and the others are told of its
/// job.</remarks>
public sealed class JobRegistry(IBlobStore store)
{
    private const string Prefix = "jobs/";
    private const string Suffix = ".json";

    /// <summary>The store of a job's run folder.</summary>
    public RunFolder FolderOf(string id) => new(new PrefixedBlobStore(store, new BlobKey($"runs/{Checked(id)}")));

    /// <summary>Writes a job's record if there is none of its id.</summary>
    /// <returns>The record that stands; another job's where the id was taken.</returns>
    public async Task<JobRecord> AddAsync(JobRecord record, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(record, JobFile.Json);
        if (await store.PutIfAbsentAsync(KeyOf(record.Id), bytes, cancellationToken).ConfigureAwait(false))
            return record;
        return await FindAsync(record.Id, cancellationToken).ConfigureAwait(false) ?? record;
    }

    /// <summary>Replaces a job's record.</summary>
    public Task PutAsync(JobRecord record, CancellationToken cancellationToken) => store.PutAsync(
        KeyOf(record.Id), JsonSerializer.SerializeToUtf8Bytes(record, JobFile.Json), cancellationToken);

    /// <summary>Reads a job's record; null where there is no such job.</summary>
    /// <exception cref="ScreenDataException">The record is damaged, or of a later version.</exception>
    public async Task<JobRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var key = KeyOf(id);
        try
        {
            using var content = await store.ReadAsync(key, 2 * JobFile.MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            return Parse(content.Bytes.Span, key);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads every job's record in the order of their blobs, those after an id where one is given.</summary>
    public async IAsyncEnumerable<JobRecord> ListAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in ListIdsAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record)
                yield return record;
        }
    }

    /// <summary>Lists every job's id in the same order, without reading its record, which may be damaged.</summary>
    public async IAsyncEnumerable<string> ListIdsAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = after is null ? default : KeyOf(after);
        await foreach (var blob in store.ListAsync(Prefix, cancellationToken).ConfigureAwait(false))
        {
            if (!blob.Key.Text.EndsWith(Suffix, StringComparison.Ordinal) || (after is not null && blob.Key <= last))
                continue;
            var id = blob.Key.Text[Prefix.Length..^Suffix.Length];
            if (JobRecord.IsValidId(id))
                yield return id;
        }
    }

    private static JobRecord Parse(ReadOnlySpan<byte> json, BlobKey key)
    {
        try
        {
            var record = JsonSerializer.Deserialize<JobRecord>(json, JobFile.Json)
                ?? throw new ScreenDataException("The job's record is null", new Place { Blob = key.Text });
            if (record.FormatVersion != JobRecord.CurrentFormatVersion)
            {
                throw new ScreenDataException(
                    $"formatVersion is {record.FormatVersion}, this program reads {JobRecord.CurrentFormatVersion}",
                    new Place { Blob = key.Text });
            }

            record.Job.Validate();
            return record;
        }
        catch (JsonException error)
        {
            throw new ScreenDataException($"The job's record is damaged: {error.Message}",
                new Place { Blob = key.Text }, error);
        }
    }

    private static BlobKey KeyOf(string id) => new($"{Prefix}{Checked(id)}{Suffix}");

    private static string Checked(string id) => JobRecord.IsValidId(id)
        ? id
        : throw new ScreenDataException(
            $"'{id}' cannot be a job's id: expected 1 to 80 letters, digits, '-', '_' or '.', not beginning with '.'",
            Place.Unknown);
}
