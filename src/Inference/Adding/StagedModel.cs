using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// A folder in which a model is put together, beside where it will be: whole, or never there.
/// </summary>
/// <remarks>Its name begins with a full stop, so no catalogue finds it. <see cref="Publish"/> renames it; where that
/// never happens, disposing deletes it.</remarks>
internal sealed class StagedModel : IDisposable
{
    private const string Prefix = ".adding-";
    private readonly string _modelsFolder;

    /// <exception cref="ScreenDataException">The folder cannot be made.</exception>
    public StagedModel(string modelsFolder)
    {
        _modelsFolder = System.IO.Path.GetFullPath(modelsFolder);
        Path = System.IO.Path.Combine(_modelsFolder, $"{Prefix}{Guid.NewGuid():N}");
        Told(() => Directory.CreateDirectory(Path));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Works on what is in the folder; what is wrong is told by the place that it came from.</summary>
    /// <param name="work">The work.</param>
    /// <param name="source">Where the folder's files came from: a folder, or the file of
    /// <paramref name="file"/>.</param>
    /// <param name="file">The file in the folder that came from a file; null where all came from a folder.</param>
    /// <exception cref="ScreenDataException">What the work refuses. The folder is gone when it is read, so it names
    /// none of it.</exception>
    public T From<T>(string source, string? file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ScreenDataException error)
        {
            var place = error.Place.Within(new Place { Blob = source });
            throw new ScreenDataException(Named(error.Reason), place with { Blob = Named(place.Blob!) }, error);
        }

        string Named(string text) =>
            (file is null ? text : text.Replace(PathOf(file), source, StringComparison.Ordinal))
            .Replace(Path, source, StringComparison.Ordinal);
    }

    /// <summary>Makes the folder a model of the catalogue.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="replace">True where a model of that name gives way.</param>
    /// <returns>The model's folder, and whether one gave way.</returns>
    /// <exception cref="ScreenDataException">There is a model of that name, and it is to stay.</exception>
    public (string Folder, bool HasReplaced) Publish(string name, bool replace)
    {
        var target = System.IO.Path.Combine(_modelsFolder, name);
        var old = System.IO.Path.Combine(_modelsFolder, $"{Prefix}{Guid.NewGuid():N}");
        var isThere = Directory.Exists(target) || File.Exists(target);
        if (isThere && !replace)
            throw AlreadyThere(name, target);
        Told(() =>
        {
            if (!isThere)
            {
                Directory.Move(Path, target);
                return;
            }

            Directory.Move(target, old);
            try
            {
                Directory.Move(Path, target);
            }
            catch
            {
                Directory.Move(old, target);
                throw;
            }

            Directory.Delete(old, recursive: true);
        });
        return (target, isThere);
    }

    public static ScreenDataException AlreadyThere(string name, string folder) => new(
        $"There is a model {name} already: --replace puts this one in its place, --name gives it another name",
        new Place { Blob = folder });

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private void Told(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The models' folder cannot be written: {error.Message}",
                new Place { Blob = _modelsFolder }, error);
        }
    }
}
