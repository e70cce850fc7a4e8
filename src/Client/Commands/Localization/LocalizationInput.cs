using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Localization;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// The table that the commands on localization read, and the groups they make of its rows.
/// </summary>
internal sealed class LocalizationInput
{
    private readonly Argument<string> _input = TableOptions.Input();
    private readonly Option<string?> _by = new("--by")
    {
        Description = "First make one mean profile for each value of COL, such as the protein or the compound.",
    };

    private readonly Option<string[]> _codes = TableOptions.Names(
        "--codes",
        "Beginnings of the codes' names, as PREFIX,… (default: every column whose name ends in _code and a number).");

    private readonly Option<string[]>? _features;

    /// <param name="mayBeFeatures">Whether embeddings or other features may be taken instead of codes.</param>
    public LocalizationInput(bool mayBeFeatures) => _features = mayBeFeatures
        ? TableOptions.Names(
            "--features", "Compare these features instead of codes: beginnings of their names, as PREFIX,…")
        : null;

    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_by);
        command.Add(_codes);
        if (_features is not null)
            command.Add(_features);
    }

    /// <summary>Reads the table and makes the groups.</summary>
    /// <exception cref="ScreenDataException">There is no such table, code, feature or column, or no row.</exception>
    public LocalizationTable Read(ParseResult parsed)
    {
        var (path, by) = (parsed.GetRequiredValue(_input), parsed.GetValue(_by));
        var codes = parsed.GetValue(_codes) ?? [];
        var features = _features is null ? [] : parsed.GetValue(_features) ?? [];
        if (codes.Length > 0 && features.Length > 0)
            throw new ScreenDataException("Give --codes or --features, not both", Place.Unknown);
        var place = new Place { Blob = path };
        var prefixes = features.Length > 0 ? features : codes;
        var table = TableFile.Read(
            path,
            prefixes.Length > 0 ? FeatureChoice.WithPrefixes(prefixes) : FeatureChoice.EveryNumber,
            TableOptions.Notes(path));
        if (features.Length == 0)
            table = CodeColumns.Select(table, codes, place);
        if (by is not null)
            ProfileRows.RequireColumn(table, by, path);
        var groups = by is null ? table : GroupProfiles.Means(table, by);
        if (groups.RowCount == 0)
        {
            throw new ScreenDataException(
                by is null ? "The table has no rows" : $"No row of the table has a value in {by}", place);
        }

        return new LocalizationTable
        {
            Path = path,
            By = by,
            Groups = groups,
            Names = ProfileRows.NamesOf(groups, by),
            RowCounts = CountsOf(table, groups, by),
            Provenance = name => ProvenanceOf(name, path, by, codes, features),
        };
    }

    private static int[] CountsOf(ProfileTable table, ProfileTable groups, string? by)
    {
        if (by is null)
            return [.. Enumerable.Repeat(1, groups.RowCount)];
        var counts = table.Metadata(by).GroupBy(name => name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return [.. groups.Metadata(by).Select(name => counts[name])];
    }

    private static TableProvenance ProvenanceOf(
        string command, string path, string? by, string[] codes, string[] features)
    {
        var provenance = TableProvenance.Of($"localization {command}").WithInput(path);
        if (by is not null)
            provenance = provenance.WithOption("by", by);
        if (codes.Length > 0)
            provenance = provenance.WithOption("codes", string.Join(',', codes));
        return features.Length > 0 ? provenance.WithOption("features", string.Join(',', features)) : provenance;
    }
}
