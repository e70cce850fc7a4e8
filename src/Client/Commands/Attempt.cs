using HcsGrid.Plates;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Turns what a method refuses into a mistake of the one who typed the command.
/// </summary>
internal static class Attempt
{
    /// <summary>Does the work; a column that is not there, or an option out of bounds, was asked for wrongly.</summary>
    /// <exception cref="ScreenDataException">Something was asked for wrongly.</exception>
    public static T At<T>(string input, Func<T> work) => At(new Place { Blob = input }, work);

    /// <summary>The same where the mistake has another place, or none.</summary>
    /// <exception cref="ScreenDataException">Something was asked for wrongly.</exception>
    public static T At<T>(Place place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException error)
        {
            throw ScreenDataException.Of(error, place);
        }
    }

    /// <summary>The same where nothing comes of the work.</summary>
    /// <exception cref="ScreenDataException">Something was asked for wrongly.</exception>
    public static void At(Place place, Action work) => _ = At(place, () =>
    {
        work();
        return true;
    });
}
