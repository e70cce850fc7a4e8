"""The steps of the profiles benchmark as the field's Python packages do them.

Runs with numpy, scipy and pandas. Started by `benchmarks -- profiles`, which writes the data and then names one step a
line on standard input; each is answered by a line of JSON: milliseconds, a number that both sides must agree on, and
the step's peak memory above what the process held before. The threads of BLAS are set by whoever starts it.

What follows which package: normalize, aggregate, consensus, feature_select and sphering are pycytominer 1.2.4's ways,
average precision is that of copairs (2025-10).
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import median_abs_deviation

BATCH_SIZE = 20_000
NULL_SIZE = 10_000


def read(folder):
    metadata = pd.read_csv(folder / "metadata.csv")
    count = int((folder / "features.txt").read_text())
    values = np.fromfile(folder / "values.f64").reshape(len(metadata), count)
    features = [f"Cells_f{i}" for i in range(count)]
    return pd.concat([metadata, pd.DataFrame(values, columns=features)], axis=1), features


def size_of(profiles):
    """The check number is taken when the clock stands."""
    return lambda: np.abs(profiles.to_numpy()).sum()


def mad_robustize(df, features):
    parts = []
    for _, plate in df.groupby("Metadata_Plate", sort=False):
        x = plate[features]
        median = x.median()
        mad = pd.Series(median_abs_deviation(x, nan_policy="omit", scale=1 / 1.4826), index=features)
        parts.append((x - median) / (mad + 1e-18))
    return size_of(pd.concat(parts))


def median_aggregate(df, features):
    return size_of(df.groupby("Metadata_Compound", dropna=False)[features].median())


def mean_aggregate(df, features):
    return size_of(df.groupby("Metadata_Compound", dropna=False)[features].mean())


def modz_of_group(x):
    if len(x) == 1:
        return x.iloc[0]
    correlation = x.transpose().corr(method="spearman").to_numpy().copy()
    np.fill_diagonal(correlation, 0)
    raw = np.maximum(np.maximum(correlation, 0).sum(axis=0) / (len(x) - 1), 0.01)
    weights = np.round(raw / raw.sum(), 4)
    return (x * weights[:, np.newaxis]).sum()


def modz(df, features):
    return size_of(df.groupby("Metadata_Compound")[features].apply(modz_of_group))


def correlation_threshold(df, features):
    r = np.corrcoef(df[features].to_numpy(), rowvar=False)
    sums = np.abs(r).sum(axis=0)
    first, second = np.nonzero(np.triu(r > 0.9, k=1))
    dropped = np.unique(np.where(sums[first] > sums[second], first, second))
    kept = df.drop(columns=[features[i] for i in dropped])
    return lambda: kept.shape[1] - (df.shape[1] - len(features))


def sphere(df, features, reference, thin):
    x = df[features].to_numpy()
    fit = x[reference]
    mean, deviation = fit.mean(axis=0), fit.std(axis=0)
    fit = (fit - mean) / deviation
    if not thin and np.linalg.matrix_rank(fit) != fit.shape[1]:
        raise ValueError("rank")
    _, s, vt = np.linalg.svd(fit, full_matrices=not thin)
    w = (vt / (s + 1e-6)[:, np.newaxis]).transpose() * np.sqrt(len(fit) - 1) @ vt
    y = (x - mean) / deviation @ w
    return np.abs(y).sum


def controls(df):
    return (df["Metadata_Role"] == "control").to_numpy()


def average_precision(df, features):
    x = df[features].to_numpy().astype(np.float32)
    control = np.flatnonzero(controls(df))
    treated = np.flatnonzero(~controls(df))
    positive = []
    for rows in pd.Series(treated).groupby(df["Metadata_Compound"].to_numpy()[treated]):
        i, j = np.triu_indices(len(rows[1]), k=1)
        rows = rows[1].to_numpy()
        positive.append(np.stack([rows[i], rows[j]], axis=1))
    positive = np.concatenate(positive)
    negative = np.stack([np.repeat(treated, len(control)), np.tile(control, len(treated))], axis=1)

    ap, pairs, rows = rank(x, positive, negative)
    has_positives = pairs[:, 0] > 0
    ap, pairs, rows = ap[has_positives], pairs[has_positives], rows[has_positives]
    configurations, index = np.unique(pairs, axis=0, return_inverse=True)
    nulls = [null_distribution(p, n, seed) for seed, (p, n) in enumerate(configurations)]
    p_values = np.array([(np.sum(nulls[c] >= a) + 1) / (NULL_SIZE + 1) for a, c in zip(ap, index)])
    compounds = pd.Series(np.arange(len(rows))).groupby(df["Metadata_Compound"].to_numpy()[rows])
    means = np.array([ap[members].mean() for _, members in compounds])
    null_means = [np.mean([nulls[index[m]] for m in members], axis=0) for _, members in compounds]
    mean_p_values = np.array([(np.sum(n > m) + 1) / (NULL_SIZE + 1) for n, m in zip(null_means, means)])
    assert len(p_values) == len(ap) and len(mean_p_values) == len(means)
    return ap.sum


def cosine(x, pairs):
    similarities = np.empty(len(pairs), dtype=np.float32)
    for first in range(0, len(pairs), BATCH_SIZE):
        batch = pairs[first : first + BATCH_SIZE]
        a, b = x[batch[:, 0]], x[batch[:, 1]]
        a = a / np.linalg.norm(a, axis=1)[:, np.newaxis]
        b = b / np.linalg.norm(b, axis=1)[:, np.newaxis]
        similarities[first : first + BATCH_SIZE] = np.sum(a * b, axis=1)
    return similarities


def rank(x, positive, negative):
    labels = np.concatenate([
        np.ones(positive.size, dtype=np.int32),
        np.zeros(negative.size, dtype=np.int32),
    ])
    rows = np.concatenate([positive.ravel(), negative.ravel()])
    similarity = np.concatenate([np.repeat(cosine(x, positive), 2), np.repeat(cosine(x, negative), 2)])
    order = np.lexsort([1 - similarity, rows])
    relevant = labels[order]
    rows, counts = np.unique(rows, return_counts=True)
    ends = np.cumsum(counts)
    ap, pairs = np.zeros(len(rows)), np.zeros((len(rows), 2), dtype=int)
    for i, (end, count) in enumerate(zip(ends, counts)):
        hits = np.flatnonzero(relevant[end - count : end])
        pairs[i] = len(hits), count
        ap[i] = (np.arange(1, len(hits) + 1) / (hits + 1)).mean() if len(hits) else np.nan
    return ap, pairs, rows


def null_distribution(positives, total, seed):
    rng = np.random.default_rng(seed)
    null = np.empty(NULL_SIZE, dtype=np.float32)
    for i in range(NULL_SIZE):
        hits = np.sort(rng.choice(total, positives, replace=False))
        null[i] = (np.arange(1, positives + 1) / (hits + 1)).mean()
    return null


STEPS = {
    "mad_robustize": mad_robustize,
    "median_aggregate": median_aggregate,
    "mean_aggregate": mean_aggregate,
    "modz": modz,
    "correlation_threshold": correlation_threshold,
    "sphere_controls": lambda df, f: sphere(df, f, controls(df), thin=False),
    "sphere_all": lambda df, f: sphere(df, f, np.full(len(df), True), thin=False),
    "sphere_all_thin": lambda df, f: sphere(df, f, np.full(len(df), True), thin=True),
    "average_precision": average_precision,
}


def memory(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0


def main():
    df, features = read(Path(sys.argv[1]))
    print("ready", flush=True)
    for line in sys.stdin:
        Path("/proc/self/clear_refs").write_text("5")
        before = memory("VmRSS")
        start = time.perf_counter()
        check = STEPS[line.strip()](df, features)
        milliseconds = (time.perf_counter() - start) * 1000
        peak = memory("VmHWM") - before
        print(json.dumps({"milliseconds": milliseconds, "check": float(check()), "peakBytes": peak}), flush=True)


if __name__ == "__main__":
    main()
