using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

public class BlobKeyTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("/a", "empty")]
    [InlineData("a/", "empty")]
    [InlineData("a//b", "empty")]
    [InlineData("..", "'..'")]
    [InlineData(".", "'..'")]
    [InlineData("a/../b", "'..'")]
    [InlineData("a/./b", "'..'")]
    [InlineData("a/..", "'..'")]
    [InlineData("a\\b", "backslash")]
    [InlineData("..\\a", "backslash")]
    [InlineData("C:", "drive")]
    [InlineData("c:/a", "drive")]
    [InlineData("a\0b", "control")]
    [InlineData("a\nb", "control")]
    public void A_text_that_could_leave_the_store_is_no_key_and_the_error_says_why(string text, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => new BlobKey(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, error.Place.Blob);
    }

    [Fact]
    public void A_key_has_at_most_1024_characters()
    {
        Assert.Equal(1024, new BlobKey(new string('a', 1024)).Text.Length);
        Assert.Throws<ScreenDataException>(() => new BlobKey(new string('a', 1025)));
    }

    [Fact]
    public void Half_a_character_is_refused_because_two_keys_would_name_one_file()
    {
        foreach (var text in new[] { "\uD800", "a\uDC00b", "\uDC00\uD800", "😀\uD83D" })
            Assert.Throws<ScreenDataException>(() => new BlobKey(text));
        Assert.Equal("😀", new BlobKey("😀").Text);
    }

    [Fact]
    public void Keys_join_by_a_slash_and_order_by_their_characters()
    {
        var key = new BlobKey("a") / "b/c.tif";
        Assert.Equal("a/b/c.tif", key.Text);
        Assert.Equal("c.tif", key.FileName);
        Assert.True(new BlobKey("a-b") < new BlobKey("a/b"));
        Assert.True(new BlobKey("B") < new BlobKey("a"));
        Assert.Throws<ScreenDataException>(() => key / "../x");
    }

    [Fact]
    public void No_text_that_is_a_key_combines_with_a_root_to_a_path_outside_it()
    {
        // Texts of the characters that matter, and any text at all.
        var crafted = Gen
            .Elements(".", "..", "/", "//", "\\", "a", "C:", ":", " ", "~", "%2e", "\0", "\n", "é", "\uD83D")
            .NonEmptyListOf().Select(parts => string.Join(parts.Count % 2 == 0 ? "/" : "", parts)).Resize(6);
        var any = ArbMap.Default.GeneratorFor<string>().Where(t => t is not null);
        var acceptedCount = 0;
        Prop.ForAll(
            Gen.OneOf(crafted, any).ToArbitrary(),
            text =>
            {
                if (TryKey(text) is not { } key)
                    return true;
                acceptedCount++;
                var path = Path.GetFullPath(Path.Combine("/the/root", key.Text));
                return path == $"/the/root/{text}" && key.Text == text;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithQuietOnSuccess(true));
        Assert.True(acceptedCount > 400, $"only {acceptedCount} texts were keys: the property says little");
    }

    private static BlobKey? TryKey(string text)
    {
        try
        {
            return new BlobKey(text);
        }
        catch (ScreenDataException)
        {
            return null;
        }
    }
}
