namespace HcsGrid.Repository.Tests;

public class DependencyTests
{
    [Fact]
    public void Every_folder_of_src_is_in_the_table() =>
        RuleAssert.Holds(DependencyTable.UnknownFolders(RepositoryTree.FoldersIn("src")));

    [Fact]
    public void Nobody_uses_what_the_table_does_not_allow() =>
        RuleAssert.Holds(
            RepositoryTree.Files
                .Where(f => f.IsUnder("src") && (f.IsSource || f.IsProject))
                .SelectMany(DependencyTable.Violations));

    [Fact]
    public void The_table_has_no_circles_and_names_only_its_own_folders()
    {
        Assert.All(DependencyTable.MayUse.Keys, folder => Assert.DoesNotContain(folder, Reached(folder)));
        Assert.All(
            DependencyTable.MayUse.Values.Concat(DependencyTable.Owners.Values).SelectMany(v => v),
            f => Assert.Contains(f, DependencyTable.MayUse.Keys));

        static IEnumerable<string> Reached(string folder) =>
            DependencyTable.MayUse[folder].SelectMany(f => Reached(f).Prepend(f));
    }

    [Fact]
    public void A_folder_that_the_table_lacks_is_found() =>
        RuleAssert.Breaks("src/Common", DependencyTable.UnknownFolders(["Plates", "Common"]));

    [Theory]
    [InlineData("src/Plates/A.cs", "using HcsGrid.Storage;")]
    [InlineData("src/Plates/A.cs", "global using static HcsGrid.Storage.BlobStores;")]
    [InlineData("src/Plates/A.cs", "using Store = HcsGrid.Storage.IBlobStore;")]
    [InlineData("src/Plates/A.cs", "class A { HcsGrid.Storage.IBlobStore? _store; }")]
    [InlineData("src/Inference/A.cs", "using HcsGrid.Storage;")]
    [InlineData("src/Silo/A.cs", "using HcsGrid.Client;")]
    [InlineData("src/Plates/Plates.csproj", "<ProjectReference Include=\"../Storage/Storage.csproj\" />")]
    [InlineData("src/Runs/Runs.csproj", "<ProjectReference Include=\"../../native/OnnxRuntime/OnnxRuntime.csproj\" />")]
    [InlineData("src/Runs/Runs.csproj", "<PackageReference Include=\"MathNet.Numerics\" />")]
    [InlineData("src/Runs/Runs.csproj", "<PackageReference\n    Version=\"1\" Include=\"MathNet.Numerics\" />")]
    [InlineData("src/Runs/Runs.csproj", "<PackageDownload Include=\"Azure.Storage.Blobs\" Version=\"[12.17.0]\" />")]
    [InlineData("src/Runs/Runs.csproj", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("src/Runs/A.cs", "using MathNet.Numerics.Statistics;")]
    [InlineData("src/Runs/A.cs", "using Microsoft.ML.OnnxRuntime;")]
    [InlineData("src/Runs/A.cs", "using Spectre.Console;")]
    [InlineData("src/Runs/A.cs", "using Orleans;")]
    [InlineData("src/Runs/A.cs", "class A { [DllImport(\"duckdb\")] static extern int F(); }")]
    [InlineData("src/Runs/A.cs", "const string Library = \"vips\"; [LibraryImport(Library)] static partial int F();")]
    public void A_use_that_the_table_does_not_allow_is_found(string path, string text) =>
        Assert.Single(DependencyTable.Violations(new(path, text)));

    [Theory]
    [InlineData("src/Storage/A.cs", "using HcsGrid.Plates;\nusing HcsGrid.Storage;")]
    [InlineData("src/Plates/A.cs", "// HcsGrid.Storage and using HcsGrid.Runs;\nvar text = \"HcsGrid.Runs\";")]
    [InlineData("src/Runs/A.cs", "var format = \"duckdb\";")]
    [InlineData("src/Profiling/A.cs", "using MathNet.Numerics;\n[LibraryImport(\"duckdb\")]")]
    [InlineData("src/Inference/A.csproj", "<ProjectReference Include=\"../native/OnnxRuntime/OnnxRuntime.csproj\"/>")]
    [InlineData("src/Imaging/Imaging.csproj", "<ProjectReference Include=\"../../native/Natives.csproj\" />")]
    public void A_use_that_the_table_allows_passes(string path, string text) =>
        Assert.Empty(DependencyTable.Violations(new(path, text)));
}
