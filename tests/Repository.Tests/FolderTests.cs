namespace HcsGrid.Repository.Tests;

public class FolderTests
{
    [Fact]
    public void Nothing_else_stands_at_the_root() =>
        RuleAssert.Holds(FolderRules.StrangersAtRoot(RepositoryTree.RootNames));

    [Fact]
    public void Tests_mirror_the_sources() =>
        RuleAssert.Holds(FolderRules.Unmirrored([.. RepositoryTree.Files.Select(f => f.Path)]));

    [Fact]
    public void A_stranger_at_the_root_is_found() =>
        RuleAssert.Breaks("notes.txt", FolderRules.StrangersAtRoot(["src", "notes.txt", "README.md"]));

    [Theory]
    [InlineData("src/Plates/A.cs", "src/Plates has no tests")]
    [InlineData("tests/Plates.Tests/ATests.cs", "mirror no folder")]
    [InlineData("src/Imaging/A.cs,tests/Imaging.Tests/Formats/ATests.cs,tests/Imaging.Tests/B.cs", "Imaging/Formats")]
    public void A_folder_without_its_mirror_is_found(string paths, string expected) =>
        RuleAssert.Breaks(expected, FolderRules.Unmirrored(paths.Split(',')));

    [Theory]
    [InlineData("src/Imaging/Formats/A.cs,tests/Imaging.Tests/Formats/ATests.cs,tests/Repository.Tests/B.cs")]
    [InlineData("src/Imaging/A.cs,src/Imaging/Formats/A.cs,tests/Imaging.Tests/ATests.cs,tests/Shared.cs")]
    [InlineData("src/Runs/A.cs,tests/Runs.Tests/ATests.cs,tests/Runs.Tests/archive/v1.well")]
    [InlineData("src/Grains/Grains.csproj")]
    public void Folders_with_their_mirror_pass(string paths) => Assert.Empty(FolderRules.Unmirrored(paths.Split(',')));
}
