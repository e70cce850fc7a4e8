using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Localization;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// The options that say how codes are put in order.
/// </summary>
internal sealed class ClustermapOptions
{
    private static readonly CodeClustermapOptions Standard = new();

    private readonly Option<int> _clusters = new("--clusters")
    {
        Description = "Cut the tree of codes into so many clusters.",
        DefaultValueFactory = _ => Standard.ClusterCount,
    };

    private readonly Option<CodeDistance> _distance = new("--distance")
    {
        Description = "How far codes are apart: rows (of the correlation matrix, as cytoself) or correlation.",
        DefaultValueFactory = _ => Standard.Distance,
    };

    private readonly Option<LinkageMethod> _linkage = new("--linkage")
    {
        Description = "average, complete or ward.",
        DefaultValueFactory = _ => Standard.Linkage,
    };

    public void AddTo(Command command)
    {
        command.Add(_clusters);
        command.Add(_distance);
        command.Add(_linkage);
    }

    /// <summary>Puts the codes of the groups in order.</summary>
    /// <exception cref="ScreenDataException">An option is out of its bounds, there are too many codes, or none
    /// varies.</exception>
    public CodeClustermap MapOf(ParseResult parsed, LocalizationTable table)
    {
        var options = OptionsOf(parsed);
        if (options.ClusterCount < 1)
            throw new ScreenDataException($"--clusters is {options.ClusterCount}, expected 1 or more", Place.Unknown);
        var place = new Place { Blob = table.Path };
        if (table.Groups.FeatureCount > PairDistances.MaxRowCount)
        {
            throw new ScreenDataException(
                $"The table has {table.Groups.FeatureCount} codes, at most {PairDistances.MaxRowCount} can be put in " +
                "order: choose some with --codes", place);
        }

        var map = CodeClustermap.Of(table.Groups, options);
        return map.Leaves.Count > 0
            ? map
            : throw new ScreenDataException(
                $"No code varies over the {table.Names.Count - map.LeftOutRows.Count} groups that have numbers: " +
                "codes correlate over two groups or more", place);
    }

    /// <summary>Adds the options to what a result says of where it comes from.</summary>
    public TableProvenance AddTo(TableProvenance provenance, ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        return provenance
            .WithOption("clusters", options.ClusterCount.ToString(CultureInfo.InvariantCulture))
            .WithOption("distance", options.Distance.ToString().ToLowerInvariant())
            .WithOption("linkage", options.Linkage.ToString().ToLowerInvariant());
    }

    /// <summary>How the codes were ordered, in words.</summary>
    public string Words(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        var distance = options.Distance == CodeDistance.Rows ? "rows of the correlation matrix" : "1 − correlation";
        return $"{options.Linkage.ToString().ToLowerInvariant()} linkage of {distance}";
    }

    private CodeClustermapOptions OptionsOf(ParseResult parsed) => new()
    {
        ClusterCount = parsed.GetValue(_clusters),
        Distance = parsed.GetValue(_distance),
        Linkage = parsed.GetValue(_linkage),
    };
}
