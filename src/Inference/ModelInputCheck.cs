namespace HcsGrid.Inference;

/// <summary>
/// Holds what a card says of the planes that its inputs take against their bounds.
/// </summary>
internal static class ModelInputCheck
{
    /// <summary>The most planes that one input may take.</summary>
    public const int MaxPlanes = 64;

    /// <summary>The most inputs beside the first.</summary>
    public const int MaxOthers = 15;

    /// <summary>Calls <paramref name="check"/> with each thing that must hold, and the reason where it does
    /// not.</summary>
    public static void Validate(ModelCard card, Action<bool, string> check)
    {
        var input = card.Input;
        check(input.Others.Count <= MaxOthers,
            $"input.others has {input.Others.Count} inputs, expected at most {MaxOthers}");
        check(input.Others.All(o => o is not null), "input.others holds a null");
        foreach (var (part, index) in input.Parts.Select((p, i) => (p, i)))
            ValidatePart(part, index == 0 ? "input" : $"input.others[{index - 1}]", card, check);
        check(
            input.Parts.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() == input.Parts.Count,
            "input.others[].name names one input twice");
    }

    private static void ValidatePart(ModelInputPart part, string key, ModelCard card, Action<bool, string> check)
    {
        var input = card.Input;
        check(part.Name.Length > 0, $"{key}.name is empty");
        check(
            part.Planes.Count is > 0 and <= MaxPlanes,
            $"{key}.planes has {part.Planes.Count} planes, expected 1 to {MaxPlanes}");
        check(
            part.Planes.All(p => p >= 0 && p < input.Channels.PlaneCount),
            $"{key}.planes is {string.Join(", ", part.Planes)}, expected indexes of the tile's planes, " +
            $"0 to {input.Channels.PlaneCount - 1}");
        CheckNumbers("means", part.Means, double.IsFinite, "finite numbers");
        CheckNumbers("deviations", part.Deviations, d => d > 0 && double.IsFinite(d), "numbers above 0");
        check(
            input.Normalization == InputNormalization.None || (part.Means.Count == 0 && part.Deviations.Count == 0),
            $"{key}.means and deviations stand beside input.normalization, expected one of both");
        var length = (long)card.BatchSize * part.Planes.Count * input.HeightPixels * input.WidthPixels;
        check(
            length <= ModelCard.MaxBatchLength,
            $"batchSize and {key} make {length} numbers a run, expected at most {ModelCard.MaxBatchLength}");

        void CheckNumbers(string name, IReadOnlyList<double> numbers, Func<double, bool> isRight, string expected)
        {
            check(
                numbers.Count <= 1 || numbers.Count == part.Planes.Count,
                $"{key}.{name} has {numbers.Count} numbers, expected one, or one for each of the " +
                $"{part.Planes.Count} planes");
            check(numbers.All(isRight), $"{key}.{name} is {string.Join(", ", numbers)}, expected {expected}");
        }
    }
}
