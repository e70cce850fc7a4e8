namespace HcsGrid.Repository.Tests;

public class LayoutTests
{
    private static IEnumerable<RepositoryFile> Sources =>
        RepositoryTree.Files
            .Where(f => f.IsSource && (f.IsUnder("src") || f.IsUnder("tests") || f.IsUnder("benchmarks")));

    [Fact]
    public void The_tree_is_read()
    {
        Assert.Contains(Sources, f => f.Path == "src/Plates/WellAddress.cs");
        Assert.Contains(Sources, f => f.Path == "tests/Repository.Tests/LayoutTests.cs");
    }

    [Fact]
    public void Every_file_holds_one_type_and_is_named_after_it() =>
        RuleAssert.Holds(Sources.SelectMany(LayoutRules.OneTypeAFile));

    [Fact]
    public void Files_and_lines_are_short() => RuleAssert.Holds(Sources.SelectMany(LayoutRules.Lengths));

    [Fact]
    public void Methods_are_short() => RuleAssert.Holds(Sources.SelectMany(LayoutRules.MethodLengths));

    [Fact]
    public void Namespaces_are_the_folders() => RuleAssert.Holds(Sources.SelectMany(LayoutRules.Namespace));

    [Theory]
    [InlineData("A.cs", "public class A\n{\n}\ninternal enum B { X }", "2 types")]
    [InlineData("A.cs", "public sealed record B(int X);", "declares B")]
    [InlineData("A.Other.cs", "partial class A { }", "declares A")]
    [InlineData("A.cs", "// class A", "no type")]
    [InlineData("A.cs", "public sealed class A;\npublic delegate void B(int x);", "2 types")]
    public void A_file_with_more_than_its_type_is_found(string path, string text, string expected) =>
        RuleAssert.Breaks(expected, LayoutRules.OneTypeAFile(new(path, text)));

    [Theory]
    [InlineData("A.cs", "/// <summary>class B { }</summary>\npublic class A<T> : B\n{\n    enum C { X }\n}")]
    [InlineData("A.Log.cs", "internal static partial class A { }")]
    [InlineData("A.cs", "public readonly record struct A(string Class = \"class B { \");")]
    [InlineData("Program.cs", "return 0;")]
    public void A_file_with_its_type_alone_passes(string path, string text) =>
        Assert.Empty(LayoutRules.OneTypeAFile(new(path, text)));

    [Fact]
    public void A_long_file_and_a_long_line_are_found()
    {
        var longest = string.Concat(Enumerable.Repeat("//\n", 400));
        Assert.Empty(LayoutRules.Lengths(new("A.cs", longest)));
        RuleAssert.Breaks("401 lines", LayoutRules.Lengths(new("A.cs", longest + "//\n")));
        Assert.Empty(LayoutRules.Lengths(new("A.cs", new string('a', 120))));
        RuleAssert.Breaks("A.cs:2", LayoutRules.Lengths(new("A.cs", $"\n{new string('a', 121)}")));
    }

    [Theory]
    [InlineData("    public void M(int x)\n    {\n", "    }\n")]
    [InlineData("    private int P\n    {\n        get\n        {\n", "        }\n    }\n")]
    [InlineData("    public A() : base(new[] { 1 })\n    {\n", "    }\n")]
    [InlineData("    public bool M(int x) => x switch\n    {\n", "    };\n")]
    [InlineData("    public static bool operator ==(A a, A b)\n    {\n", "    }\n")]
    [InlineData("    void M(int x = 1)\n    {\n        for (var i = 0; i < x; i++)\n        {\n", "        }\n    }\n")]
    public void A_long_method_is_found(string begin, string end)
    {
        var frameLines = (begin + end).Count(c => c == '\n');
        Assert.Empty(LayoutRules.MethodLengths(Class(70 - frameLines)));
        RuleAssert.Breaks("71 lines", LayoutRules.MethodLengths(Class(71 - frameLines)));

        RepositoryFile Class(int lines)
        {
            var statements = string.Concat(Enumerable.Repeat("        F(\"}\");\n", lines));
            return new("A.cs", $"class A\n{{\n{begin}{statements}{end}}}\n");
        }
    }

    [Fact]
    public void A_long_table_is_no_method()
    {
        var rows = string.Concat(Enumerable.Repeat("        [\"a\"] = 1,\n", 100));
        var field = $"    private static readonly Dictionary<string, int> Table = new()\n    {{\n{rows}    }};\n";
        Assert.Empty(LayoutRules.MethodLengths(new("A.cs", $"class A\n{{\n{field}}}\n")));
    }

    [Theory]
    [InlineData("src/Plates/A.cs", "HcsGrid.Plates", true)]
    [InlineData("src/Imaging/Formats/A.cs", "HcsGrid.Imaging.Formats", true)]
    [InlineData("tests/Plates.Tests/A.cs", "HcsGrid.Plates.Tests", true)]
    [InlineData("tests/Shared.cs", "HcsGrid.Tests", true)]
    [InlineData("src/Plates/A.cs", "HcsGrid", false)]
    [InlineData("src/Imaging/Formats/A.cs", "HcsGrid.Imaging", false)]
    public void A_namespace_other_than_the_folder_is_found(string path, string name, bool passes) =>
        Assert.Equal(passes, !LayoutRules.Namespace(new(path, $"using System;\n\nnamespace {name};\n")).Any());

    [Fact]
    public void Braces_and_quotes_in_texts_and_comments_are_not_code()
    {
        string[] literals =
        [
            "\"a\\\"{\"", "@\"a\"\"{\\\"", "$\"{x[\"{\"]} {{ }\"", "'\"'", "'\\''", "'{'", "/* { */", "// {",
            "\"\"\"{ \" \"\"\"", "$$\"\"\"{ \"\" \"\"\"", "$@\"\"\"{y}{{\"", "@$\"{1}{{\"",
        ];
        foreach (var literal in literals)
        {
            var code = CodeText.Blank($"a{literal}\nb");
            Assert.Equal($"a{new string(' ', literal.Length)}\nb", code);
        }
    }
}
