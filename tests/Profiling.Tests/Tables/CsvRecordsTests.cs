using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Tables;

public class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b", "2:1|2")]
    [InlineData("a,b\r\n1,2\r\n3,4", "a|b", "2:1|2 3:3|4")]
    [InlineData("a,b\r1,2\r", "a|b", "2:1|2")]
    [InlineData("\uFEFF\n\na,b\n\n\n1,2\n\n", "a|b", "6:1|2")]
    [InlineData("a,b\n,\n", "a|b", "2:|")]
    [InlineData("a,b\n\"\",\"x\"\n", "a|b", "2:|x")]
    [InlineData("a,b\n\"1\n2\",3\n4,5\n", "a|b", "3:1\n2|3 4:4|5")]
    [InlineData("a,b\n\"1\r\n2\r3\",\"\"\"\"\n4,5\n", "a|b", "4:1\r\n2\r3|\" 5:4|5")]
    [InlineData("a,b\n\"say \"\"hi\"\", you\",2\n", "a|b", "2:say \"hi\", you|2")]
    [InlineData("a\n\"\"\n\nx\n", "a", "2: 4:x")]
    [InlineData("a\tb,c\n1\t2\n", "a|b,c", "2:1|2", '\t')]
    public void Records_are_read_with_the_line_on_which_they_end(
        string text, string header, string records, char delimiter = ',')
    {
        // However the text comes in, one character at a time or all at once.
        foreach (var step in (int[])[1, 2, 3, 1000])
        {
            using var read = new CsvRecords(new SlowReader(text, step), delimiter, "x.csv");
            Assert.Equal(header, string.Join('|', read.Header));
            var found = new List<string>();
            while (read.MoveNext())
            {
                found.Add($"{read.LineNumber}:"
                    + string.Join('|', Enumerable.Range(0, read.Header.Length).Select(c => read[c])));
            }

            Assert.Equal(records, string.Join(' ', found));
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"3,4\n5,6\n", 3, "never closed")]
    [InlineData("a,b\n1,2\n3,\"4\"5\n", 3, "quotation mark")]
    [InlineData("a,b\n1,2\n3, \"4\"\n", 3, "quotation mark")]
    [InlineData("a,b\n\"1\n2\",3,4\n", 3, "3 fields")]
    public void An_error_tells_its_line(string text, int line, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() =>
        {
            using var read = new CsvRecords(new SlowReader(text, 2), ',', "x.csv");
            while (read.MoveNext())
            {
            }
        });
        Assert.Equal(("x.csv", line), (error.Place.Blob, error.Place.LineNumber));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_fields_that_are_quoted_come_back() =>
        Prop.ForAll<NonEmptyArray<NonNull<string>>, PositiveInt>((fields, step) =>
        {
            var texts = Array.ConvertAll(fields.Get, field => field.Get);
            var text = new StringBuilder(string.Join(',', texts.Select((_, c) => $"c{c}")));
            for (var row = 0; row < 3; row++)
                text.Append('\n').AppendJoin(',', texts.Select(t => $"\"{t.Replace("\"", "\"\"")}\""));
            using var read = new CsvRecords(new SlowReader(text.ToString(), step.Get), ',', "x.csv");
            for (var row = 0; row < 3; row++)
            {
                Assert.True(read.MoveNext());
                Assert.Equal(texts, Enumerable.Range(0, texts.Length).Select(c => read[c]));
            }

            Assert.False(read.MoveNext());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_longer_than_the_buffer_is_read()
    {
        var field = new string('x', 300_000);
        using var read = new CsvRecords(new StringReader($"a,b,c\n{field},\"{field}\",{field}\n1,2,3"), ',', "x.csv");
        Assert.True(read.MoveNext());
        Assert.Equal([field, field, field], Enumerable.Range(0, 3).Select(c => read[c]));
        Assert.True(read.MoveNext());
        Assert.Equal("3", read[2]);
    }

    private sealed class SlowReader(string text, int step) : TextReader
    {
        private int _next;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(step, count), text.Length - _next);
            text.CopyTo(_next, buffer, index, length);
            _next += length;
            return length;
        }
    }
}
