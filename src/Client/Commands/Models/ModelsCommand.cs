using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models …</c>: the models that are there, what they are, whether they compute what their cards say, how
/// fast they are, and how one is added.
/// </summary>
internal static class ModelsCommand
{
    public static Command Make() => new(
        "models", "The models that turn tiles into embeddings, or find particles in them.")
    {
        ModelsListCommand.Make(),
        ModelsShowCommand.Make(),
        ModelsVerifyCommand.Make(),
        ModelsBenchCommand.Make(),
        ModelsAddCommand.Make(),
    };

    /// <summary>Names or folders of models: all that are there where none is named.</summary>
    public static Argument<string[]> Models() => new("model")
    {
        Description = "Names or folders of models (default: all that are there).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The models that are named, or all.</summary>
    /// <exception cref="ScreenDataException">None is named, and none is there.</exception>
    public static string[] Chosen(string[]? names)
    {
        var paths = names is { Length: > 0 } ? names : [.. ModelCatalog.Default.List()];
        return paths.Length > 0 ? paths : throw new ScreenDataException(
            $"No model was found in {string.Join(" or ", ModelCatalog.Default.Folders)}", Place.Unknown);
    }

    /// <summary>What a job gets from a model, in a few words.</summary>
    public static string GivesText(ModelCard card) => card.Embedding is { } embedding
        ? Amount.Of(embedding.Width, "number")
        : card.Detection is null ? "nothing for a job" : "particles";
}
