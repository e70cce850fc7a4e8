#!/usr/bin/env python3
"""Chooses a pipeline of docs/bbbc021.md on simulated screens: simulated.py DATA OUT.csv [check] (numpy, pandas, scipy).

The simulated screens have the plates, batches and controls of BBBC021 and moments of its wells; no mechanism label of BBBC021
is read. docs/bbbc021.md says what is calibrated and what is assumed. With `check`, moments of real and simulated wells are
compared and no candidate is scored.
"""
import copy
import itertools
import multiprocessing
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import pandas as pd

import candidates as c

GRID = {  # assumptions: every combination, with each of SHARES, makes one screen
    "placement": ("random", "clustered"),  # of mechanisms in batches
    "scale": ("log", "raw"),  # the scale on which effects and noise add up
    "directions": ("gaussian", "seeds"),  # of mechanisms
    "specific": ("effects", "noise"),  # the compounds' own directions are drawn like effects or like noise
    "batch": ("offset", "offset and effect"),  # what the batch changes
}
DIAGONAL = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
ORIGINS = ("controls", "treatments")  # the cosine's: the controls, or the mean of the treated wells
PROBES = ((False, "standardize/plate", "none"), (True, "centre/plate+pooled sd", "within-replicate 0.5"),
          (True, "standardize/plate", "spherize ZCA-cor 3"), (False, "standardize/batch", "tvn"))
SHARES = (0.5, 0.8)  # of the mechanism in what distinguishes a compound from the others


def unlabelled(folder):
    """The screen without its mechanisms."""
    wells = c.read(folder)
    wells["moa"] = ""
    return c.Screen(wells)


def rows(x):
    return (x * x).sum(1)


class Noise:
    """Wells' noise: directions with the covariance of the residuals' directions, and lengths of the residuals by lot."""

    def __init__(self, residual, group):
        self.length, self.rows = np.sqrt(rows(residual)), c.unit(residual) / np.sqrt(len(residual))
        held_out = [sum(self.likelihood(residual, group % 5 == fold, share) for fold in range(5)) for share in DIAGONAL]
        self.diagonal = DIAGONAL[int(np.argmax(held_out))]
        self.sd = np.sqrt((self.rows ** 2).sum(0))

    @staticmethod
    def likelihood(residual, out, share):
        """Of the directions left out, Gaussian with the others' covariance shrunk by `share` to its diagonal."""
        x, y = (c.unit(residual[m]) * np.sqrt(residual.shape[1]) for m in (~out, out))
        covariance = x.T @ x / len(x)
        covariance = (1 - share) * covariance + share * np.diag(np.diag(covariance))
        value, axes = np.linalg.eigh(covariance)
        return -((y @ axes) ** 2 / value).sum() - len(y) * np.log(value).sum()

    def power(self, exponent):
        covariance = (1 - self.diagonal) * self.rows.T @ self.rows + self.diagonal * np.diag(self.sd ** 2)
        return c.power(covariance, exponent)

    def directions(self, rng, n):
        drawn = rng.standard_normal((n, len(self.rows))) @ self.rows * np.sqrt(1 - self.diagonal)
        return c.unit(drawn + np.sqrt(self.diagonal) * self.sd * rng.standard_normal(drawn.shape))

    def draw(self, rng, n):
        return self.directions(rng, n) * rng.choice(self.length, (n, 1))


class Calibration:
    """Moments of the real wells on one scale, in units of the controls' standard deviation within plates."""

    def __init__(self, s, scale):
        self.s, self.raw = s, s.x
        self.logged = (s.x > 0).all(0) & (scale == "log")
        y = self.to_scale(s.x)
        plate = np.searchsorted(s.plates, s.plate)
        batch = np.searchsorted(s.batches, [s.batch_of[p] for p in s.plates])
        self.plate, self.batch = plate, batch
        controls = [s.dmso & (plate == p) for p in range(len(s.plates))]
        means = np.array([y[m].mean(0) for m in controls])
        residual = y[s.dmso] - means[plate[s.dmso]]
        freedom = len(residual) - len(means)
        self.sd = np.sqrt((residual ** 2).sum(0) / freedom)
        y, means, self.residual = y / self.sd, means / self.sd, residual / self.sd / np.sqrt(freedom)
        self.noise = Noise(self.residual * np.sqrt(len(self.residual)), plate[s.dmso])
        self.centre = np.array([means[batch == b].mean(0) for b in range(len(s.batches))])
        self.grand = self.centre.mean(0)
        self.plates_moments(means)
        self.batch_scales(freedom)
        self.effects(y - means[plate])
        self.low, self.high = y.min(0), y.max(0)

    def to_scale(self, x):
        x = x.copy()
        x[:, self.logged] = np.log(x[:, self.logged])
        return x

    def plates_moments(self, means):
        deviation = means - self.centre[self.batch]
        freedom = len(means) - len(self.centre)
        variance = (deviation ** 2).sum(0) / freedom
        self.plate_rows = deviation / np.sqrt(freedom) * np.sqrt(np.maximum(0, 1 - 1 / (6 * variance)))
        deviation = self.centre - self.grand
        between = (deviation ** 2).sum(0) / (len(deviation) - 1)
        self.batch_rows = deviation / np.sqrt(len(deviation) - 1) * np.sqrt(np.maximum(0, 1 - variance / 5.5 / between))

    def batch_scales(self, freedom):
        """Logarithms of the batches' standard deviations about the pooled ones, shrunk by their sampling variance."""
        s, r = self.s, self.residual * np.sqrt(freedom)
        of = self.batch[self.plate[s.dmso]]
        degrees = np.array([5 * (self.batch == b).sum() for b in range(len(s.batches))])
        ratio = np.array([np.log((r[of == b] ** 2).sum(0) / degrees[b]) / 2 for b in range(len(s.batches))])
        ratio -= ratio.mean(0)
        noise = (1 / (2 * degrees)).mean()
        self.scale_rows = ratio / np.sqrt(len(ratio) - 1) * np.sqrt(max(0.0, 1 - noise / ratio.var(0, ddof=1).mean()))

    def effects(self, y):
        s = self.s
        t = s.profiles(y)
        scatter = self.replicate_scatter(y)
        whiten, back = (self.treated_noise.power(exponent) for exponent in (-0.5, 0.5))
        _, value, axes = np.linalg.svd(t @ whiten, full_matrices=False)
        rng = np.random.default_rng(0)
        drawn = (s.profiles(self.treated_noise.draw(rng, len(y)) @ whiten) for _ in range(20))
        null = [np.linalg.svd(noise, compute_uv=False) for noise in drawn]
        above = value > np.quantile(null, 0.95, axis=0)
        self.rank = int(np.argmin(above)) if not above.all() else len(above)
        kept = whiten @ axes[:self.rank].T @ axes[:self.rank] @ back
        self.dose_share(y @ whiten @ axes[:self.rank].T, scatter @ whiten @ axes[:self.rank].T)
        t = t @ kept
        error = rows(scatter @ kept).mean() / 3
        self.strength = np.sqrt(np.maximum(rows(t) - error, error / 4))
        self.unit = c.unit(t)
        doses = np.array([(s.compound == name).sum() for name in s.compound])
        self.weight = 1 / doses / len(set(s.compound))
        self.common = self.weight @ self.unit
        self.deviation = (self.unit - self.common) * np.sqrt(self.weight)[:, None]
        near = np.abs(self.strength[:, None] - self.strength[None]).argsort(1, kind="stable")[:, :15]
        self.lengths = [self.length[np.isin(self.of, n)] for n in near]
        cosine = self.unit @ self.unit.T
        other = s.compound[:, None] != s.compound[None]
        inside = s.tbatch[:, None] == s.tbatch[None]
        self.batch_share = max(0.0, cosine[other & inside].mean() - cosine[other & ~inside].mean())

    def replicate_scatter(self, y):
        """What replicates differ by."""
        wells = self.s.wells_of
        scatter = np.concatenate([(y[w] - y[w].mean(0)) * np.sqrt(len(w) / (len(w) - 1)) for w in wells])
        self.of = np.repeat(np.arange(len(wells)), [len(w) for w in wells])
        self.treated_noise = Noise(scatter, self.of)
        error = rows(self.residual).sum() / 6  # of the six controls' mean, which the differences hold too
        length = self.treated_noise.length
        self.length = length * np.sqrt(max(0.0, 1 - error / (length ** 2).mean()))
        return scatter

    def dose_share(self, z, scatter):
        """What the doses of a compound do not share, in noise-whitened space; from wells of different plates."""
        s = self.s
        square = np.maximum(0, rows(s.profiles(z)) - rows(scatter).mean() / 3)
        strong = square > np.median(square)
        inner, product = 0.0, 0.0
        for i, j in itertools.combinations(np.where(strong)[0], 2):
            if s.compound[i] == s.compound[j]:
                apart = self.plate[s.wells_of[i]][:, None] != self.plate[s.wells_of[j]][None]
                if apart.any():
                    inner += (z[s.wells_of[i]] @ z[s.wells_of[j]].T)[apart].mean()
                    product += np.sqrt(square[i] * square[j])
        self.dose_own = float(np.clip(1 - inner / product, 0, 1))

    def like_effects(self, rng, n):
        return c.unit(rng.standard_normal((n, len(self.deviation))) @ self.deviation)


def mechanisms(rng, batch, placement):
    """A mechanism for each compound (10 to 14; two compounds at least, the others by uneven chance)."""
    count, compounds = rng.integers(10, 15), len(batch)
    more = rng.choice(count, compounds - 2 * count, p=rng.dirichlet(np.full(count, 2.0)))
    of = np.sort(np.r_[np.repeat(np.arange(count), 2), more])
    place = rng.permutation(batch.max() + 1)[batch] + rng.standard_normal(compounds)  # neighbours are mostly of one batch
    order = np.argsort(place) if placement == "clustered" else rng.permutation(compounds)
    return of[np.argsort(order)]


def simulate(k, cell, share, seed):
    """A screen with the real design and made-up wells; its mechanisms are in `moa`."""
    rng, s = np.random.default_rng(seed), copy.copy(k.s)
    names, first, compound = np.unique(s.compound, return_index=True, return_inverse=True)
    batch = np.searchsorted(s.batches, s.tbatch)
    of = mechanisms(rng, batch[first], cell["placement"])
    count, n = of.max() + 1, len(names)
    if cell["directions"] == "seeds":  # the strongest doses of real compounds chosen by lot
        best = [max(np.where(compound == i)[0], key=lambda t: k.strength[t]) for i in range(n)]
        direction = c.unit(k.unit[rng.permutation(best)[:count]] - k.common)
    else:
        direction = k.like_effects(rng, count)
    specific = k.like_effects(rng, n) if cell["specific"] == "effects" else k.noise.directions(rng, n)
    shared = c.unit(np.sqrt(share) * direction[of] + np.sqrt(1 - share) * specific)
    effect = np.sqrt(1 - k.dose_own) * shared[compound] + np.sqrt(k.dose_own) * k.like_effects(rng, len(compound))
    gain = np.exp(rng.standard_normal((len(s.batches), len(k.scale_rows))) @ k.scale_rows)
    shift = k.like_effects(rng, len(s.batches))
    if cell["batch"] != "offset":
        effect = np.sqrt(1 - k.batch_share) * c.unit(effect) + np.sqrt(k.batch_share) * shift[batch]
    effect = k.common + np.sqrt(1 - k.common @ k.common) * c.unit(effect)
    effect = (k.unit if cell["directions"] == "real" else c.unit(effect)) * k.strength[:, None]
    well_batch = k.batch[k.plate]
    y = (rng.standard_normal((len(s.batches), len(k.batch_rows))) @ k.batch_rows)[well_batch]
    y += (rng.standard_normal((len(s.plates), len(k.plate_rows))) @ k.plate_rows)[k.plate]
    noise, treated = k.noise.draw(rng, len(y)), np.where(s.treatment >= 0)[0]
    t = s.treatment[treated]
    noise[treated] = k.treated_noise.directions(rng, len(t)) * [[rng.choice(k.lengths[i])] for i in t]
    y += noise * gain[well_batch]
    y[treated] += effect[t] * gain[well_batch[treated]] if cell["batch"] != "offset" else effect[t]
    y += k.grand
    margin = (k.high - k.low) / 4
    y = np.clip(y, k.low - margin, k.high + margin) * k.sd
    y[:, k.logged] = np.exp(y[:, k.logged])
    positive = (k.raw > 0).all(0)
    s.x = np.where(positive, np.maximum(y, k.raw.min(0) / 2), y)
    s.moa = of[compound]
    return s


# --- label-free moments --------------------------------------------------------------------------------------------------

def probes(s):
    """Wells by the pipelines on which real and simulated screens are compared."""
    for log, normalize, sphere in PROBES:
        x = c.NORMALIZE[normalize](s, c.log_positive(s.x) if log else s.x)
        yield c.SPHERE[sphere](s, x[:, x[s.dmso].std(0) > 0], s.everything)


# --- candidates ------------------------------------------------------------------------------------

class Score:
    """Accuracies of NSC and NSCB; mechanisms that live in one batch are left out of the second."""

    def __init__(self, s):
        alone = [m for m in np.unique(s.moa) if len(set(s.tbatch[s.moa == m])) == 1]
        self.same = s.moa[:, None] == s.moa[None]
        self.other = s.compound[:, None] != s.compound[None]
        self.used = ~np.isin(s.moa, alone)
        self.apart = self.other & (s.tbatch[:, None] != s.tbatch[None]) & self.used[None]

    def __call__(self, t):
        cosine, every = c.unit(t) @ c.unit(t).T, np.arange(len(t))
        correct = [self.same[every, np.where(m, cosine, -2).argmax(1)] for m in (self.other, self.apart)]
        return correct[0].mean(), correct[1][self.used].mean()


def all_candidates(s):
    """Treatment profiles of every candidate; medians are taken on the axes of the means, as `tables transform` does it."""
    treated = ~s.dmso
    for features, normalize in itertools.product(c.FEATURES, c.NORMALIZE):
        x = c.NORMALIZE[normalize](s, c.log_positive(s.x) if features == "cleaned log" else s.x)
        x = x[:, np.isfinite(x).all(0) & (x[s.dmso].std(0) > 0)]
        if features == "cleaned correlation 0.9":
            x = x[:, c.uncorrelated(x)]
        for sphere, origin in itertools.product(c.SPHERE, ORIGINS):
            if origin == "controls":
                y = c.SPHERE[sphere](s, x, s.everything)
                median = s.profiles(y, how=np.median)
            else:
                centre = y[treated].mean(0)
                y, median = y - centre, median - centre
            mean = s.profiles(y)
            axes = np.linalg.svd(mean, full_matrices=False)[2][:max(c.AXES)]
            projected = s.profiles(y @ axes.T, how=np.median)
            for count in c.AXES:
                key = features, normalize, sphere, origin, count
                yield (*key, "median"), projected[:, :count] if count else median
                yield (*key, "mean"), mean @ axes[:count].T if count else mean


def steps(key):
    features, _, sphere, origin, axes, _ = key
    return 1 + features.endswith("0.9") + (sphere != "none") + (origin != "controls") + (axes > 0)


def one(task):
    folder, number, cell = task
    s = unlabelled(folder)
    k = Calibration(s, cell["scale"])
    results = []
    for share in SHARES:
        screen = simulate(k, cell, share, len(SHARES) * number + len(results))
        score = Score(screen)
        results.append({key: score(t) for key, t in all_candidates(screen)})
    return results


def choose(table):
    """Largest mean; those within one standard error of the paired difference tie, and the fewest fitted steps win."""
    best = table.mean(axis=1).idxmax()
    difference = table.sub(table.loc[best], axis=1)
    error = difference.std(axis=1, ddof=1) / np.sqrt(table.shape[1])
    tied = table[-difference.mean(axis=1) <= error]
    fewest = min(steps(key) for key in tied.index)
    return best, tied[[steps(key) == fewest for key in tied.index]].mean(axis=1).idxmax(), len(tied)


def cells():
    return [dict(zip(GRID, values)) for values in itertools.product(*GRID.values())]


def compare(folder):
    """Real and simulated screens by moments without mechanisms; "real" directions are the real effects in simulated noise."""
    s = unlabelled(folder)
    kept = {scale: Calibration(s, scale) for scale in GRID["scale"]}
    for scale, k in kept.items():
        scalars = {name: round(float(v), 3) for name, v in vars(k).items() if np.isscalar(v)}
        print(scale, scalars, "diagonals", k.noise.diagonal, k.treated_noise.diagonal,
              "strengths", np.quantile(k.strength, (0, .25, .5, .75, 1)).round(1))
    print("by probe: largest cosine with another batch, within the batch, mean cosine, retrieval of replicates")
    screens = [("real", s)]
    for cell in [{**cells()[i], "directions": "real"} for i in (0, 8)] + cells()[::3]:
        screens.append((list(cell.values()), simulate(kept[cell["scale"]], cell, SHARES[1], 7)))
    for name, screen in screens:
        print(name)
        other, apart = screen.compound[:, None] != screen.compound[None], screen.tbatch[:, None] != screen.tbatch[None]
        for y in probes(screen):
            cosine = c.unit(screen.profiles(y)) @ c.unit(screen.profiles(y)).T
            beside = other & ~apart
            line = [np.where(apart, cosine, -2).max(1).mean(), np.where(beside, cosine, -2).max(1)[beside.any(1)].mean(),
                    cosine[apart].mean(), c.replicates(screen, lambda mask: y)]
            print("   ", np.round(line, 2), flush=True)


def main(folder, out, mode=""):
    if mode == "check":
        return compare(folder)
    tasks = [(folder, number, cell) for number, cell in enumerate(cells())]
    results = []
    with multiprocessing.Pool(2) as pool:
        for (_, number, cell), found in zip(tasks, pool.imap(one, tasks)):
            print(number, *cell.values(), "scored", flush=True)
            results += found
    index = pd.MultiIndex.from_tuples(results[0], names=["features", "normalize", "sphere", "origin", "axes", "consensus"])
    values = np.array([[scores[key] for key in index] for scores in results])
    table = pd.DataFrame(values.mean(2).T, index=index)
    best, chosen, tied = choose(table)
    print("largest mean:", best, "chosen:", chosen, "of", tied, "tied")
    nsc, nscb = values.mean(0).T
    summary = pd.DataFrame({"score": table.mean(axis=1), "nsc": nsc, "nscb": nscb, "worst": table.min(axis=1)}, index=index)
    summary.sort_values("score", ascending=False, kind="stable").round(4).to_csv(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
