namespace HcsGrid.Inference.Detection;

/// <summary>
/// The centre map and the diameter map of a whole image.
/// </summary>
internal sealed class ParticleMaps(int columnCount, int rowCount)
{
    private readonly float[] _centres = new float[checked(columnCount * rowCount)];
    private readonly float[] _diameters = new float[checked(columnCount * rowCount)];

    public int ColumnCount { get; } = columnCount;

    public int RowCount { get; } = rowCount;

    /// <summary>A row of the centre map, 0 to 1.</summary>
    public ReadOnlySpan<float> CentreRow(int row) => _centres.AsSpan(row * ColumnCount, ColumnCount);

    /// <summary>The diameter at a cell, in nanometres at the model's pixel size.</summary>
    public float DiameterAt(int column, int row) => _diameters[(row * ColumnCount) + column];

    /// <summary>Puts a piece of a row in.</summary>
    public void Put(int column, int row, ReadOnlySpan<float> centres, ReadOnlySpan<float> diameters)
    {
        centres.CopyTo(_centres.AsSpan((row * ColumnCount) + column));
        diameters.CopyTo(_diameters.AsSpan((row * ColumnCount) + column));
    }
}
