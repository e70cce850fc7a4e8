namespace HcsGrid.Simulation;

/// <summary>
/// Where a cell's nucleus is: one outline, or several where it fell into pieces.
/// </summary>
internal sealed class NucleusShape
{
    private readonly NucleusPiece[] _pieces;

    public NucleusShape(SimulatedCell cell, ref SeededRandom random)
    {
        _pieces = new NucleusPiece[cell.NucleusPieceCount];
        if (_pieces.Length == 1)
        {
            var outline = new Outline(
                cell.NucleusRadius, cell.NucleusElongation, cell.NucleusAngle, 0.025, ref random);
            _pieces[0] = new NucleusPiece(outline, 0, 0, 1);
        }
        else
        {
            MakePieces(cell, ref random);
        }

        foreach (var piece in _pieces)
        {
            var offset = MathF.Sqrt((piece.X * piece.X) + (piece.Y * piece.Y));
            Reach = Math.Max(Reach, offset + piece.Outline.Reach + 2);
        }
    }

    /// <summary>Beyond this distance from the cell's centre there is no nucleus.</summary>
    public float Reach { get; }

    /// <summary>
    /// How much of a point is nucleus (0 to 1, soft over two pixels), the piece's brightness, and how far out in the
    /// piece the point is.
    /// </summary>
    public float CoverAt(float dx, float dy, out float brightness, out float place)
    {
        var best = 0f;
        (brightness, place) = (0, 1);
        foreach (var piece in _pieces)
        {
            var here = piece.Outline.PlaceOf(dx - piece.X, dy - piece.Y);
            var cover = Math.Clamp(((1 - here) * piece.Outline.Radius * 0.5f) + 0.5f, 0, 1);
            if (cover > best)
                (best, brightness, place) = (cover, piece.Brightness, here);
        }

        return best;
    }

    private void MakePieces(SimulatedCell cell, ref SeededRandom random)
    {
        Span<double> shares = stackalloc double[_pieces.Length];
        var sum = 0.0;
        foreach (ref var share in shares)
        {
            share = random.NextDouble(0.35, 1);
            sum += share;
        }

        var turn = random.NextDouble(0, 2 * Math.PI);
        for (var i = 0; i < _pieces.Length; i++)
        {
            var radius = cell.NucleusRadius * Math.Sqrt(shares[i] / sum);
            var outline = new Outline(
                radius, random.NextDouble(1, 1.35), random.NextDouble(0, Math.PI), 0.03, ref random);
            var (sin, cos) = PortableMath.SinCos(
                turn + (2 * Math.PI * i / _pieces.Length) + (0.25 * random.NextNormal()));
            var offset = cell.NucleusRadius * random.NextDouble(0.55, 0.95);
            _pieces[i] = new NucleusPiece(
                outline, (float)(offset * cos), (float)(offset * sin), (float)random.NextDouble(0.85, 1.2));
        }
    }
}
