namespace HcsGrid.Plates;

/// <summary>
/// Says that a screen's data cannot be used, and where: plate, well, site, channel, blob, line.
/// </summary>
/// <remarks>
/// It ends one well's work, never a run's. The place stands in <see cref="Place"/> and at the end of the message.
/// </remarks>
public sealed class ScreenDataException : Exception
{
    public ScreenDataException(string reason, Place place, Exception? innerException = null)
        : base(Describe(reason, place), innerException)
    {
        Reason = reason;
        Place = place;
    }

    /// <summary>A method's refusal of what it was given, as a mistake of the one who asked for it.</summary>
    public static ScreenDataException Of(ArgumentException error, Place place) =>
        new(ReasonOf(error), place, error);

    /// <summary>What an error says, without the name of a method's parameter, which says nothing to the one who asked,
    /// and without its full stop.</summary>
    public static string ReasonOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var reason = error is ArgumentException { ParamName: { } name }
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : error.Message;
        return reason.ReplaceLineEndings(" ").TrimEnd('.');
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Where it is wrong.</summary>
    public Place Place { get; }

    /// <summary>The same error, its place completed by what the caller knows.</summary>
    public ScreenDataException Within(Place outer) => new(Reason, Place.Within(outer), InnerException);

    private static string Describe(string reason, Place place)
    {
        var text = place.ToString();
        return text.Length == 0 ? reason : $"{reason} ({text})";
    }
}
