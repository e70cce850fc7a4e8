using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// Who may use whom: the table of DESIGN.md, and the packages that only one folder may use.
/// </summary>
internal static partial class DependencyTable
{
    /// <summary>Every folder that <c>src</c> may have, with the folders that it may use.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>
    {
        ["Plates"] = [],
        ["Storage"] = ["Plates"],
        ["Imaging"] = ["Plates", "Storage"],
        ["Inference"] = ["Plates", "Imaging"],
        ["Profiling"] = ["Plates"],
        ["Runs"] = ["Plates", "Storage", "Imaging", "Inference", "Profiling"],
        ["Grains"] = ["Plates", "Storage", "Imaging", "Inference", "Profiling", "Runs"],
        ["Web"] = ["Plates", "Storage", "Imaging", "Inference", "Profiling", "Runs"],
        ["Silo"] = ["Grains", "Web"],
        // Simulation is for `demo`, which makes up the screen that it runs.
        ["Client"] = ["Plates", "Storage", "Imaging", "Inference", "Profiling", "Runs", "Web", "Simulation"],
        ["Simulation"] = ["Plates", "Imaging", "Storage"],
    };

    /// <summary>
    /// Beginnings of package, namespace and native library names, with the folders that may use them.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Owners { get; } = new Dictionary<string, string[]>
    {
        ["Azure."] = ["Storage"],
        ["vips"] = ["Imaging"],
        ["libvips"] = ["Imaging"],
        ["Microsoft.ML.OnnxRuntime"] = ["Inference"],
        ["onnxruntime"] = ["Inference"],
        ["MathNet."] = ["Profiling"],
        ["duckdb"] = ["Profiling"],
        ["libduckdb"] = ["Profiling"],
        ["Microsoft.Data.Sqlite"] = ["Profiling"],
        ["SQLitePCL"] = ["Profiling"],
        ["Microsoft.Orleans."] = ["Grains", "Silo"],
        ["Orleans"] = ["Grains", "Silo"],
        ["OpenTelemetry"] = ["Silo"],
        ["Npgsql"] = ["Silo"],
        ["Microsoft.AspNetCore."] = ["Web"],
        ["System.CommandLine"] = ["Client"],
        ["Spectre.Console"] = ["Client"],
    };

    /// <summary>Folders of <c>src</c> that the table lacks.</summary>
    public static IEnumerable<string> UnknownFolders(IEnumerable<string> folders) =>
        folders.Where(f => !MayUse.ContainsKey(f))
            .Select(f => $"src/{f} is not in the table: it needs a decision record");

    /// <summary>What a file of <c>src</c> uses against the table.</summary>
    public static IEnumerable<string> Violations(RepositoryFile file)
    {
        var folder = file.Path.Split('/')[1];
        var used = file.IsProject ? UsedByProject(file.Text) : UsedBySource(file.Text);
        foreach (var name in used.Select(FolderOrName).Distinct())
        {
            if (name.StartsWith("HcsGrid.", StringComparison.Ordinal))
            {
                var other = name["HcsGrid.".Length..];
                if (other != folder && !MayUse.GetValueOrDefault(folder, []).Contains(other))
                    yield return $"{file.Path} uses {other}, which {folder} may not";
                continue;
            }

            foreach (var (beginning, owners) in Owners)
            {
                if (name.StartsWith(beginning, StringComparison.Ordinal) && !owners.Contains(folder))
                    yield return $"{file.Path} uses {name}, which only {string.Join(" and ", owners)} may";
            }
        }
    }

    private static string FolderOrName(string name) =>
        name.StartsWith("HcsGrid.", StringComparison.Ordinal) ? string.Join('.', name.Split('.').Take(2)) : name;

    // A project under native/ counts as the package that it builds.
    private static IEnumerable<string> UsedByProject(string text)
    {
        foreach (Match match in ReferencePattern().Matches(text))
        {
            var path = match.Groups["include"].Value;
            if (match.Groups["kind"].Value != "ProjectReference")
                yield return path;
            else if (path.EndsWith("OnnxRuntime.csproj", StringComparison.Ordinal))
                yield return "Microsoft.ML.OnnxRuntime";
            else if (!path.EndsWith("Natives.csproj", StringComparison.Ordinal))
                yield return $"HcsGrid.{Path.GetFileNameWithoutExtension(path)}";
        }
    }

    private static IEnumerable<string> UsedBySource(string text)
    {
        var code = CodeText.Blank(text);
        var names = UsingPattern().Matches(code).Concat(QualifiedPattern().Matches(code))
            .Select(m => m.Groups["name"].Value);
        return ImportPattern().IsMatch(code)
            ? names.Concat(LiteralPattern().Matches(text).Select(m => m.Groups["name"].Value))
            : names;
    }

    [GeneratedRegex(
        @"<(?<kind>ProjectReference|PackageReference|PackageDownload|FrameworkReference|Reference)\s" +
        @"[^>]*Include=""(?<include>[^""]+)""")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[A-Z][\w.]*)", RegexOptions.Multiline)]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"(?<![\w.])(?<name>HcsGrid\.\w+)")]
    private static partial Regex QualifiedPattern();

    [GeneratedRegex(@"\b(LibraryImport|DllImport|NativeLibrary)\b")]
    private static partial Regex ImportPattern();

    // In a file that imports: any text that is the name of a library or of a function in it.
    [GeneratedRegex(@"""(?<name>\w[\w.-]*)""")]
    private static partial Regex LiteralPattern();
}
