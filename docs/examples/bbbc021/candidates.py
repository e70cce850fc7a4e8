#!/usr/bin/env python3
"""Scores the 792 candidate pipelines of docs/bbbc021.md: candidates.py DATA OUT.csv (numpy, pandas, scipy; a quarter of an hour on one core).

The criteria w, x, c and 'replicates' never see a mechanism; NSC and NSCB are written beside them only to be reported.
"""
import itertools
import re
import sys

import numpy as np
import pandas as pd

EXCLUDED = ("Cholesterol-lowering", "Kinase inhibitors")  # live in one batch only
POSITION = re.compile(
    r"_Location_|_Parent_|_Number_|_Children_|AreaShape_Center_|ObjectNumber|AreaShape_Orientation|AngleBetween")


def read(folder):
    wells = pd.read_csv(f"{folder}/ljosa_jbiomolscreen_2013_per_well_mean.csv.gz")
    wells = wells.rename(columns={"Image_Metadata_Plate": "plate", "Image_Metadata_Well": "well"})
    images = pd.read_csv(f"{folder}/BBBC021_v1_image.csv.gz")
    images = images[["Image_Metadata_Plate_DAPI", "Image_Metadata_Well_DAPI", "Image_Metadata_Compound",
                     "Image_Metadata_Concentration"]]
    images.columns = ["plate", "well", "compound", "dose"]
    moas = pd.read_csv(f"{folder}/BBBC021_v1_moa.csv")
    moas.columns = ["compound", "dose", "moa"]
    wells = wells.merge(images.drop_duplicates(["plate", "well"]), on=["plate", "well"], how="left")
    wells = wells.merge(moas, on=["compound", "dose"], how="left")
    wells["batch"] = wells.plate.str.split("_").str[0]
    return wells


class Screen:
    def __init__(self, wells):
        self.plate, self.batch = wells.plate.values, wells.batch.values
        self.plates, self.batches = np.unique(self.plate), np.unique(self.batch)
        self.batch_of = dict(zip(self.plate, self.batch))
        self.dmso = (wells.compound == "DMSO").values
        treated = wells[~self.dmso].drop_duplicates(["compound", "dose"]).sort_values(["compound", "dose"])
        self.compound, self.tbatch, self.moa = (treated[c].values for c in ("compound", "batch", "moa"))
        index = {key: i for i, key in enumerate(zip(treated.compound, treated.dose))}
        self.treatment = np.array([index.get(key, -1) for key in zip(wells.compound, wells.dose)])
        self.wells_of = [np.where(self.treatment == t)[0] for t in range(len(treated))]
        names = [c for c in wells.columns if c.split("_")[0] in ("Cells", "Cytoplasm", "Nuclei")]
        self.x = wells[[c for c in names if not POSITION.search(c)]].values.astype(float)
        self.everything = np.ones(len(wells), bool)

    def profiles(self, x, mask=None, how=np.mean):
        out = np.full((len(self.wells_of), x.shape[1]), np.nan)
        for t, rows in enumerate(self.wells_of):
            rows = rows if mask is None else rows[mask[rows]]
            if len(rows):
                out[t] = how(x[rows], axis=0)
        return out


def unit(x):
    length = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(length > 0, length, 1)


def average_precision(similarity, positive):
    positive = positive[np.argsort(-similarity, kind="stable")]
    return (np.cumsum(positive) / np.arange(1, len(positive) + 1))[positive].mean()


# --- steps -----------------------------------------------------------------------------------------------------------

def by_group(s, x, groups, step):
    y = np.empty_like(x)
    for group in np.unique(groups):
        m = groups == group
        y[m] = step(x[m], x[m & s.dmso])
    return y


def safe(scale, centre):
    return np.where(scale > 1e-12 * np.abs(centre), scale, 1)


def standardize(x, r):
    return (x - r.mean(0)) / safe(r.std(0), r.mean(0))


def mad_robustize(x, r):
    m = np.median(r, 0)
    return (x - m) / safe(1.4826 * np.median(np.abs(r - m), 0), m)


def pooled(s, x, groups):
    y = by_group(s, x, groups, lambda x, r: x - r.mean(0))
    sd = y[s.dmso].std(0)
    return y / np.where(sd > 0, sd, 1)


def log_positive(x):
    x, positive = x.copy(), (x > 0).all(0)
    x[:, positive] = np.log(x[:, positive])
    return x


def uncorrelated(x, threshold=0.9):
    r = np.corrcoef(x.T)
    total = np.abs(r).sum(1)
    i, j = np.where(np.tril(r, -1) > threshold)
    return np.setdiff1d(np.arange(len(r)), np.where(total[i] > total[j], i, j))


def once(fit):
    """Keeps the last fit: candidates that differ in epsilon or shrinkage only share it."""
    kept = []

    def fitted(s, x, mask):
        if not kept or kept[0] is not x or not np.array_equal(kept[1], mask):
            kept[:] = x, mask, fit(s, x, mask)
        return kept[2]

    return fitted


@once
def controls_svd(s, x, mask):
    r = x[s.dmso & mask]
    mean, sd = r.mean(0), np.where(r.std(0) > 0, r.std(0), 1)
    n, d = r.shape
    _, v, vt = np.linalg.svd((r - mean) / sd, full_matrices=n <= d)
    if n <= d:
        rank = int((v > 1e-10 * v[0]).sum())
        v = np.r_[v[:rank], np.full(d - rank, v[rank - 1])]
    return mean, sd, v, vt, n


def spherize(s, x, mask, epsilon):
    mean, sd, v, vt, n = controls_svd(s, x, mask)
    return ((x - mean) / sd) @ ((vt.T / (v + epsilon)) @ vt * np.sqrt(n - 1))


def power(c, exponent):
    w, v = np.linalg.eigh(c)
    return (v * w ** exponent) @ v.T


def tvn(s, x, mask):
    controls = s.dmso & mask
    mean = x[controls].mean(0)
    _, v, vt = np.linalg.svd(x[controls] - mean, full_matrices=False)
    y = (x - mean) @ vt[:(v > 1e-8 * v[0]).sum()].T
    y = (y - y[controls].mean(0)) / y[controls].std(0)
    ridge = 0.5 * np.eye(y.shape[1])
    target, z = power(np.cov(y[controls].T) + ridge, 0.5), np.empty_like(y)
    for b in s.batches:
        m = s.batch == b
        z[m] = y[m] @ power(np.cov(y[m & s.dmso].T) + ridge, -0.5) @ target
    return z


@once
def replicate_covariance(s, x, mask):
    groups = s.wells_of + [np.where(s.dmso & (s.batch == b))[0] for b in s.batches]
    scatter, freedom = np.zeros((x.shape[1],) * 2), 0
    for rows in (g[mask[g]] for g in groups):
        if len(rows) > 1:
            r = x[rows] - x[rows].mean(0)
            scatter += r.T @ r
            freedom += len(rows) - 1
    return np.linalg.eigh(scatter / freedom)


def within_replicates(s, x, mask, shrinkage):
    w, v = replicate_covariance(s, x, mask)
    return x @ ((v * ((1 - shrinkage) * w + shrinkage * w.mean()) ** -0.5) @ v.T)


def axes(s, x, mask):
    t = s.profiles(x, mask)
    return np.linalg.svd(t[~np.isnan(t[:, 0])], full_matrices=False)[2]


FEATURES = ("cleaned", "cleaned log", "cleaned correlation 0.9")
NORMALIZE = {
    "standardize/plate": lambda s, x: by_group(s, x, s.plate, standardize),
    "mad_robustize/plate": lambda s, x: by_group(s, x, s.plate, mad_robustize),
    "standardize/batch": lambda s, x: by_group(s, x, s.batch, standardize),
    "mad_robustize/batch": lambda s, x: by_group(s, x, s.batch, mad_robustize),
    "centre/plate+pooled sd": lambda s, x: pooled(s, x, s.plate),
    "centre/batch+pooled sd": lambda s, x: pooled(s, x, s.batch),
}
SPHERE = {"none": lambda s, x, m: x, "tvn": tvn}
SPHERE |= {f"spherize ZCA-cor {e:g}": lambda s, x, m, e=e: spherize(s, x, m, e) for e in (1e-6, 1, 3, 10, 30)}
SPHERE |= {f"within-replicate {l:g}": lambda s, x, m, l=l: within_replicates(s, x, m, l) for l in (.05, .2, .5, .8)}
AXES = (0, 10, 20, 40)


# --- criteria, without mechanisms --------------------------------------------------------------------------------------

def mean_over_treatments(records):
    return pd.DataFrame(records).groupby(0).mean().mean().values


def cross_dose(s, space):
    """w and x; the space of a batch's queries is fitted without the batch."""
    records = []
    for b in s.batches:
        inside = s.tbatch == b
        if len(set(s.compound[inside])) < 2:
            continue
        x = space(s.batch != b)
        for p in (p for p in s.plates if s.batch_of[p] == b):
            queries = np.where((s.plate == p) & ~s.dmso)[0]
            t = s.profiles(x, s.plate != p)
            there = ~np.isnan(t[:, 0])
            u = unit(np.where(there[:, None], t, 0))
            cosine = unit(x[queries]) @ u.T
            partners, outside = np.where(inside & there)[0], there & ~inside
            a, q = u[partners] @ u[outside].T, cosine[:, outside]
            second = unit(q - q.mean(1, keepdims=True)) @ unit(a - a.mean(1, keepdims=True)).T
            for k, well in enumerate(queries):
                own = s.treatment[well]
                other = partners != own
                same = (s.compound[partners] == s.compound[own])[other]
                if same.any() and not same.all():
                    records.append((own, average_precision(cosine[k, partners][other], same),
                                    average_precision(second[k][other], same)))
    return mean_over_treatments(records)


def cycle(s, x):
    u, records = unit(s.profiles(x)), []
    for p in s.plates:
        inside = s.tbatch == s.batch_of[p]
        queries = np.where((s.plate == p) & ~s.dmso)[0]
        if len(queries) == 0 or len(set(s.compound[inside])) < 2:
            continue
        t = s.profiles(x, s.plate != p)
        back = np.where(inside & ~np.isnan(t[:, 0]))[0]
        outside = np.where(~inside)[0]
        found = outside[(unit(x[queries]) @ u[outside].T).argmax(1)]
        for well, neighbour in zip(queries, found):
            same = s.compound[back] == s.compound[s.treatment[well]]
            if same.any() and not same.all():
                records.append((s.treatment[well], average_precision(unit(t[back]) @ u[neighbour], same)))
    return mean_over_treatments(records)[0]


def replicates(s, space):
    records = []
    for b in s.batches:
        rows = np.where((s.batch == b) & ~s.dmso)[0]
        own, plate = s.treatment[rows], s.plate[rows]
        if len(set(own)) < 2:
            continue
        u = unit(space(s.batch != b)[rows])
        cosine = u @ u.T
        for i in range(len(rows)):
            m = (plate != plate[i]) & ((s.compound[own] != s.compound[own[i]]) | (own == own[i]))
            same = own[m] == own[i]
            if same.any() and not same.all():
                records.append((own[i], average_precision(cosine[i][m], same)))
    return mean_over_treatments(records)[0]


# --- the score that is reported -----------------------------------------------------------------------------------------

def nsc_nscb(s, t):
    cosine = unit(t) @ unit(t).T
    counts = []
    for used, apart in ((np.ones(len(t), bool), False), (~np.isin(s.moa, EXCLUDED), True)):
        c, b, moa = s.compound[used], s.tbatch[used], s.moa[used]
        allowed = c[:, None] != c[None]
        if apart:
            allowed &= b[:, None] != b[None]
        nearest = np.where(allowed, cosine[np.ix_(used, used)], -2).argmax(1)
        counts.append(int((moa[nearest] == moa).sum()))
    return counts


def main(folder, out):
    s = Screen(read(folder))
    rows = []
    for features, normalize in itertools.product(FEATURES, NORMALIZE):
        x = NORMALIZE[normalize](s, log_positive(s.x) if features == "cleaned log" else s.x)
        x = x[:, np.isfinite(x).all(0) & (x[s.dmso].std(0) > 0)]
        if features == "cleaned correlation 0.9":
            x = x[:, uncorrelated(x)]
        for sphere in SPHERE:
            spaces = {}

            def fitted(mask):
                key = mask.tobytes()
                if key not in spaces:
                    y = SPHERE[sphere](s, x, mask)
                    spaces[key] = y, axes(s, y, mask)
                return spaces[key]

            for count in AXES:
                def space(mask):
                    y, directions = fitted(mask)
                    return y @ directions[:count].T if count else y

                y = space(s.everything)
                w, second = cross_dose(s, space)
                c = cycle(s, y)
                j = (w + second) / 2
                rows.append([features, normalize, sphere, count, w, second, j, c, (j + c) / 2, replicates(s, space),
                             *nsc_nscb(s, s.profiles(y, how=np.median)), *nsc_nscb(s, s.profiles(y))])
        print(features, normalize, file=sys.stderr, flush=True)
    table = pd.DataFrame(rows, columns=["features", "normalize", "sphere", "axes", "w", "x", "j", "c", "j2", "replicates",
                                        "nsc_median", "nscb_median", "nsc_mean", "nscb_mean"])
    table.sort_values("j2", ascending=False).round(4).to_csv(out, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
