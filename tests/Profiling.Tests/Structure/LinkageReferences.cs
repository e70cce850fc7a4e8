using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

/// <summary>
/// Linkages that scipy 1.10.1 (numpy 1.24.2) computed for <see cref="SeededNumbers"/>.
/// </summary>
public static class LinkageReferences
{
    /// <summary>linkage(pdist(X, metric), method) of 12 rows of 5 numbers from seed 7, and the least sum of adjacent
    /// distances over all 2,048 orders of the tree. (scipy's optimal_leaf_ordering has the same for the last three, and
    /// for the cosine trees 6.562, 5.610 and 5.610: see <see cref="OptimalLeafOrder"/>.)</summary>
    public static readonly TheoryData<DistanceMetric, LinkageMethod, ClusterMerge[], double> Trees = new()
    {
        {
            DistanceMetric.Cosine, LinkageMethod.Average,
            [
                new ClusterMerge(4, 10, 0.26163596418207347, 2),
                new ClusterMerge(2, 3, 0.3475769578251904, 2),
                new ClusterMerge(7, 11, 0.36286443774597754, 2),
                new ClusterMerge(1, 13, 0.40987916626050297, 3),
                new ClusterMerge(5, 12, 0.5048066083781152, 3),
                new ClusterMerge(8, 9, 0.6423336994275066, 2),
                new ClusterMerge(0, 14, 0.7744063250199016, 3),
                new ClusterMerge(15, 16, 0.8017223799103479, 6),
                new ClusterMerge(6, 18, 0.8334159850169428, 4),
                new ClusterMerge(17, 19, 1.0357876332378824, 8),
                new ClusterMerge(20, 21, 1.273569709912973, 12),
            ],
            5.160472120428251
        },
        {
            DistanceMetric.Cosine, LinkageMethod.Complete,
            [
                new ClusterMerge(4, 10, 0.26163596418207347, 2),
                new ClusterMerge(2, 3, 0.3475769578251904, 2),
                new ClusterMerge(7, 11, 0.36286443774597754, 2),
                new ClusterMerge(1, 13, 0.4327874570237703, 3),
                new ClusterMerge(5, 12, 0.6145297181374166, 3),
                new ClusterMerge(8, 9, 0.6423336994275066, 2),
                new ClusterMerge(0, 6, 0.8450133980342962, 2),
                new ClusterMerge(15, 16, 1.0796564160561553, 6),
                new ClusterMerge(14, 18, 1.1270695068809438, 4),
                new ClusterMerge(17, 19, 1.5784138730668618, 8),
                new ClusterMerge(20, 21, 1.9419911175081763, 12),
            ],
            5.160472120428251
        },
        {
            DistanceMetric.Cosine, LinkageMethod.Ward,
            [
                new ClusterMerge(4, 10, 0.26163596418207347, 2),
                new ClusterMerge(2, 3, 0.3475769578251904, 2),
                new ClusterMerge(7, 11, 0.36286443774597754, 2),
                new ClusterMerge(1, 13, 0.4294543597284751, 3),
                new ClusterMerge(5, 12, 0.5770679084695858, 3),
                new ClusterMerge(8, 9, 0.6423336994275066, 2),
                new ClusterMerge(0, 6, 0.8450133980342962, 2),
                new ClusterMerge(14, 18, 0.9940072994766597, 4),
                new ClusterMerge(15, 16, 1.3123575966882823, 6),
                new ClusterMerge(17, 20, 1.5833998860435503, 8),
                new ClusterMerge(19, 21, 2.5178899643708434, 12),
            ],
            5.160472120428251
        },
        {
            DistanceMetric.Correlation, LinkageMethod.Average,
            [
                new ClusterMerge(2, 3, 0.19723102194711384, 2),
                new ClusterMerge(4, 10, 0.24379226214478678, 2),
                new ClusterMerge(9, 11, 0.25409250187956156, 2),
                new ClusterMerge(5, 13, 0.319583367418997, 3),
                new ClusterMerge(1, 12, 0.3718244890369946, 3),
                new ClusterMerge(0, 7, 0.42925884766892697, 2),
                new ClusterMerge(8, 15, 0.6615062254243801, 4),
                new ClusterMerge(16, 18, 0.8676359121228798, 7),
                new ClusterMerge(6, 17, 0.8717454111779994, 3),
                new ClusterMerge(14, 20, 0.988424275536393, 5),
                new ClusterMerge(19, 21, 1.276520755953714, 12),
            ],
            4.5632994442620465
        },
        {
            DistanceMetric.Euclidean, LinkageMethod.Complete,
            [
                new ClusterMerge(5, 10, 0.47311611309508783, 2),
                new ClusterMerge(7, 11, 0.5608628212440873, 2),
                new ClusterMerge(2, 3, 0.586612780259267, 2),
                new ClusterMerge(1, 14, 0.7052691294817421, 3),
                new ClusterMerge(4, 12, 0.7305186525424756, 3),
                new ClusterMerge(8, 9, 0.7498045051315364, 2),
                new ClusterMerge(0, 6, 0.7797327148087557, 2),
                new ClusterMerge(13, 18, 0.9419134248563891, 4),
                new ClusterMerge(16, 17, 0.9973116321324758, 5),
                new ClusterMerge(19, 20, 1.2978395008554517, 9),
                new ClusterMerge(15, 21, 1.380323214971219, 12),
            ],
            6.929200666692116
        },
        {
            DistanceMetric.Euclidean, LinkageMethod.Ward,
            [
                new ClusterMerge(5, 10, 0.47311611309508783, 2),
                new ClusterMerge(7, 11, 0.5608628212440873, 2),
                new ClusterMerge(2, 3, 0.586612780259267, 2),
                new ClusterMerge(4, 12, 0.6664958751361489, 3),
                new ClusterMerge(1, 14, 0.739162801281202, 3),
                new ClusterMerge(8, 9, 0.7498045051315364, 2),
                new ClusterMerge(0, 6, 0.7797327148087557, 2),
                new ClusterMerge(13, 18, 0.8999296109662039, 4),
                new ClusterMerge(15, 17, 1.0914097078940865, 5),
                new ClusterMerge(16, 20, 1.3642183118433706, 8),
                new ClusterMerge(19, 21, 1.7058637291678835, 12),
            ],
            6.929200666692115
        },
    };

    /// <summary>linkage of the 45 distances ((x >> 16) mod 4) + 1 of 10 rows from seed 3.</summary>
    public static readonly TheoryData<LinkageMethod, ClusterMerge[]> Ties = new()
    {
        {
            LinkageMethod.Average,
            [
                new ClusterMerge(0, 4, 1.0, 2),
                new ClusterMerge(1, 8, 1.0, 2),
                new ClusterMerge(2, 3, 1.0, 2),
                new ClusterMerge(9, 12, 1.0, 3),
                new ClusterMerge(6, 7, 1.0, 2),
                new ClusterMerge(11, 14, 1.75, 4),
                new ClusterMerge(13, 15, 2.0, 7),
                new ClusterMerge(10, 16, 2.7142857142857144, 9),
                new ClusterMerge(5, 17, 2.888888888888889, 10),
            ]
        },
        {
            LinkageMethod.Complete,
            [
                new ClusterMerge(0, 4, 1.0, 2),
                new ClusterMerge(1, 8, 1.0, 2),
                new ClusterMerge(2, 3, 1.0, 2),
                new ClusterMerge(9, 12, 1.0, 3),
                new ClusterMerge(6, 7, 1.0, 2),
                new ClusterMerge(11, 14, 2.0, 4),
                new ClusterMerge(5, 10, 4.0, 3),
                new ClusterMerge(15, 16, 4.0, 7),
                new ClusterMerge(13, 17, 4.0, 10),
            ]
        },
        {
            LinkageMethod.Ward,
            [
                new ClusterMerge(0, 4, 1.0, 2),
                new ClusterMerge(1, 8, 1.0, 2),
                new ClusterMerge(2, 3, 1.0, 2),
                new ClusterMerge(9, 12, 1.0, 3),
                new ClusterMerge(6, 7, 1.0, 2),
                new ClusterMerge(5, 11, 2.23606797749979, 3),
                new ClusterMerge(10, 14, 2.8284271247461903, 4),
                new ClusterMerge(13, 15, 3.829708431025352, 6),
                new ClusterMerge(16, 17, 4.932882862316248, 10),
            ]
        },
    };
}
