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

    /// <summary>A method's refusal of what it was given, as a mistake of the one who asked for it: without the name of
    /// the method's parameter, which says nothing to them.</summary>
    public static ScreenDataException Of(ArgumentException error, Place place)
    {
        var reason = error.ParamName is { } name
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : error.Message;
        return new ScreenDataException(reason.TrimEnd('.'), place, error);
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
