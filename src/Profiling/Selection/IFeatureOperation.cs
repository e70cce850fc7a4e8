namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Judges which of a table's features are to be left out, by one rule.
/// </summary>
public interface IFeatureOperation
{
    /// <summary>The rule's name, as pycytominer has it.</summary>
    string Name { get; }

    /// <summary>Judges features, named by their indices in the table, on all rows of it.</summary>
    /// <returns>Those to leave out, in the order given, each with the number that decided.</returns>
    IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features);
}
