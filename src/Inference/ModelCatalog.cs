using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// Finds models by name: in the folders given, first match first.
/// </summary>
public sealed class ModelCatalog(IReadOnlyList<string> folders)
{
    /// <summary>The folders that are searched, each holding one folder a model.</summary>
    public IReadOnlyList<string> Folders { get; } = folders;

    /// <summary>The variable of the environment that names the user's own folder of models.</summary>
    public const string UserFolderVariable = "HCSGRID_MODELS";

    /// <summary>
    /// The user's own folder of models, which need not be there: what <see cref="UserFolderVariable"/> names, or else
    /// <c>hcsgrid/models</c> in the user's folder of application data. Null where the user has no such folder.
    /// </summary>
    public static string? UserFolder { get; } = FindUserFolder();

    /// <summary>
    /// The catalogue of a program: <c>models</c> in the current folder, then the user's own, then <c>models</c> beside
    /// the program.
    /// </summary>
    public static ModelCatalog Default { get; } = new(
    [
        Path.Combine(Environment.CurrentDirectory, "models"),
        .. UserFolder is { } own ? (string[])[own] : [],
        Path.Combine(AppContext.BaseDirectory, "models"),
    ]);

    /// <summary>Finds a model by its name, or by the path of its folder.</summary>
    /// <exception cref="ScreenDataException">There is none; the message names those there are.</exception>
    public ModelFolder Find(string nameOrFolder)
    {
        foreach (var folder in Folders)
        {
            var path = Path.Combine(folder, nameOrFolder);
            if (!nameOrFolder.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(nameOrFolder) &&
                File.Exists(Path.Combine(path, ModelFolder.CardFileName)))
            {
                return ModelFolder.Open(path);
            }
        }

        if (File.Exists(Path.Combine(nameOrFolder, ModelFolder.CardFileName)))
            return ModelFolder.Open(nameOrFolder);
        throw Unknown(nameOrFolder, " A path to a folder with a model.json works too.");
    }

    /// <summary>Finds a model by its name alone: what a stranger's job may ask for.</summary>
    /// <exception cref="ScreenDataException">There is none; the message names those there are.</exception>
    public ModelFolder FindNamed(string name) =>
        List().FirstOrDefault(m => string.Equals(Path.GetFileName(m), name, StringComparison.Ordinal)) is { } path
            ? ModelFolder.Open(path)
            : throw Unknown(name, "");

    /// <summary>The paths of every model's folder, sorted by name; the first folder that has a name wins.</summary>
    public IReadOnlyList<string> List()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Folders.Where(Directory.Exists))
        {
            foreach (var path in Directory.EnumerateDirectories(folder))
            {
                // What begins with a full stop is still being added.
                if (Path.GetFileName(path)[0] != '.' && File.Exists(Path.Combine(path, ModelFolder.CardFileName)))
                    found.TryAdd(Path.GetFileName(path), path);
            }
        }

        return [.. found.Values];
    }

    private static string? FindUserFolder()
    {
        if (Environment.GetEnvironmentVariable(UserFolderVariable) is { Length: > 0 } named)
            return Path.GetFullPath(named);
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length == 0 ? null : Path.Combine(data, "hcsgrid", "models");
    }

    private ScreenDataException Unknown(string name, string hint)
    {
        var known = List().Select(m => Path.GetFileName(m)).ToArray();
        return new ScreenDataException(
            $"There is no model '{name}'. " +
            (known.Length == 0
                ? $"No model was found in {string.Join(" or ", Folders)}."
                : $"Known models: {string.Join(", ", known)}.{hint}"),
            new Place { Key = "model" });
    }
}
