using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// What is wrong with single models of several: it hides no other model.
/// </summary>
/// <param name="named">The models that were named; none where all that are there are meant.</param>
internal sealed class ModelProblems(IReadOnlyCollection<string> named)
{
    private readonly List<ScreenDataException> _problems = [];

    /// <summary>Works on a model.</summary>
    /// <returns>What came of it, or null where the model is a problem.</returns>
    public T? Try<T>(string model, Func<T> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (ScreenDataException error)
        {
            Add(model, error);
            return null;
        }
    }

    /// <summary>The same where the work waits.</summary>
    public async Task<T?> TryAsync<T>(string model, Func<Task<T>> work)
        where T : class
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ScreenDataException error)
        {
            Add(model, error);
            return null;
        }
    }

    /// <summary>Tells every problem in a line of standard error.</summary>
    /// <param name="doneCount">Models of which something came.</param>
    /// <returns>The command's exit code as far as problems say.</returns>
    /// <exception cref="ScreenDataException">One model was named, and nothing came of it: the command asked
    /// wrongly.</exception>
    public int Tell(int doneCount)
    {
        if (named.Count == 1 && doneCount == 0 && _problems.Count > 0)
            throw _problems[0];
        foreach (var problem in _problems)
            Output.Tell(problem.Message);
        return _problems.Count == 0 ? ExitCode.Done : ExitCode.DoneWithProblems;
    }

    private void Add(string model, ScreenDataException error) =>
        _problems.Add(error.Within(new Place { Blob = model }));
}
