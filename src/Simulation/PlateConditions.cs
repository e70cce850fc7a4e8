using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// What a plate does to its images, whatever its wells hold: stain, background, illumination, drift and edge.
/// </summary>
internal sealed class PlateConditions
{
    private const double PlainBackground = 30;

    private readonly PlateFormat _format;
    private readonly ChannelConditions[] _channels;
    private readonly double _edgeCountLoss;

    public PlateConditions(SimulatedScreenOptions options, int plateIndex, int channelCount)
    {
        _format = options.PlateFormat;
        var effect = options.PlateEffect;
        var random = new SeededRandom(options.Seed, Purpose.Plate, plateIndex);
        _edgeCountLoss = effect * random.NextDouble(0.08, 0.18);
        _channels = new ChannelConditions[channelCount];
        for (var c = 0; c < channelCount; c++)
        {
            _channels[c] = new ChannelConditions(
                random.NextFactor(0.08 * effect),
                effect * random.NextDouble(-0.12, 0.12),
                effect * random.NextDouble(0.02, 0.1),
                PlainBackground + (effect * random.NextDouble(0, 25)),
                new IlluminationField(
                    effect * random.NextDouble(0.05, 0.13),
                    effect * random.NextDouble(-0.05, 0.05),
                    effect * random.NextDouble(-0.05, 0.05),
                    random.NextDouble(-0.3, 0.3),
                    random.NextDouble(-0.3, 0.3)));
        }
    }

    public double BackgroundOf(int channelIndex) => _channels[channelIndex].Background;

    public IlluminationField IlluminationOf(int channelIndex) => _channels[channelIndex].Illumination;

    /// <summary>Wells between this one and the plate's border; 0 for the outermost.</summary>
    public int EdgeDistanceOf(WellAddress well) => Math.Min(
        Math.Min(well.RowIndex, _format.RowCount - 1 - well.RowIndex),
        Math.Min(well.ColumnIndex, _format.ColumnCount - 1 - well.ColumnIndex));

    /// <summary>The well's turn before the camera, from 1: row by row, there and back.</summary>
    public int AcquisitionNumberOf(WellAddress well)
    {
        var column = well.RowIndex % 2 == 0 ? well.ColumnIndex : _format.ColumnCount - 1 - well.ColumnIndex;
        return (well.RowIndex * _format.ColumnCount) + column + 1;
    }

    /// <summary>Factor on the number of cells that the well's position causes.</summary>
    public double CountFactorOf(WellAddress well) => 1 - (_edgeCountLoss * EdgeShare(well));

    /// <summary>Factor on the channel's intensity that plate and position cause.</summary>
    public double IntensityFactorOf(WellAddress well, int channelIndex)
    {
        var channel = _channels[channelIndex];
        var turn = ((AcquisitionNumberOf(well) - 1.0) / Math.Max(1, _format.WellCount - 1)) - 0.5;
        return channel.StainFactor
            * (1 + (channel.DriftPerPlate * turn))
            * (1 - (channel.EdgeLoss * EdgeShare(well)));
    }

    /// <summary>How much of the edge's effect a well feels: all at the border, 30 % one well in, and so on.</summary>
    private double EdgeShare(WellAddress well)
    {
        var share = 1.0;
        for (var i = EdgeDistanceOf(well); i > 0; i--)
            share *= 0.3;
        return share;
    }
}
