using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// A run in its store: where everything lies, and how it is read and written (docs/formats/run-folder.md).
/// </summary>
/// <remarks>
/// The store is the only durable truth. A well is done when its result is there, whole, and of this job; what a
/// process remembers beyond that may be lost at any moment.
/// </remarks>
public sealed class RunFolder(IBlobStore store)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static BlobKey JobKey { get; } = new("job.json");

    public static BlobKey ReportKey { get; } = new("report.html");

    public static BlobKey SummaryKey { get; } = new("profiles/summary.json");

    public IBlobStore Store { get; } = store;

    public static BlobKey PlateKey(PlateId plate, string file) => new($"plates/{plate}/{file}");

    public static BlobKey WellKey(PlateId plate, WellAddress well) => PlateKey(plate, $"wells/{well}.well");

    public static BlobKey FailureKey(PlateId plate, WellAddress well) => PlateKey(plate, $"wells/{well}.failed");

    /// <summary>Writes the job, or checks that the one already there asks for the same.</summary>
    /// <exception cref="ScreenDataException">The folder holds another run.</exception>
    public async Task BeginAsync(ScreenJob job, CancellationToken cancellationToken)
    {
        if (await Store.PutIfAbsentAsync(JobKey, JobFile.Write(job), cancellationToken).ConfigureAwait(false))
            return;
        var found = await ReadJobAsync(cancellationToken).ConfigureAwait(false);
        if (JobFile.HashOf(found) != JobFile.HashOf(job))
        {
            throw new ScreenDataException(
                $"The folder {Store.Location} holds another run: its job differs from this one " +
                $"({Difference(found, job)}). " +
                "Choose another --out, or delete the folder",
                new Place { Blob = JobKey.Text });
        }
    }

    /// <summary>Reads the job that the run was begun with.</summary>
    /// <exception cref="ScreenDataException">There is none, or it is not valid.</exception>
    public async Task<ScreenJob> ReadJobAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var content = await Store.ReadAsync(JobKey, JobFile.MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            return JobFile.Parse(content.Bytes.Span, JobKey.Text);
        }
        catch (BlobNotFoundException error)
        {
            throw new ScreenDataException($"{Store.Location} is no run: it has no {JobKey}", Place.Unknown, error);
        }
    }

    /// <summary>Reads the record of a plate that was begun.</summary>
    /// <exception cref="ScreenDataException">The plate was not begun, or its record cannot be used.</exception>
    public async Task<PlateRecord> RequirePlateAsync(PlateId plate, CancellationToken cancellationToken) =>
        await ReadPlateAsync(plate, cancellationToken).ConfigureAwait(false)
            ?? throw new ScreenDataException("The plate was not begun", new Place { Plate = plate });

    /// <summary>Reads a plate's record; null where the plate was not begun.</summary>
    /// <exception cref="ScreenDataException">The record is damaged, or of a later version.</exception>
    public async Task<PlateRecord?> ReadPlateAsync(PlateId plate, CancellationToken cancellationToken)
    {
        var key = PlateKey(plate, "plate.json");
        var record = await ReadJsonAsync<PlateRecord>(key, cancellationToken).ConfigureAwait(false);
        if (record is not null && record.FormatVersion != PlateRecord.CurrentFormatVersion)
        {
            throw new ScreenDataException(
                $"formatVersion is {record.FormatVersion}, this program reads {PlateRecord.CurrentFormatVersion}",
                new Place { Plate = plate, Blob = key.Text });
        }

        return record;
    }

    /// <summary>Writes a plate's record if there is none.</summary>
    /// <returns>The record that stands.</returns>
    public async Task<PlateRecord> BeginPlateAsync(PlateRecord record, CancellationToken cancellationToken)
    {
        var plate = new PlateId(record.Plate);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(record, Json);
        await Store.PutIfAbsentAsync(PlateKey(plate, "plate.json"), bytes, cancellationToken).ConfigureAwait(false);
        return await ReadPlateAsync(plate, cancellationToken).ConfigureAwait(false) ?? record;
    }

    /// <summary>The plates that were begun, by barcode.</summary>
    public async Task<IReadOnlyList<PlateId>> ListPlatesAsync(CancellationToken cancellationToken)
    {
        var plates = new SortedSet<PlateId>();
        await foreach (var blob in Store.ListAsync("plates/", cancellationToken).ConfigureAwait(false))
        {
            var parts = blob.Key.Text.Split('/');
            if (parts is [_, _, "plate.json"])
                plates.Add(new PlateId(parts[1]));
        }

        return [.. plates];
    }

    /// <summary>
    /// Reads every whole result of this job on a plate, well by well. A result that is damaged or of another job
    /// counts as not there: the well is run again.
    /// </summary>
    public async IAsyncEnumerable<WellResult> ReadWellsAsync(
        PlateId plate, string jobHash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in Store.ListAsync(WellsPrefix(plate), cancellationToken).ConfigureAwait(false))
        {
            if (blob.Key.Text.EndsWith(".well", StringComparison.Ordinal) &&
                await ReadWellAsync(blob.Key, jobHash, cancellationToken).ConfigureAwait(false) is { } result)
            {
                yield return result;
            }
        }
    }

    /// <summary>Forgets an earlier failure of a well, and writes its result.</summary>
    /// <remarks>In this order: who is killed between the two leaves a well to run, not one both failed and
    /// done.</remarks>
    public async Task PutWellAsync(WellResult result, CancellationToken cancellationToken)
    {
        await Store.DeleteAsync(FailureKey(result.Plate, result.Well), cancellationToken).ConfigureAwait(false);
        await Store.PutAsync(WellKey(result.Plate, result.Well), WellResultFormat.Write(result), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Writes why a well failed.</summary>
    public Task PutFailureAsync(PlateId plate, WellAddress well, RunProblem failure,
        CancellationToken cancellationToken) =>
        PutJsonAsync(FailureKey(plate, well), failure, cancellationToken);

    /// <summary>Reads why wells of a plate failed, well by well.</summary>
    public async Task<IReadOnlyList<RunProblem>> ReadFailuresAsync(PlateId plate, CancellationToken cancellationToken)
    {
        var failures = new List<RunProblem>();
        await foreach (var blob in Store.ListAsync(WellsPrefix(plate), cancellationToken).ConfigureAwait(false))
        {
            if (blob.Key.Text.EndsWith(".failed", StringComparison.Ordinal) &&
                await ReadJsonAsync<RunProblem>(blob.Key, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    /// <summary>Writes a table twice: as <c>&lt;key&gt;.parquet</c> for programs and as <c>&lt;key&gt;.csv</c> for
    /// everybody. What is there already is not written again.</summary>
    /// <remarks>The Parquet file holds the provenance; a CSV has no place for it, so it stands beside, in
    /// <c>&lt;key&gt;.csv.provenance.json</c> (<see cref="ProvenanceFile"/>).</remarks>
    public async Task PutTableAsync(
        BlobKey key, ProfileTable table, TableProvenance provenance, CancellationToken cancellationToken)
    {
        using var csv = new MemoryStream();
        CsvTable.Write(table, csv);
        await PutUnlessThereAsync(
            new BlobKey($"{key}.csv"), csv.GetBuffer().AsMemory(0, (int)csv.Length), cancellationToken)
            .ConfigureAwait(false);
        await PutUnlessThereAsync(
            new BlobKey($"{key}.csv{ProvenanceFile.Suffix}"), ProvenanceFile.ToBytes(provenance), cancellationToken)
            .ConfigureAwait(false);
        var parquet = ParquetTable.ToBytes(table, provenance.ToDictionary());
        await PutUnlessThereAsync(new BlobKey($"{key}.parquet"), parquet, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a table; null where it was not written.</summary>
    public async Task<ProfileTable?> ReadTableAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var csv = new BlobKey($"{key}.csv");
        try
        {
            using var content = await Store.ReadAsync(csv, int.MaxValue, cancellationToken).ConfigureAwait(false);
            using var stream = new MemoryStream(content.Bytes.ToArray(), writable: false);
            return CsvTable.Read(stream, csv.Text);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a value as JSON; what is there already is not written again.</summary>
    public Task PutJsonAsync<T>(BlobKey key, T value, CancellationToken cancellationToken) =>
        PutUnlessThereAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, Json), cancellationToken);

    /// <summary>Writes a blob, unless it is there with these very bytes.</summary>
    /// <remarks>The steps that make tables write many blobs. On a store that fails now and then, a step that wrote all
    /// of them anew each time would never end; so each repetition goes on where the last one came to.</remarks>
    internal async Task PutUnlessThereAsync(
        BlobKey key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(key, bytes, cancellationToken).ConfigureAwait(false))
            await Store.PutAsync(key, bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a value as JSON if there is no such blob.</summary>
    /// <returns>True where this call wrote it.</returns>
    public Task<bool> PutJsonIfAbsentAsync<T>(BlobKey key, T value, CancellationToken cancellationToken) =>
        Store.PutIfAbsentAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, Json), cancellationToken);

    /// <summary>Reads a value from JSON; null where there is no such blob.</summary>
    /// <exception cref="ScreenDataException">The blob is not what it should be.</exception>
    public async Task<T?> ReadJsonAsync<T>(BlobKey key, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var content = await Store.ReadAsync(key, WellResultFormat.MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            return JsonSerializer.Deserialize<T>(content.Bytes.Span, Json);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw new ScreenDataException($"The file is damaged: {error.Message}", new Place { Blob = key.Text },
                error);
        }
    }

    private async Task<bool> IsThereAsync(
        BlobKey key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var found = await Store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (found?.Length != bytes.Length)
            return false;
        try
        {
            using var content = await Store.ReadAsync(key, bytes.Length, cancellationToken).ConfigureAwait(false);
            return content.Bytes.Span.SequenceEqual(bytes.Span);
        }
        // Gone or damaged since: it is written.
        catch (Exception error) when (error is BlobNotFoundException or ScreenDataException)
        {
            return false;
        }
    }

    private static string WellsPrefix(PlateId plate) => $"plates/{plate}/wells/";

    private async Task<WellResult?> ReadWellAsync(BlobKey key, string jobHash, CancellationToken cancellationToken)
    {
        try
        {
            using var content = await Store.ReadAsync(key, WellResultFormat.MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            var result = WellResultFormat.Read(content.Bytes.Span, key.Text);
            return result.JobHash == jobHash && WellKey(result.Plate, result.Well) == key ? result : null;
        }
        catch (ScreenDataException)
        {
            return null;
        }
    }

    private static string Difference(ScreenJob found, ScreenJob asked) =>
        FirstDifference(JsonSerializer.SerializeToElement(found, Json), JsonSerializer.SerializeToElement(asked,
            Json), "") is { } key
            ? $"the first difference is in '{key}'"
            : "they are written differently";

    /// <summary>The path of the first key whose values differ, of those that results depend on.</summary>
    private static string? FirstDifference(JsonElement found, JsonElement asked, string path)
    {
        if (path is "title" or "$schema" or "images.store")
            return null;
        if (found.ValueKind != JsonValueKind.Object || asked.ValueKind != JsonValueKind.Object)
            return JsonElement.DeepEquals(found, asked) ? null : path;
        foreach (var name in asked.EnumerateObject().Concat(found.EnumerateObject()).Select(p => p.Name).Distinct())
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            var difference = found.TryGetProperty(name, out var before) && asked.TryGetProperty(name, out var now)
                ? FirstDifference(before, now, inner)
                : inner is "$schema" ? null : inner;
            if (difference is not null)
                return difference;
        }

        return null;
    }
}
