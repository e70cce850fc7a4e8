"""Parts of pictures with the truth in them, what counts as found there, and rates with intervals."""

import pathlib

import numpy as np

from gold_data import IMAGES, load, read_grey
from gold_detect import group, match
from gold_network import PIXEL_NM

MARGIN = 160
RESAMPLES = 2000


class Scene:
    """A part of a picture around its region, with the truth in it and where it counts."""

    def __init__(self, image, truth, region, pixel_nm=PIXEL_NM, median=None):
        self.image, self.truth, self.region, self.pixel_nm = image, truth, region, pixel_nm
        self.median = np.median(image) if median is None else median

    @staticmethod
    def of(data, name):
        image, truth = load(data, name)
        region = read_grey(pathlib.Path(data) / "regions" / f"{name}.png") > 0.5
        rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
        top, left = max(0, rows[0] - MARGIN) // 8 * 8, max(0, columns[0] - MARGIN) // 8 * 8
        bottom, right = rows[-1] + MARGIN, columns[-1] + MARGIN
        return Scene(image[top:bottom, left:right], truth - [left, top, 0], region[top:bottom, left:right],
                     median=np.median(image))

    def inside(self, found):
        """Particles of 6 and 12 nm with their centre in the region."""
        found = found[group(found[:, 2]) != 18]
        x = np.clip(np.round(found[:, 0]).astype(int), 0, self.image.shape[1] - 1)
        y = np.clip(np.round(found[:, 1]).astype(int), 0, self.image.shape[0] - 1)
        return found[self.region[y, x]]

    def changed(self, values):
        return Scene(np.round(np.clip(values, 0, 1) * 255) / 255, self.truth, self.region, self.pixel_nm, self.median)


class Score:
    """Truths and false particles as units: what bootstraps resample. Columns: size, found, group right | group."""

    def __init__(self):
        self.truths, self.false = [], []

    @staticmethod
    def sum(parts):
        whole = Score()
        for part in parts:
            whole.truths += part.truths
            whole.false += part.false
        return whole

    def add(self, scene, found, image):
        found = scene.inside(found)
        pairs = match(found, scene.truth, scene.pixel_nm)
        partner = dict(zip(pairs[:, 1], pairs[:, 0]))
        for index, (_, _, size) in enumerate(scene.truth):
            row = partner.get(index)
            self.truths.append((size, row is not None, 0 if row is None else group(found[row, 2]), image))
        self.false += [(group(found[row, 2]), image) for row in set(range(len(found))) - set(pairs[:, 0])]
        return pairs, found

    @staticmethod
    def rates(truths, false):
        """Precision, recall, F1 over all and per size, and the share of matches with the right group."""
        truths, false = np.array(truths, float).reshape(-1, 4), np.array(false, float).reshape(-1, 2)
        hit = truths[:, 1] == 1
        right = hit & (truths[:, 0] == truths[:, 2])
        out = {"all": three(hit.sum(), len(false), len(truths) - hit.sum())}
        for size in (6, 12):
            mine = truths[:, 0] == size
            wrong = (hit & ~mine & (truths[:, 2] == size)).sum()
            correct = (right & mine).sum()
            out[str(size)] = three(correct, (false[:, 0] == size).sum() + wrong, mine.sum() - correct)
        out["groupRight"] = float(right.sum() / max(hit.sum(), 1))
        return out

    def summary(self, rng):
        """The rates with 95 % intervals: particles resampled, and whole images resampled."""
        truths, false = np.array(self.truths, float), np.array(self.false, float).reshape(-1, 2)
        out = self.rates(truths, false)
        by_particle, by_image = [], []
        units = len(truths) + len(false)
        for _ in range(RESAMPLES):
            drawn = rng.integers(0, units, units)
            by_particle.append(self.rates(truths[drawn[drawn < len(truths)]],
                                          false[drawn[drawn >= len(truths)] - len(truths)]))
            images = rng.integers(0, len(IMAGES), len(IMAGES))
            by_image.append(self.rates(np.concatenate([truths[truths[:, 3] == i] for i in images]),
                                       np.concatenate([false[false[:, 1] == i] for i in images])))
        for key in ("all", "6", "12"):
            for name in ("precision", "recall", "f1"):
                for label, draws in (("particles", by_particle), ("images", by_image)):
                    values = [draw[key][name] for draw in draws]
                    out[key][f"{name}95{label.capitalize()}"] = [round(float(v), 4)
                                                                 for v in np.percentile(values, [2.5, 97.5])]
        out["groupRight95Particles"] = [round(float(v), 4) for v in np.percentile(
            [draw["groupRight"] for draw in by_particle], [2.5, 97.5])]
        return out

    def f1(self):
        return self.rates(self.truths, self.false)["all"]["f1"]


def three(hits, false, missed):
    return {"found": int(hits), "false": int(false), "missed": int(missed),
            "precision": float(hits / max(hits + false, 1)), "recall": float(hits / max(hits + missed, 1)),
            "f1": float(2 * hits / max(2 * hits + false + missed, 1))}


def one_score(scene, found, image):
    score = Score()
    score.add(scene, found, image)
    return score


def f1_of(scenes, founds):
    return Score.sum(one_score(scene, found, 0) for scene, found in zip(scenes, founds)).f1()


def best_threshold(scenes, founds, thresholds):
    """The middle of the thresholds whose F1 is within 0.001 of the best, and that best."""
    values = np.array([f1_of(scenes, [f[f[:, 3] >= t] for f in founds]) for t in thresholds])
    good = np.flatnonzero(values >= values.max() - 0.001)
    return float(thresholds[good[len(good) // 2]]), float(values.max())
