using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Says where a table comes from: program and version, command and its options, inputs and where they come from.
/// </summary>
/// <remarks>
/// <para>Immutable; texts under keys, in ordinal order of the keys. It holds no clock, no path and no machine, so the
/// same work gives the same provenance. It is stored with a table in every form: see
/// <c>docs/formats/tables.md</c>.</para>
/// <para>Keys: <see cref="VersionKey"/>, <see cref="CommandKey"/>, <c>hcsgrid.option.…</c>,
/// <c>hcsgrid.input.1.name</c>, <c>hcsgrid.input.1.sha256</c>, and what an input says of itself under
/// <c>hcsgrid.input.1.from.…</c>; <see cref="JobKey"/> and <see cref="ModelKey"/> are handed on from the inputs. What
/// inputs say is left out beyond <see cref="MaxInheritedLength"/> characters, and that is said.</para>
/// </remarks>
public sealed class TableProvenance
{
    /// <summary>The key of the program's name and version.</summary>
    public const string VersionKey = "hcsgrid.version";

    /// <summary>The key of the command.</summary>
    public const string CommandKey = "hcsgrid.command";

    /// <summary>The key of the hash of the job whose images gave the profiles.</summary>
    public const string JobKey = "hcsgrid.job.sha256";

    /// <summary>The key of the hash of the model that gave the profiles.</summary>
    public const string ModelKey = "hcsgrid.model.sha256";

    /// <summary>The most characters that one table takes over from its inputs' provenance: 1 Mi.</summary>
    public const int MaxInheritedLength = 1 << 20;

    private readonly KeyValuePair<string, string>[] _entries;

    private TableProvenance(KeyValuePair<string, string>[] entries) => _entries = entries;

    /// <summary>Nothing known.</summary>
    public static TableProvenance None { get; } = new([]);

    /// <summary>The texts with their keys, in ordinal order of the keys.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Entries => _entries;

    /// <summary>The text under a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public string this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"The provenance has no '{key}'.");

    /// <summary>The provenance of what a command of this version of the program makes.</summary>
    public static TableProvenance Of(string command) =>
        None.With(VersionKey, ProgramVersion()).With(CommandKey, command);

    /// <summary>What a stored table says of itself.</summary>
    public static TableProvenance Of(IEnumerable<KeyValuePair<string, string>> entries) =>
        entries.Aggregate(None, (provenance, entry) => provenance.With(entry.Key, entry.Value));

    /// <summary>The same with a text more, or with another text under a key that is there.</summary>
    /// <exception cref="ArgumentException">The key is empty or begins with <c>hcsgrid.table.</c>, which is the stored
    /// forms' own.</exception>
    public TableProvenance With(string key, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(value);
        if (key.StartsWith(ParquetTable.ReservedKeys, StringComparison.Ordinal))
            throw new ArgumentException($"The key {key} is the stored form's own.", nameof(key));
        var entry = KeyValuePair.Create(key, value);
        var index = Array.FindIndex(_entries, e => e.Key == key);
        if (index < 0)
        {
            return new TableProvenance(
                [.. _entries.Append(entry).OrderBy(e => e.Key, StringComparer.Ordinal)]);
        }

        var entries = (KeyValuePair<string, string>[])_entries.Clone();
        entries[index] = entry;
        return new TableProvenance(entries);
    }

    /// <summary>The same with an option of the command: what was asked for, or its default.</summary>
    public TableProvenance WithOption(string name, string value) => With($"hcsgrid.option.{name}", value);

    /// <summary>The same with one input more: its name without folders, its hash, and what it says of itself.</summary>
    /// <exception cref="Plates.ScreenDataException">The file cannot be read.</exception>
    public TableProvenance WithInput(string path) =>
        WithInput(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), TableHash.Of(path),
            TableFile.ReadProvenance(path));

    /// <inheritdoc cref="WithInput(string)"/>
    public TableProvenance WithInput(string name, string sha256, TableProvenance from)
    {
        var number = 1;
        while (ContainsKey($"hcsgrid.input.{number}.name"))
            number++;
        var result = With($"hcsgrid.input.{number}.name", name).With($"hcsgrid.input.{number}.sha256", sha256);
        foreach (var key in (string[])[JobKey, ModelKey])
        {
            if (from.TryGetValue(key, out var value))
                result = result.With(key, result.TryGetValue(key, out var old) ? United(old, value) : value);
        }

        var prefix = $"hcsgrid.input.{number}.from.";
        var inherited = from._entries.Select(entry => KeyValuePair.Create(
            $"{prefix}{entry.Key.Replace("hcsgrid.", "", StringComparison.Ordinal)}", entry.Value)).ToArray();
        var room = MaxInheritedLength - result._entries.Sum(entry => (long)entry.Key.Length + entry.Value.Length);
        return inherited.Sum(entry => (long)entry.Key.Length + entry.Value.Length) <= room
            ? inherited.Aggregate(result, (provenance, entry) => provenance.With(entry.Key, entry.Value))
            : result.With($"{prefix}leftOut", $"longer than {MaxInheritedLength} characters");
    }

    /// <summary>Whether there is a text under a key.</summary>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <summary>The text under a key; false where there is none.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var index = Array.FindIndex(_entries, entry => entry.Key == key);
        value = index < 0 ? null : _entries[index].Value;
        return index >= 0;
    }

    /// <summary>The texts by their keys.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary() =>
        new Dictionary<string, string>(_entries, StringComparer.Ordinal);

    private static string United(string old, string value) =>
        old.Split('|').Contains(value) ? old : $"{old}|{value}";

    /// <summary>The version without the commit that a build may add: builds of the same source agree.</summary>
    private static string ProgramVersion()
    {
        var version = typeof(TableProvenance).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return $"HcsGrid {version.Split('+')[0]}";
    }
}
