using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Decides which columns of a table that somebody else wrote are features; all others become metadata.
/// </summary>
/// <remarks>
/// <para>Metadata is what begins with <c>Metadata_</c> or <c>Image_Metadata_</c> in any case of the letters, in any
/// choice, and what holds text.
/// A column that is neither metadata nor chosen becomes metadata too, its values as text, so that nothing is lost: text
/// forms (CSV) keep it as it is written, the others print numbers with the fewest digits that read back.</para>
/// <para><see cref="Default"/> is pycytominer's <c>infer_cp_features</c> (Way et al. 2025, pycytominer 1.2.4): the
/// columns that begin with <c>Cells_</c>, <c>Cytoplasm_</c> or <c>Nuclei_</c>; where a table has none of these, any
/// column of numbers. As there, <c>Image_</c> columns are no features unless asked for.</para>
/// </remarks>
public sealed class FeatureChoice
{
    private static readonly string[] CompartmentPrefixes = ["Cells_", "Cytoplasm_", "Nuclei_"];
    private static readonly string[] MetadataPrefixes = [CsvTable.MetadataPrefix, "Image_Metadata_"];

    private readonly string[]? _prefixes;
    private readonly bool _isInferred;

    /// <summary>Names that are metadata whatever they begin with.</summary>
    private readonly string[] _metadata;

    private FeatureChoice(string[]? prefixes, bool isInferred, params string[] metadata) =>
        (_prefixes, _isInferred, _metadata) = (prefixes, isInferred, metadata);

    /// <summary>The columns of CellProfiler's compartments if there are any, else every column of numbers that is not
    /// metadata.</summary>
    public static FeatureChoice Default { get; } = new(CompartmentPrefixes, isInferred: true);

    /// <summary>Every column of numbers that is not metadata.</summary>
    public static FeatureChoice EveryNumber { get; } = new(null, isInferred: true);

    /// <summary>No column: all is read as text, as it stands.</summary>
    public static FeatureChoice None { get; } = new([], isInferred: false);

    /// <summary>The columns of numbers that begin with one of these.</summary>
    /// <exception cref="ArgumentException">There is no prefix, or an empty one.</exception>
    public static FeatureChoice WithPrefixes(IReadOnlyList<string> prefixes)
    {
        if (prefixes.Count == 0 || prefixes.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("Feature prefixes are missing or empty.", nameof(prefixes));
        return new FeatureChoice([.. prefixes], isInferred: false);
    }

    /// <summary>The same choice, but these columns are metadata whatever they hold: what an option groups by.</summary>
    public FeatureChoice WithMetadata(IEnumerable<string> names) =>
        new(_prefixes, _isInferred, [.. _metadata, .. names]);

    /// <summary>Whether a column is metadata by its name alone, in any case of the letters.</summary>
    public static bool IsNamedMetadata(string name) =>
        MetadataPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a column's name alone says that it is a feature: it begins as features do.</summary>
    internal bool IsNamedFeature(string name) =>
        _prefixes is { Length: > 0 } && !IsMetadata(name) && HasPrefix(name);

    /// <summary>The choice among a table's features: the others become metadata, after those that it has.</summary>
    /// <exception cref="ScreenDataException">Prefixes were given, and no column begins with any of them.</exception>
    public ProfileTable Apply(ProfileTable table, Place place)
    {
        var chosen = ChooseFrom([.. table.MetadataNames, .. table.FeatureNames], place)
            .AsSpan(table.MetadataNames.Count).ToArray();
        if (chosen.All(isChosen => isChosen))
            return table;
        var indices = Enumerable.Range(0, chosen.Length).ToArray();
        var result = table.SelectFeatures([.. indices.Where(f => chosen[f])]);
        foreach (var f in indices.Where(f => !chosen[f]))
            result = result.WithMetadata(table.FeatureNames[f], TextsOf(table.Feature(f)));
        return result;
    }

    /// <summary>For each column, whether it is a feature if it holds numbers.</summary>
    /// <exception cref="ScreenDataException">Prefixes were given, and no column begins with any of them.</exception>
    internal bool[] ChooseFrom(IReadOnlyList<string> names, Place place)
    {
        var chosen = names.Select(name => !IsMetadata(name) && HasPrefix(name)).ToArray();
        if (chosen.Contains(true) || _prefixes is [])
            return chosen;
        return _isInferred
            ? [.. names.Select(name => !IsMetadata(name))]
            : throw new ScreenDataException(
                $"No column begins with {string.Join(" or ", _prefixes ?? [])}; the table has "
                + ProfileTable.Enumerate(names),
                place);
    }

    /// <summary>Refuses a table without features where something is computed of them: their names are probably not
    /// those that were looked for.</summary>
    /// <exception cref="ScreenDataException">There is no feature.</exception>
    public static void RequireAny(
        IReadOnlyList<string> featureNames, IReadOnlyList<string> metadataNames, Place place)
    {
        if (featureNames.Count == 0)
        {
            throw new ScreenDataException(
                "The table has no features: no column holds numbers and is not metadata by its name; it has "
                + ProfileTable.Enumerate(metadataNames),
                place);
        }
    }

    /// <summary>The metadata that are numbers and would be features by <see cref="Default"/>, were the table read from
    /// text, which does not tell the two apart.</summary>
    public static IReadOnlyList<string> MistakenInText(ProfileTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] names = [.. table.MetadataNames, .. table.FeatureNames];
        var chosen = Default.ChooseFrom(names, Place.Unknown);
        return [.. table.MetadataNames.Where((name, i) => chosen[i] && AreNumbers(table.Metadata(name)))];
    }

    private static bool AreNumbers(IReadOnlyList<string> texts) =>
        texts.Any(text => text.Length > 0) && texts.All(text => TableNumber.TryParse(text, out _));

    private bool IsMetadata(string name) =>
        IsNamedMetadata(name) || _metadata.Contains(name, StringComparer.Ordinal);

    private static string[] TextsOf(ReadOnlySpan<double> values)
    {
        var texts = new string[values.Length];
        for (var row = 0; row < texts.Length; row++)
            texts[row] = double.IsNaN(values[row]) ? "" : values[row].ToString("R", CultureInfo.InvariantCulture);
        return texts;
    }

    private bool HasPrefix(string name) =>
        _prefixes is null || _prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
