#!/usr/bin/env python3
"""Leave-one-image-out evaluation of the gold detector beside two filters; the protocol is in docs/models/gold-v1.md.

    /usr/bin/python3 training/evaluate_gold.py --data ../shared/data/gold --work SCRATCH --out docs/models/gold-v1.json

Folds whose weights are not yet in SCRATCH are trained first (train_gold.py --leave-out), about five minutes each.
"""

import argparse
import hashlib
import json
import pathlib
import pickle
import subprocess
import sys

import numpy as np
import torch
from PIL import Image
from scipy import ndimage

import gold_simulation as simulation
from gold_baselines import DarkComponents, Laplacians
from gold_data import IMAGES, load, read_grey
from gold_detect import detect, group, match
from gold_network import PIXEL_NM, GoldNetwork, folded

MARGIN = 160
LOGITS = np.arange(-2.6, 2.81, 0.1)
THRESHOLDS = 1 / (1 + np.exp(-LOGITS))
LOG_THRESHOLDS = np.geomspace(0.07, 0.4, 24)
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


# What the picture may suffer. Each takes a scene and a seeded generator and gives a scene.

def quarter(turns, mirror=False):
    def apply(scene, rng):
        image, region, truth = scene.image, scene.region, scene.truth.copy()
        if mirror:
            image, region = image[:, ::-1], region[:, ::-1]
            truth[:, 0] = image.shape[1] - 1 - truth[:, 0]
        for _ in range(turns):
            truth[:, :2] = np.stack([truth[:, 1], image.shape[1] - 1 - truth[:, 0]], 1)
            image, region = np.rot90(image), np.rot90(region)
        return Scene(np.ascontiguousarray(image), truth, region, median=scene.median)
    return apply


def turned(degrees):
    def apply(scene, rng):
        angle = np.deg2rad(degrees)
        matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])  # on (y, x)
        middle = (np.array(scene.image.shape) - 1) / 2
        side = int(np.ceil(np.hypot(*scene.image.shape)))
        new_middle = np.array([(side - 1) / 2] * 2)
        offset = middle - matrix @ new_middle
        image = ndimage.affine_transform(scene.image, matrix, offset, (side, side), order=3, mode="reflect")
        region = ndimage.affine_transform(scene.region.astype(float), matrix, offset, (side, side), order=1) > 0.5
        moved = (scene.truth[:, 1::-1] - middle) @ matrix + new_middle
        truth = np.column_stack([moved[:, ::-1], scene.truth[:, 2]])
        return Scene(image, truth, region, median=scene.median).changed(image)
    return apply


def scaled(factor):
    def apply(scene, rng):
        from gold_detect import resampled
        image = np.round(np.clip(resampled(scene.image, factor), 0, 1) * 255) / 255
        fy, fx = image.shape[0] / scene.image.shape[0], image.shape[1] / scene.image.shape[1]
        truth = scene.truth.copy()
        truth[:, 0], truth[:, 1] = (truth[:, 0] + 0.5) * fx - 0.5, (truth[:, 1] + 0.5) * fy - 0.5
        region = np.asarray(Image.fromarray(scene.region).resize(image.shape[::-1], Image.NEAREST))
        return Scene(image, truth, region, PIXEL_NM / factor, scene.median)
    return apply


def grey(function):
    return lambda scene, rng: scene.changed(function(scene.image, rng))


def darkened(maker, count):
    def function(image, rng):
        for _ in range(count):
            image = image * maker(rng, image.shape)
        return image
    return grey(function)


CHANGES = {
    "turned by 90°": quarter(1), "turned by 180°": quarter(2), "turned by 270°": quarter(3),
    "mirrored": quarter(0, True), "mirrored, turned by 90°": quarter(1, True),
    "turned by 17°": turned(17), "turned by 45°": turned(45),
    "brightness × 0.7": grey(lambda x, r: x * 0.7), "brightness × 1.3": grey(lambda x, r: x * 1.3),
    "contrast × 0.7": grey(lambda x, r: x.mean() + 0.7 * (x - x.mean())),
    "contrast × 1.3": grey(lambda x, r: x.mean() + 1.3 * (x - x.mean())),
    "noise, 5 grey levels": grey(lambda x, r: x + r.normal(0, 5 / 255, x.shape)),
    "noise, 10 grey levels": grey(lambda x, r: x + r.normal(0, 10 / 255, x.shape)),
    "blur, sigma 1 px": grey(lambda x, r: ndimage.gaussian_filter(x, 1.0)),
    "blur, sigma 1.5 px": grey(lambda x, r: ndimage.gaussian_filter(x, 1.5)),
    "JPEG, quality 60": grey(lambda x, r: simulation.jpeg(np.clip(x, 0, 1), 60)),
    "scale 0.7": scaled(0.7), "scale 0.85": scaled(0.85), "scale 1.2": scaled(1.2), "scale 1.4": scaled(1.4),
    "three shadows": darkened(simulation.shadow, 3),
    "two membrane folds": darkened(lambda rng, shape: simulation.fold(rng, shape, 0.4), 2),
}
SPOILED = ("noise, 5 grey levels", "blur, sigma 1 px", "contrast × 0.7")  # beside the clean ones, to choose thresholds


def network_of(path):
    network = GoldNetwork()
    network.load_state_dict(torch.load(path))
    return folded(network)


def fold_models(data, work):
    work.mkdir(parents=True, exist_ok=True)
    for name in IMAGES:
        path = work / f"{name}.pt"
        if not path.exists():
            script = pathlib.Path(__file__).with_name("train_gold.py")
            subprocess.run([sys.executable, script, "--data", data, "--scratch", work / "crops", "--weights", path,
                            "--leave-out", name, "--log", work / f"{name}.csv"], check=True)
    return [network_of(work / f"{name}.pt") for name in IMAGES]


def simulated_scenes(count, gold, seed):
    rng = np.random.default_rng(seed)
    scenes = []
    for _ in range(count):
        image, particles = simulation.micrograph(rng, 512, gold)
        truth = np.array(particles, float).reshape(-1, 3)
        truth = truth[group(truth[:, 2]) != 18]  # as in the annotated images
        truth[:, 2] = group(truth[:, 2])
        scenes.append(Scene(image, truth, np.ones(image.shape, bool)))
    return scenes


def evaluate_fold(scenes, index, model):
    """One fold on its left-out image, clean and changed, with the threshold of the other five."""
    rest = [s for i, s in enumerate(scenes) if i != index]
    rest += [CHANGES[name](s, np.random.default_rng(50)) for name in SPOILED for s in rest]
    threshold, best = best_threshold(rest, [detect(model, s.image) for s in rest], THRESHOLDS)
    scene, clean, changed, errors = scenes[index], Score(), {}, []
    found = detect(model, scene.image)
    pairs, kept = clean.add(scene, found[found[:, 3] >= threshold], index)
    hits = set(pairs[:, 1])
    errors += [(IMAGES[index], "missed", *scene.truth[i]) for i in range(len(scene.truth)) if i not in hits]
    errors += [(IMAGES[index], "false", *kept[i]) for i in set(range(len(kept))) - set(pairs[:, 0])]
    for number, (name, change) in enumerate(CHANGES.items()):
        other = change(scene, np.random.default_rng([60, number, index]))
        again = detect(model, other.image, other.pixel_nm)
        changed[name] = Score()
        changed[name].add(other, again[again[:, 3] >= threshold], index)
    print(f"{IMAGES[index]}: threshold {threshold:.3f} (F1 of the other five {best:.4f}), left out "
          f"{clean.f1():.4f}", flush=True)
    return {"threshold": threshold, "found": found, "clean": clean, "changed": changed, "errors": errors}


def evaluate_network(scenes, models, work):
    """All folds; the result of each is kept beside its weights, as long as these stay the same.

    `crossed` takes the threshold of an image from what the other folds found on their own left-out images. Those
    networks have been trained on it, though the choice looks neither at its particles nor at what is found in it.
    """
    folds = []
    for index, model in enumerate(models):
        if model is None:
            continue
        key = hashlib.sha256((work / f"{IMAGES[index]}.pt").read_bytes()).hexdigest()[:16]
        path = work / f"fold-{IMAGES[index]}-{key}.pickle"
        if not path.exists():
            path.write_bytes(pickle.dumps(evaluate_fold(scenes, index, model)))
        folds.append(pickle.loads(path.read_bytes()))
    final = best_threshold(scenes, [fold["found"] for fold in folds], THRESHOLDS)
    crossed = Score()
    for index, (scene, fold) in enumerate(zip(scenes, folds)):
        others = [i for i in range(len(folds)) if i != index]
        threshold, _ = best_threshold([scenes[i] for i in others], [folds[i]["found"] for i in others], THRESHOLDS)
        crossed.add(scene, fold["found"][fold["found"][:, 3] >= threshold], index)
    clean = Score.sum(fold["clean"] for fold in folds)
    changed = {name: Score.sum(fold["changed"][name] for fold in folds) for name in CHANGES}
    errors = [e for fold in folds for e in fold["errors"]]
    return clean, crossed, changed, [fold["threshold"] for fold in folds], final, errors


def evaluate_log(scenes):
    founds = {}
    for flat in (False, True):
        laplacians = [Laplacians(s.image, flat) for s in scenes]
        for setting in Laplacians.grid():
            founds[(flat, *setting)] = [one.particles(*setting) for one in laplacians]
    score, chosen = Score(), []
    for index, scene in enumerate(scenes):
        rest = [i for i in range(len(scenes)) if i != index]
        trials = []
        for setting, found in founds.items():
            part = [found[i] for i in rest]
            threshold, _ = best_threshold([scenes[i] for i in rest], part, LOG_THRESHOLDS)
            trial = Score.sum(one_score(scenes[i], found[i][found[i][:, 3] >= threshold], i) for i in rest)
            rates = Score.rates(trial.truths, trial.false)
            trials.append((rates["all"]["f1"] + rates["groupRight"], setting, threshold))
        _, setting, threshold = max(trials)
        chosen.append([*setting, round(threshold, 4)])
        found = founds[setting][index]
        score.add(scene, found[found[:, 3] >= threshold], index)
    best = max(best_threshold(scenes, found, LOG_THRESHOLDS)[1]
               for setting, found in founds.items() if setting[-1] == 0.95)
    return score, chosen, best


def evaluate_flood(scenes):
    components = [DarkComponents(s.image, s.median) for s in scenes]
    grid = list(DarkComponents.grid())
    parts = [[] for _ in grid]
    for number, setting in enumerate(grid):
        parts[number] = [one_score(scene, component.particles(*setting), 0)
                         for scene, component in zip(scenes, components)]
    score, chosen = Score(), []
    for index, scene in enumerate(scenes):
        rest = [i for i in range(len(scenes)) if i != index]

        def merit(number):
            whole = Score.sum(parts[number][i] for i in rest)
            rates = Score.rates(whole.truths, whole.false)
            return rates["all"]["f1"] + rates["groupRight"]

        setting = grid[max(range(len(grid)), key=merit)]
        chosen.append([round(float(v), 3) for v in setting])
        score.add(scene, components[index].particles(*setting), index)
    return score, chosen


def false_particles(data, models, thresholds, empty):
    """Particles of any size per megapixel: in simulated pictures without gold, and far from every annotation."""
    simulated = [sum((detect(m, s.image)[:, 3] >= t).sum() for s in empty) for m, t in zip(models, thresholds)]
    area = sum(s.image.size for s in empty) / 1e6
    far, far_area = [], 0.0
    for index, name in enumerate(IMAGES):
        image, truth = load(data, name)
        free = np.ones(image.shape, bool)
        free[tuple(np.round(truth[:, 1::-1]).astype(int).T)] = False
        free = (ndimage.distance_transform_edt(free) > 100) & (ndimage.maximum_filter(image, 41) > 0.1)
        far_area += free.sum() / 1e6
        found = detect(models[index], image)
        found = found[found[:, 3] >= thresholds[index]]
        rows, columns = (np.clip(np.round(found[:, i]).astype(int), 0, image.shape[1 - i] - 1) for i in (1, 0))
        far += [(name, *row) for row in found[free[rows, columns]]]
    return simulated, area, far, far_area


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder of the folds' weights and crops")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="JSON of all figures")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(9)
    models = fold_models(arguments.data, arguments.work)
    scenes = [Scene.of(arguments.data, name) for name in IMAGES]
    logs, log_settings, log_best = evaluate_log(scenes)
    floods, flood_settings = evaluate_flood(scenes)
    for name, score in (("LoG", logs), ("flood", floods)):
        print(name, json.dumps(Score.rates(score.truths, score.false)), flush=True)
    clean, crossed, changed, thresholds, final, errors = evaluate_network(scenes, models, arguments.work)
    print("network", json.dumps(Score.rates(clean.truths, clean.false)), flush=True)
    simulated = Score()
    for scene in simulated_scenes(12, True, 301):
        found = detect(models[0], scene.image)
        simulated.add(scene, found[found[:, 3] >= thresholds[0]], 0)
    empty, area, far, far_area = false_particles(arguments.data, models, thresholds, simulated_scenes(24, False, 302))
    report = {
        "network": clean.summary(rng), "networkCrossed": crossed.summary(rng),
        "laplacianOfGaussian": logs.summary(rng), "floodFill": floods.summary(rng),
        "thresholds": dict(zip(IMAGES, [round(t, 4) for t in thresholds])), "shippedThreshold": round(final[0], 3),
        "f1WithOneThresholdBestOnAllSix": {"network": final[1], "laplacianOfGaussian": log_best},
        "laplacianOfGaussianSettings": log_settings, "floodFillSettings": flood_settings,
        "changes": {name: {"f1": score.f1(), "change": score.f1() - clean.f1(),
                           "rates": Score.rates(score.truths, score.false)} for name, score in changed.items()},
        "simulated": Score.rates(simulated.truths, simulated.false),
        "falsePerMegapixelSimulated": [round(float(n / area), 3) for n in empty], "simulatedMegapixels": area,
        "farPerMegapixel": len(far) / far_area, "farMegapixels": far_area,
        "errors": [[e[0], e[1], *[round(float(v), 2) for v in e[2:]]] for e in errors],
    }
    arguments.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    np.save(arguments.work / "far.npy", np.array([(IMAGES.index(n), *row) for n, *row in far]))
    print(json.dumps({k: report[k] for k in ("shippedThreshold", "falsePerMegapixelSimulated", "farPerMegapixel",
                                             "errors")}))
    for name, values in report["changes"].items():
        print(f"{name}: {values['change']:+.4f}")


if __name__ == "__main__":
    main()
