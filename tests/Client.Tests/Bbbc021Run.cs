using System.Text;
using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// One run of docs/examples/bbbc021/run.sh, command by command in this process, for all tests that look at it.
/// </summary>
public sealed class Bbbc021Run : IDisposable
{
    private readonly TempFolder _folder = new();
    private Dictionary<string, JsonElement>? _results;

    public void Dispose() => _folder.Dispose();

    /// <summary>What the commands wrote into files, by the files' names; skips the test without the data.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> ResultsAsync()
    {
        var data = Shared.PathOf("data", "bbbc021", "ljosa_jbiomolscreen_2013_per_well_mean.csv.gz");
        if (_results is not null)
            return _results;
        var here = Path.Combine(Shared.RepositoryRoot, "docs", "examples", "bbbc021");
        var results = new Dictionary<string, JsonElement>();
        var script = await File.ReadAllTextAsync(Path.Combine(here, "run.sh"), TestContext.Current.CancellationToken);
        foreach (var line in script.Replace("\\\n", "", StringComparison.Ordinal).Split('\n'))
        {
            if (!line.StartsWith("hcsgrid ", StringComparison.Ordinal))
                continue;
            var words = WordsOf(line
                .Replace("$data", Path.GetDirectoryName(data), StringComparison.Ordinal)
                .Replace("$out", _folder.Path, StringComparison.Ordinal)
                .Replace("$here", here, StringComparison.Ordinal));
            var redirection = words.IndexOf(">");
            var ended = await InProcess.RunAsync([.. words[1..(redirection < 0 ? words.Count : redirection)]]);
            Assert.True(ended.ExitCode == 0, $"{line}\n{ended}");
            if (redirection >= 0)
                results.Add(Path.GetFileName(words[redirection + 1]), ended.Json());
        }

        return _results = results;
    }

    /// <summary>Words between blanks, as a shell has them where only double quotes are used.</summary>
    private static List<string> WordsOf(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isQuoted = false;
        foreach (var letter in line + ' ')
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter == ' ' && !isQuoted)
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                word.Append(letter);
            }
        }

        return words;
    }
}
