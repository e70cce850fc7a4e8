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
