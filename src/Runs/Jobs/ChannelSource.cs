using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// A channel of the screen, and how image names write it.
/// </summary>
public sealed record ChannelSource
{
    /// <summary>The channel's name in tables: letters, digits or <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What stands at <c>{channel}</c> in image names; null: the name itself.</summary>
    public string? Token { get; init; }

    /// <summary>Which band of a colour image is meant, 0 red, 1 green, 2 blue; null: the image is gray.</summary>
    public int? Band { get; init; }

    /// <summary>The colour of the channel in thumbnails, as <c>#rrggbb</c>; null: one of a set made for that.</summary>
    public string? Colour { get; init; }

    internal string TokenText => Token ?? Name;

    /// <exception cref="ScreenDataException">A value is out of bounds.</exception>
    internal void Validate()
    {
        try
        {
            _ = new Channel(Name);
        }
        catch (FormatException error)
        {
            throw new ScreenDataException($"The job is not valid: channels[].name: {error.Message}", Place.Unknown,
                error);
        }

        JobCheck.That(TokenText.Length > 0, "channels[].token", $"of {Name} is empty");
        JobCheck.That(Band is null or >= 0 and <= 2, "channels[].band", $"of {Name} is {Band}, expected 0, 1 or 2");
        JobCheck.That(
            Colour is null || (Colour.Length == 7 && Colour[0] == '#' && Colour.Skip(1).All(char.IsAsciiHexDigit)),
            "channels[].colour", $"of {Name} is '{Colour}', expected #rrggbb");
    }
}
