namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// One factor of a product as it lies in memory: vectors to be multiplied with those of the other factor, over the
/// same depth.
/// </summary>
internal readonly unsafe struct MatrixOperand
{
    private MatrixOperand(double* values, int count, nint vectorStride, nint depthStride)
    {
        Values = values;
        Count = count;
        VectorStride = vectorStride;
        DepthStride = depthStride;
    }

    /// <summary>The first number; pinned by whoever made the operand.</summary>
    public double* Values { get; }

    /// <summary>The number of vectors: rows of the left factor, columns of the right one.</summary>
    public int Count { get; }

    /// <summary>Numbers from one vector to the next; 1 where the depth is the slow axis.</summary>
    public nint VectorStride { get; }

    /// <summary>Numbers from one element of a vector to its next; 1 where vectors are contiguous.</summary>
    public nint DepthStride { get; }

    /// <summary>Vectors that lie one after the other, each contiguous.</summary>
    public static MatrixOperand OfVectors(double* values, int count, int depth) => new(values, count, depth, 1);

    /// <summary>Vectors that lie side by side: the first elements of all, then the second ones.</summary>
    public static MatrixOperand SideBySide(double* values, int count) => new(values, count, 1, count);
}
