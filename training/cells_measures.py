"""The statistics of evaluate_cells.py. Profiles are rows; nothing here knows which model made them."""

import numpy as np

SHRINKAGE = 0.1


def standardized(profiles, reference):
    """Each column minus the reference rows' mean, divided by their standard deviation."""
    deviation = reference.std(0, ddof=1)
    return (profiles - reference.mean(0)) / np.where(deviation > 1e-9, deviation, 1)


def shrunken(scatter):
    """A covariance drawn towards the mean of its diagonal."""
    size = len(scatter)
    return (1 - SHRINKAGE) * scatter + SHRINKAGE * np.trace(scatter) / size * np.eye(size)


def sphered(profiles, reference):
    """Standardized, then whitened (ZCA) by the reference rows' shrunken covariance."""
    even, base = standardized(profiles, reference), standardized(reference, reference)
    values, vectors = np.linalg.eigh(shrunken(np.cov(base.T)))
    return even @ (vectors / np.sqrt(values)) @ vectors.T


def direction(negative, positive):
    """The discriminant of two groups, with the shrunken covariance within them; 0 at the negative mean, 1 at the
    positive one."""
    within = (np.cov(negative.T) * (len(negative) - 1) + np.cov(positive.T) * (len(positive) - 1)) \
        / (len(negative) + len(positive) - 2)
    way = positive.mean(0) - negative.mean(0)
    weights = np.linalg.solve(shrunken(within), way)
    weights /= weights @ way
    return weights, weights @ negative.mean(0)


def left_out_scores(negative, positive):
    """Projections of every row on the direction of all the others."""
    both = np.concatenate([negative, positive])
    side = np.arange(len(both)) >= len(negative)
    scores = np.empty(len(both))
    for row in range(len(both)):
        others = np.arange(len(both)) != row
        weights, zero = direction(both[others & ~side], both[others & side])
        scores[row] = both[row] @ weights - zero
    return scores[~side], scores[side]


def z_prime(negative, positive):
    spread = negative.std(ddof=1) + positive.std(ddof=1)
    return 1 - 3 * spread / abs(positive.mean() - negative.mean())


def spearman(first, second):
    from scipy.stats import rankdata
    return np.corrcoef(rankdata(first), rankdata(second))[0, 1]


def area_under_curve(negative, positive):
    from scipy.stats import rankdata
    ranks = rankdata(np.concatenate([negative, positive]))[len(negative):]
    return (ranks.sum() - len(positive) * (len(positive) + 1) / 2) / (len(negative) * len(positive))


def cosines(first, second):
    first, second = (m / np.maximum(np.linalg.norm(m, axis=1, keepdims=True), 1e-12) for m in (first, second))
    return first @ second.T


def average_precision(similarity, relevant):
    """Of one query over the candidates, the most similar first."""
    hits = relevant[np.argsort(-similarity, kind="stable")]
    return (np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)).mean()


def resampled(groups, rng):
    """Rows drawn again with replacement, within each group."""
    groups = np.asarray(groups)
    return np.concatenate([rng.choice(np.flatnonzero(groups == g), (groups == g).sum()) for g in np.unique(groups)])
