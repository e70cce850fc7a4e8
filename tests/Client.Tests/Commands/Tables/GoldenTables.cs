using System.Text.Json;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Tables;

/// <summary>
/// Runs commands on the reference inputs beside the repository and compares what they write with the reference
/// numbers.
/// </summary>
internal static class GoldenTables
{
    public static string PathOf(string name) => Shared.PathOf("golden", $"{name}.csv.gz");

    public static ProfileTable Read(string path) => TableFile.Read(path, FeatureChoice.Default);

    /// <summary>Runs a command that must succeed, and reads its JSON document.</summary>
    public static async Task<JsonElement> RunAsync(params string[] args)
    {
        return (await InProcess.RunAsync([.. args, "--json"])).Json(ExitCode.Done);
    }

    /// <summary>Fails unless the features of two tables agree within |difference| ≤ tolerance · max(1,
    /// |value|).</summary>
    public static void Equal(ProfileTable expected, ProfileTable actual, double tolerance)
    {
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.RowCount, actual.RowCount);
        for (var f = 0; f < expected.FeatureCount; f++)
        {
            for (var row = 0; row < expected.RowCount; row++)
            {
                var (one, other) = (expected[row, f], actual[row, f]);
                var same = double.IsFinite(one)
                    ? Math.Abs(one - other) <= tolerance * Math.Max(1, Math.Abs(one))
                    : one.Equals(other);
                Assert.True(same, $"{expected.FeatureNames[f]}, row {row}: expected {one:R}, got {other:R}");
            }
        }
    }
}
