#!/usr/bin/env python3
"""Prints the tables of docs/models/gold-v1.md from the figures of evaluate_gold.py, and draws the curves of the losses.

    /usr/bin/python3 training/gold_tables.py docs/models/gold-v1.json
    /usr/bin/python3 training/gold_tables.py docs/models/gold-v1.json --curves SCRATCH --out docs/models
"""

import argparse
import csv
import json
import pathlib

from gold_data import IMAGES

METHODS = (("network", "gold-v1, threshold from trained images"), ("networkDeclared", "gold-v1, threshold 0.5"),
           ("networkCrossed", "gold-v1, threshold from left-out images"),
           ("networkWithFloor", "gold-v1, threshold with a floor for false particles"),
           ("laplacianOfGaussian", "Laplacian of Gaussian"),
           ("floodFill", "threshold + flood fill"))


def with_interval(rates, name):
    low, high = rates[f"{name}95Particles"]
    first, last = rates[f"{name}95Images"]
    return f"{rates[name]:.3f} ({low:.3f} to {high:.3f}; {first:.3f} to {last:.3f})"


def scores(report):
    print("| Method | Particles | Right | False | Missed | Precision | Recall | F1 |")
    print("|---|---|---|---|---|---|---|---|")
    for key, name in METHODS:
        for size, label in (("all", "6 and 12 nm"), ("6", "6 nm"), ("12", "12 nm")):
            r = report[key][size]
            print(f"| {name} | {label} | {r['found']} | {r['false']} | {r['missed']} | "
                  + " | ".join(with_interval(r, rate) for rate in ("precision", "recall", "f1")) + " |")
    print()
    print("| Method | Size group right, of the matches |")
    print("|---|---|")
    for key, name in METHODS:
        low, high = report[key]["groupRight95Particles"]
        print(f"| {name} | {report[key]['groupRight']:.3f} ({low:.3f} to {high:.3f}) |")


def changes(report):
    print("| Change | F1 | Difference | Right | False | Missed | Size group right |")
    print("|---|---|---|---|---|---|---|")
    for name, values in report["changes"].items():
        r = values["rates"]["all"]
        print(f"| {name} | {values['f1']:.4f} | {values['change']:+.4f} | {r['found']} | {r['false']} | {r['missed']} "
              f"| {values['rates']['groupRight']:.3f} |")


def rest(report):
    print("| Left out | Threshold of gold-v1 from trained images | from left-out images | with a floor | "
          "LoG: flattened, sigma, window, diameter factor, threshold | "
          "Flood fill: blur, dark below, diameter factor, smallest nm, circularity |")
    print("|---|---|---|---|---|---|")
    for name, log, flood in zip(IMAGES, report["laplacianOfGaussianSettings"], report["floodFillSettings"]):
        print(f"| {name} | {report['thresholdsFromTrained'][name]} | {report['thresholdsCrossed'][name]} | "
              f"{report['thresholdsWithFloor'][name]} | "
              f"{', '.join(map(str, log))} | {', '.join(map(str, flood))} |")
    print()
    print("| Image | What | x | y | Diameter, nm | Confidence | At which threshold |")
    print("|---|---|---|---|---|---|---|")
    for image, what, x, y, diameter, *confidence in report["errorsDeclared"]:
        print(f"| {image} | {what} | {x} | {y} | {diameter} | {confidence[0] if confidence else ''} | "
              f"{'both' if [image, what, x, y, diameter, *confidence] in report['errors'] else '0.5 only'} |")


def by_threshold(report):
    print("| Threshold | F1 | False particles a megapixel, simulated, the six networks | the shipped one |")
    print("|---|---|---|---|")
    for row in report["byThreshold"]:
        *folds, shipped = row["falsePerMegapixelSimulated"]
        print(f"| {row['threshold']} | {row['f1']:.4f} | {min(folds)} to {max(folds)} | {shipped} |")


def curves(scratch, folder):
    """One CSV and one SVG of the losses of all folds and of the shipped network."""
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "gold-v1"
    from matplotlib import pyplot
    rows = []
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8, 3))
    labels = {"simulated": "simulation alone", **{name: f"without {name}" for name in IMAGES}, "final": "all six"}
    for name, label in labels.items():
        with open(scratch / f"{name}.csv", newline="") as file:
            part = list(csv.DictReader(file))
        rows += [(label, r["step"], r["centre_loss"], r["diameter_loss"]) for r in part]
        steps = [int(r["step"]) for r in part]
        left.plot(steps, [float(r["centre_loss"]) for r in part], label=label, linewidth=1)
        right.plot(steps, [float(r["diameter_loss"]) for r in part], linewidth=1)
    left.set(xlabel="step", ylabel="centre loss", yscale="log")
    right.set(xlabel="step", ylabel="diameter loss", yscale="log")
    left.legend(fontsize=6)
    figure.tight_layout()
    figure.savefig(folder / "gold-v1-curves.svg", metadata={"Date": None})
    with open(folder / "gold-v1-curves.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("run", "step", "centre_loss", "diameter_loss"), *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--curves", type=pathlib.Path, help="folder of the runs' CSV files")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("."))
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text())
    for table in (scores, by_threshold, changes, rest):
        table(report)
        print()
    if arguments.curves:
        curves(arguments.curves, arguments.out)


if __name__ == "__main__":
    main()
