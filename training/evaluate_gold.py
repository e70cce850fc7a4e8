#!/usr/bin/env python3
"""Leave-one-image-out evaluation of the gold detector beside two filters; the protocol is in docs/models/gold-v1.md.

    /usr/bin/python3 training/evaluate_gold.py --data ../shared/data/gold --work SCRATCH --out docs/models/gold-v1.json

What is not yet in SCRATCH is trained first (train_gold.py): the beginning that all share, then each network, a quarter
of an hour each.
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
from scipy import ndimage

import gold_simulation as simulation
from gold_baselines import DarkComponents, Laplacians
from gold_changes import CHANGES
from gold_data import IMAGES, load
from gold_detect import detect, group
from gold_network import GoldNetwork, folded
from gold_scoring import Scene, Score, best_threshold, one_score

LOGITS = np.arange(-2.6, 2.81, 0.1)
THRESHOLDS = 1 / (1 + np.exp(-LOGITS))
LOG_THRESHOLDS = np.geomspace(0.07, 0.4, 24)
SPOILED = ("noise, 5 grey levels", "blur, sigma 1 px", "contrast × 0.7")  # beside the clean ones, to choose thresholds
DECLARED = 0.5  # the threshold that needs no choosing
FALSE_WANTED = 0.3  # particles a megapixel where there is no gold, on pictures kept for the choice of thresholds


def network_of(path):
    network = GoldNetwork()
    network.load_state_dict(torch.load(path))
    return folded(network)


def trained(data, work, name):
    """The network without the named image, or of all six where that is None; trained first if it is not there."""
    path = work / f"{name or 'final'}.pt"
    if not path.exists():
        if not (work / "crops" / "simulated.pt").exists():
            run_training("--simulated-only", "--threads", "2", "--scratch", work / "crops", "--log",
                         work / "simulated.csv")
        run_training("--data", data, "--scratch", work / "crops", "--weights", path, "--log", path.with_suffix(".csv"),
                     *(["--leave-out", name] if name else []))
    return path


def run_training(*arguments):
    subprocess.run([sys.executable, pathlib.Path(__file__).with_name("train_gold.py"), *arguments], check=True)


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


class Fold:
    """What one network finds: in its left-out image, clean and changed; in the others; where there is no gold."""

    def __init__(self, scenes, index, model, quiet):
        self.index = index
        self.found = detect(model, scenes[index].image)
        self.changed = {}
        for number, (name, change) in enumerate(CHANGES.items()):
            other = change(scenes[index], np.random.default_rng([60, number, index]))
            self.changed[name] = (other, detect(model, other.image, other.pixel_nm))
        self.of_trained = threshold_on(model, [s for i, s in enumerate(scenes) if i != index])
        self.least = least_threshold(model, quiet)
        print(f"{IMAGES[index]}: threshold from trained images {self.of_trained:.3f}, for few false particles "
              f"{self.least:.3f}", flush=True)

    @staticmethod
    def of(scenes, index, path, quiet):
        """Kept beside the weights, as long as these stay the same."""
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        kept = path.with_name(f"fold-{IMAGES[index]}-{key}.pickle")
        if not kept.exists():
            kept.write_bytes(pickle.dumps(Fold(scenes, index, network_of(path), quiet)))
        return pickle.loads(kept.read_bytes())

    def clean(self, scene, threshold):
        """The score of the left-out image as it is, and its errors."""
        score = Score()
        pairs, kept = score.add(scene, self.found[self.found[:, 3] >= threshold], self.index)
        hits, name = set(pairs[:, 1]), IMAGES[self.index]
        errors = [(name, "missed", *scene.truth[i]) for i in range(len(scene.truth)) if i not in hits]
        return score, errors + [(name, "false", *kept[i]) for i in set(range(len(kept))) - set(pairs[:, 0])]

    def change(self, name, threshold):
        scene, found = self.changed[name]
        return one_score(scene, found[found[:, 3] >= threshold], self.index)


def spoiled(scenes):
    """The scenes as they are, noisy, blurred and with less contrast: to choose thresholds on."""
    return scenes + [CHANGES[name](s, np.random.default_rng(50)) for name in SPOILED for s in scenes]


def threshold_on(model, scenes):
    """The best for what a network finds in scenes that it was trained on, as they are and spoiled."""
    scenes = spoiled(scenes)
    return best_threshold(scenes, [detect(model, s.image) for s in scenes], THRESHOLDS)[0]


def least_threshold(model, quiet):
    """The least threshold at which the simulated pictures without gold have at most FALSE_WANTED particles."""
    confidences = np.concatenate([detect(model, s.image)[:, 3] for s in quiet])
    area = sum(s.image.size for s in quiet) / 1e6
    good = [t for t in THRESHOLDS if (confidences >= t).sum() <= FALSE_WANTED * area]
    return float(good[0]) if good else 1.0


def crossed_threshold(scenes, folds):
    """The best for what the folds found on their own left-out images, as they are and spoiled; and its F1."""
    mine = [scenes[fold.index] for fold in folds]
    founds = [fold.found for fold in folds]
    for name in SPOILED:
        mine += [fold.changed[name][0] for fold in folds]
        founds += [fold.changed[name][1] for fold in folds]
    return best_threshold(mine, founds, THRESHOLDS)


def chosen_thresholds(scenes, folds):
    """That of each image from what the other networks found on their own left-out images."""
    return [crossed_threshold(scenes, [other for other in folds if other is not fold])[0] for fold in folds]


def evaluate_network(scenes, folds, thresholds):
    """The score of all left-out images as they are, that after each change, and the errors."""
    clean, errors = Score(), []
    for fold, threshold in zip(folds, thresholds):
        score, wrong = fold.clean(scenes[fold.index], threshold)
        clean = Score.sum([clean, score])
        errors += wrong
    changed = {name: Score.sum(fold.change(name, t) for fold, t in zip(folds, thresholds)) for name in CHANGES}
    return clean, changed, errors


def changes_of(clean, changed):
    return {name: {"f1": score.f1(), "change": score.f1() - clean.f1(),
                   "rates": Score.rates(score.truths, score.false)} for name, score in changed.items()}


def rounded(errors):
    return [[name, what, *[round(float(v), 2) for v in values]] for name, what, *values in errors]


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
    """Particles of any size: confidences in simulated pictures without gold; those far from every annotation."""
    simulated = [np.concatenate([detect(m, s.image)[:, 3] for s in empty]) for m in models]
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
    paths = [trained(arguments.data, arguments.work, name) for name in (*IMAGES, None)]
    scenes = [Scene.of(arguments.data, name) for name in IMAGES]
    quiet = simulated_scenes(60, False, 402)
    folds = [Fold.of(scenes, index, paths[index], quiet) for index in range(len(IMAGES))]
    declared, declared_changed, declared_errors = evaluate_network(scenes, folds, [DECLARED] * len(folds))
    of_trained = [fold.of_trained for fold in folds]
    clean, changed, errors = evaluate_network(scenes, folds, of_trained)
    crossed = chosen_thresholds(scenes, folds)
    floored = [max(threshold, fold.least) for threshold, fold in zip(crossed, folds)]
    logs, log_settings, log_best = evaluate_log(scenes)
    floods, flood_settings = evaluate_flood(scenes)
    others = {
        "networkDeclared": declared,
        "networkCrossed": evaluate_network(scenes, folds, crossed)[0],
        "networkWithFloor": evaluate_network(scenes, folds, floored)[0],
        "laplacianOfGaussian": logs, "floodFill": floods,
    }
    models = [network_of(path) for path in paths]
    simulated = Score()
    for scene in simulated_scenes(12, True, 301):
        found = detect(models[0], scene.image)
        simulated.add(scene, found[found[:, 3] >= of_trained[0]], 0)
    empty, area, far, far_area = false_particles(
        arguments.data, models, of_trained, simulated_scenes(24, False, 302))
    report = {
        "network": clean.summary(rng), **{name: score.summary(rng) for name, score in others.items()},
        "shippedThreshold": round(threshold_on(models[-1], scenes), 2),
        "thresholdsWithFloor": dict(zip(IMAGES, [round(t, 4) for t in floored])),
        "thresholdsCrossed": dict(zip(IMAGES, [round(t, 4) for t in crossed])),
        "thresholdsFromTrained": dict(zip(IMAGES, [round(t, 4) for t in of_trained])),
        "thresholdsForFewFalse": {IMAGES[fold.index]: round(fold.least, 4) for fold in folds},
        "f1WithOneThresholdBestOnAllSix": {
            "network": best_threshold(scenes, [fold.found for fold in folds], THRESHOLDS)[1],
            "laplacianOfGaussian": log_best},
        "laplacianOfGaussianSettings": log_settings, "floodFillSettings": flood_settings,
        "changes": changes_of(clean, changed), "changesDeclared": changes_of(declared, declared_changed),
        "simulated": Score.rates(simulated.truths, simulated.false),
        "byThreshold": [{
            "threshold": t,
            "f1": evaluate_network(scenes, folds, [t] * len(folds))[0].f1(),
            "falsePerMegapixelSimulated": [round(float((c >= t).sum() / area), 2) for c in empty],
        } for t in (0.35, 0.4, 0.425, 0.45, 0.475, 0.5, 0.55, 0.6, 0.65, 0.7)],
        "simulatedMegapixels": area, "farPerMegapixel": len(far) / far_area, "farMegapixels": far_area,
        "errors": rounded(errors), "errorsDeclared": rounded(declared_errors),
    }
    arguments.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    np.save(arguments.work / "far.npy", np.array([(IMAGES.index(n), *row) for n, *row in far]))
    print(json.dumps({k: report[k] for k in ("byThreshold", "farPerMegapixel", "errors")}))
    for name, values in report["changes"].items():
        print(f"{name}: {values['change']:+.4f}")


if __name__ == "__main__":
    main()
