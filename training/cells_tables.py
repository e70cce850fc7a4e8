#!/usr/bin/env python3
"""Prints the tables of docs/models/cells-v1.md from the figures of evaluate_cells.py; draws the losses and the figures.

    /usr/bin/python3 training/cells_tables.py docs/models/cells-v1.json --log SCRATCH/cells.csv --out docs/models
"""

import argparse
import csv
import json
import pathlib

MODELS = ("cells-v1", "scatter-v1", "random", "cells-v1, code histogram")
COLOURS = {"cells-v1": "#1f5fbf", "scatter-v1": "#d9822b", "random": "#8a8a8a", "cells-v1, code histogram": "#7fb3e6"}


def with_interval(figure, sign=""):
    low, high = figure["interval95"]
    return f"{figure['value']:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


def verdict(difference):
    """Whether the interval of a difference is above 0, below it, or holds it."""
    low, high = difference["interval95"]
    return "better" if low > 0 else "worse" if high < 0 else "not told apart"


def values(report):
    print("| Measure | Units | cells-v1 | scatter-v1 | Random networks, mean of three | "
          "cells-v1, code histogram alone |")
    print("|---|---|---|---|---|---|")
    for row in report:
        cells = " | ".join(with_interval(row["models"][name]) for name in MODELS)
        print(f"| {row['measure']} | {row['units']} | {cells} |")


def differences(report):
    print("| Measure | cells-v1 − scatter-v1 | | cells-v1 − random | |")
    print("|---|---|---|---|---|")
    for row in report:
        parts = [row["cells-v1 minus"][name] for name in ("scatter-v1", "random")]
        print(f"| {row['measure']} | " + " | ".join(f"{with_interval(p, '+')} | {verdict(p)}" for p in parts) + " |")


def drawing_tools():
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "cells-v1"
    matplotlib.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot
    return pyplot


def curves(log, folder):
    """The losses over the steps, means of 200 steps, and how many codes are in use."""
    pyplot = drawing_tools()
    with open(log, newline="") as file:
        table = list(csv.DictReader(file))
    groups = [table[i:i + 4] for i in range(0, len(table) - 3, 4)]
    names = [name for name in table[0] if name != "step"]
    rows = [[group[-1]["step"], *(round(sum(float(r[name]) for r in group) / 4, 4) for name in names)]
            for group in groups]
    with open(folder / "cells-v1-curves.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["step", *names], *rows])
    columns = dict(zip(["step", *names], zip(*[[float(v) for v in row] for row in rows])))
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(9.5, 2.8))
    for name in ("drawing", "commitment"):
        left.plot(columns["step"], columns[name], label=name, linewidth=1)
    left.set(xlabel="step", ylabel="squared error", yscale="log")
    left.legend(fontsize=7)
    middle.plot(columns["step"], columns["identity"], label="identity", linewidth=1)
    middle.plot(columns["step"], columns["identity_by_chance"], label="by chance", linewidth=1, color="#8a8a8a")
    middle.set(xlabel="step", ylabel="cross-entropy, nats")
    middle.legend(fontsize=7)
    right.plot(columns["step"], columns["perplexity"], linewidth=1)
    right.set(xlabel="step", ylabel="codes in use (perplexity), of 64", ylim=(0, 64))
    figure.tight_layout()
    figure.savefig(folder / "cells-v1-curves.svg", metadata={"Date": None})


def figures(report, folder):
    """Every measure's value with its interval, the models side by side."""
    pyplot = drawing_tools()
    shown = [row for row in report if "sphered" not in row["measure"]]
    figure, axes = pyplot.subplots(figsize=(8.5, 0.42 * len(shown) + 0.9))
    for place, row in enumerate(shown):
        for number, name in enumerate(MODELS):
            value = row["models"][name]
            low, high = value["interval95"]
            height = place + 0.18 * (number - 1.5)
            axes.plot([low, high], [height, height], color=COLOURS[name], linewidth=1.5)
            axes.plot(value["value"], height, "o", color=COLOURS[name], markersize=4,
                      label=name if place == 0 else None)
    axes.set_yticks(range(len(shown)), [row["measure"] for row in shown], fontsize=7)
    axes.set_xlim(0, 1.02)
    axes.invert_yaxis()
    axes.grid(axis="x", linewidth=0.3)
    axes.legend(fontsize=7, loc="lower left")
    figure.tight_layout()
    figure.savefig(folder / "cells-v1-figures.svg", metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--log", type=pathlib.Path, help="the CSV of the training")
    parser.add_argument("--out", type=pathlib.Path, help="where the drawings go")
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text())
    values(report)
    print()
    differences(report)
    if arguments.out:
        figures(report, arguments.out)
        if arguments.log:
            curves(arguments.log, arguments.out)


if __name__ == "__main__":
    main()
