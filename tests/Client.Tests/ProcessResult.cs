using System.Text.Json;

namespace HcsGrid.Client.Tests;

/// <summary>
/// How a command ended, and what it said.
/// </summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The JSON document that stands alone on standard output.</summary>
    public JsonElement Json()
    {
        try
        {
            return JsonDocument.Parse(Output).RootElement;
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"Standard output is not one JSON document: {error.Message}\n{this}",
                error);
        }
    }

    /// <summary>The document of a run that ended so.</summary>
    public JsonElement Json(int expectedExitCode)
    {
        Assert.True(ExitCode == expectedExitCode, $"expected the exit code {expectedExitCode}: {this}");
        return Json();
    }

    /// <summary>Demands exit code 0.</summary>
    public void AssertDone() => Assert.True(ExitCode == 0, $"expected the exit code 0: {this}");

    /// <summary>The tiles that this start embedded, as the last line of progress tells.</summary>
    public long EmbeddedTileCount()
    {
        var last = Errors.TrimEnd().Split('\n')[^1].Trim();
        Assert.EndsWith(" tiles", last);
        return long.Parse(last[..^" tiles".Length].Split(' ')[^1]);
    }

    /// <summary>Demands exit code 1, an empty standard output and one line of error that has all the words.</summary>
    public void AssertRefused(params string[] words)
    {
        Assert.True(ExitCode == 1, $"expected the exit code 1: {this}");
        Assert.Equal("", Output);
        var line = Assert.Single(Errors.TrimEnd().Split('\n'), l =>
            !l.StartsWith("Finding images:", StringComparison.Ordinal));
        Assert.StartsWith("hcsgrid: ", line);
        Assert.DoesNotContain("(Parameter '", line);
        foreach (var word in words)
            Assert.Contains(word, line);
    }

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Errors}";
}
