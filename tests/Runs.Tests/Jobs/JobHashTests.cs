using System.Collections;
using System.Reflection;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests.Jobs;

public class JobHashTests
{
    /// <summary>What results do not depend on.</summary>
    private static readonly string[] Free = ["Schema", "Title", "Images.Store"];

    [Fact]
    public void The_hash_changes_with_everything_but_the_schema_the_title_and_where_the_images_lie()
    {
        var job = FullJob.Make();
        var hash = JobFile.HashOf(job);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, changed) in Changes(job, ""))
        {
            var other = JobFile.HashOf((ScreenJob)changed);
            if (Free.Contains(path))
                Assert.True(other == hash, $"{path} changes the hash");
            else
                Assert.True(other != hash && seen.TryAdd(other, path), $"{path} does not change the hash alone");
        }

        // A property that this test cannot change would be forgotten silently.
        Assert.True(seen.Count > 40, $"{seen.Count} properties were changed");
        Assert.Contains("PlateMap.Regions.Dose", seen.Values);
        Assert.Contains("Channels.Colour", seen.Values);
    }

    [Fact]
    public void The_hash_changes_with_everything_that_is_said_of_detection()
    {
        var job = FullJob.Make() with { Detection = new DetectionOptions() };
        var hashes = Changes(job.Detection, "").Select(
            c => JobFile.HashOf(job with { Detection = (DetectionOptions)c.Changed })).ToArray();
        Assert.Equal(10, hashes.Length);
        Assert.Equal(10, hashes.Append(JobFile.HashOf(job)).Distinct().Count() - 1);
    }

    [Fact]
    public void A_job_that_detects_nothing_is_written_as_before_detection_was_known() =>
        Assert.DoesNotContain(
            "detection", System.Text.Encoding.UTF8.GetString(JobFile.Write(FullJob.Make())), StringComparison.Ordinal);

    [Fact]
    public void The_hash_changes_with_everything_that_is_said_of_cells()
    {
        var job = FullJob.Make() with
        {
            Tiles = new TileOptions { Cells = new CellOptions { Columns = new CellColumns { X = "x", Y = "y" } } },
        };
        var hashes = Changes(job.Tiles.Cells!, "").Select(c => JobFile.HashOf(job with
        {
            Tiles = job.Tiles with { Cells = (CellOptions)c.Changed },
        })).ToArray();
        Assert.Equal(7, hashes.Length);
        Assert.Equal(7, hashes.Append(JobFile.HashOf(job)).Distinct().Count() - 1);
    }

    [Fact]
    public void A_job_that_cuts_no_cells_is_written_as_before_cells_were_known() =>
        Assert.Contains(
            "\"tiles\": {\n    \"overlapPixels\": 7\n  }",
            System.Text.Encoding.UTF8.GetString(JobFile.Write(FullJob.Make())), StringComparison.Ordinal);

    [Fact]
    public void The_hash_does_not_depend_on_how_the_job_was_written_down()
    {
        var first = JobFile.Parse(FullJob.Utf8(FullJob.Shortest), "a.json");
        var second = JobFile.Parse(
            FullJob.Utf8("""
                {"channels":[{"token":null,"name":"gray"}], "scaling":{"high":99.90},
                "images":{"pattern":"{well}.tif"},"name":"short"}
                """),
            "b.json");
        Assert.Equal(JobFile.HashOf(first), JobFile.HashOf(second));
        Assert.Matches("^[0-9a-f]{64}$", JobFile.HashOf(first));
    }

    /// <summary>Copies of a record, each with one property changed, through all records below it.</summary>
    private static IEnumerable<(string Path, object Changed)> Changes(object record, string path)
    {
        var properties = record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite).ToArray();
        Assert.NotEmpty(properties);
        foreach (var property in properties)
        {
            var old = property.GetValue(record);
            foreach (var (inner, value) in Others(old, property.PropertyType, path + property.Name))
            {
                var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
                property.SetValue(copy, value);
                yield return (inner, copy);
            }
        }
    }

    private static IEnumerable<(string Path, object? Value)> Others(object? value, Type type, string path)
    {
        switch (value)
        {
            case null when type == typeof(string):
                return [(path, "x")];
            case null when type == typeof(DetectionOptions):
                return [(path, new DetectionOptions())];
            case null when type == typeof(CellOptions):
                return [(path, new CellOptions())];
            case null when type == typeof(IReadOnlyList<double>):
                return [(path, new[] { 6.0 })];
            case null when Nullable.GetUnderlyingType(type) is { } number:
                return [(path, Convert.ChangeType(1, number))];
            case string text:
                return [(path, text + "x")];
            case int number:
                return [(path, number + 1)];
            case long number:
                return [(path, number + 1)];
            case double number:
                return [(path, number + 0.25)];
            case Enum choice:
                return [(path, Enum.GetValues(choice.GetType()).Cast<object>().First(o => !o.Equals(choice)))];
            case IReadOnlyDictionary<string, string> map:
                return [(path, new Dictionary<string, string>(map) { ["new"] = "trt" })];
            case IEnumerable list:
                return ListChanges([.. list.Cast<object>()], type.GetGenericArguments()[0], path);
            case { } record when record.GetType().Namespace == typeof(ScreenJob).Namespace:
                return Changes(record, path + ".").Select(c => (c.Path, (object?)c.Changed));
            default:
                throw new InvalidOperationException($"{path} is a {type}: say here how it may change.");
        }
    }

    private static IEnumerable<(string Path, object? Value)> ListChanges(object[] items, Type type, string path)
    {
        foreach (var (inner, changed) in Changes(items[0], path + "."))
        {
            var list = Array.CreateInstance(type, items.Length);
            Array.Copy(items, list, items.Length);
            list.SetValue(changed, 0);
            yield return (inner, list);
        }

        yield return (path, Array.CreateInstance(type, 0));
    }
}
