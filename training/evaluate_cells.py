#!/usr/bin/env python3
"""Measures cells-v1 beside scatter-v1 and random networks of its shape; the protocol is in docs/models/cells-v1.md.

    /usr/bin/python3 training/evaluate_cells.py --data ../shared/data --work SCRATCH --weights SCRATCH/cells.pt \\
        --program "dotnet benchmarks/bin/Release/net10.0/HcsGrid.Benchmarks.dll" --out docs/models/cells-v1.json

SCRATCH holds the screens that training/README.md lists, in sim/. Embeddings are kept in SCRATCH/embedded.
"""

import argparse
import functools
import hashlib
import json
import pathlib
import shlex

import numpy as np
import torch

import cells_tests as tests
from cells_baselines import Network, Shipped, random_network, trained_network
from cells_data import Bank, training_planes
from cells_measures import resampled
from cells_network import WIDTH

SEEDS = (1, 2, 3)
RESAMPLES = 2000
SINGLE = {"sbs96": (tests.embed_sbs96, tests.sbs96), "bbbc021": (tests.embed_bbbc021, tests.bbbc021),
          "lincs": (tests.embed_lincs, tests.lincs), "phenix": (tests.embed_phenix, tests.phenix)}


def kept(folder, key, make):
    """An array from a scratch file, or made and left there."""
    path = folder / f"{key}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, make())
    return np.load(path)


def embeddings(embedder, key, arguments):
    """All that the measures of one model need, by test."""
    folder = arguments.work / "embedded"
    found = {name: kept(folder, f"{key}-{name}", lambda: embed(embedder, arguments.data))
             for name, (embed, _) in SINGLE.items()}
    found["simulated"] = {
        (seed, noise): kept(folder, f"{key}-{seed}-{noise}",
                            lambda: tests.embed_screen(embedder, folder_of(arguments.work, seed, noise)))
        for seed, noise in tests.SCREENS}
    print(f"{embedder.name} is embedded", flush=True)
    return found


def folder_of(work, seed, noise):
    return work / "sim" / f"test-{seed}-{noise}"


def random_networks(arguments):
    @functools.lru_cache(1)
    def bank():
        return Bank(training_planes(arguments.data, sorted((arguments.work / "sim").glob("train-*"))))

    return [(seed, Network(f"random {seed}", lambda seed=seed: random_network(bank(), seed))) for seed in SEEDS]


def part_of(values, columns):
    if isinstance(values, dict):
        return {key: part_of(value, columns) for key, value in values.items()}
    return values[..., columns]


def measured(values, arguments):
    """The measures of one model."""
    found = [measure for name, (_, measure) in SINGLE.items() for measure in measure(values[name], arguments.data)]
    return found + tests.simulated(values["simulated"], lambda *key: folder_of(arguments.work, *key))


def summary(by_model):
    """Value and 95 % interval of every measure and model, and of the differences to cells-v1; several networks of one
    model count as their mean."""
    report = []
    for number, first in enumerate(by_model["cells-v1"][0]):
        rng = np.random.default_rng([7, number])
        drawn = [resampled(first.groups, rng) for _ in range(RESAMPLES)]
        every = np.arange(len(first.groups))
        point, spread, row = {}, {}, {"measure": first.key, "units": len(every), "models": {}}
        for model, networks in by_model.items():
            same = [network[number] for network in networks]
            assert all(m.key == first.key and (m.groups == first.groups).all() for m in same)
            values = [float(m.statistic(every)) for m in same]
            point[model] = float(np.mean(values))
            spread[model] = np.array([np.mean([m.statistic(rows) for m in same]) for rows in drawn])
            row["models"][model] = {"value": point[model], "interval95": interval(spread[model])}
            if len(values) > 1:
                row["models"][model]["values"] = values
        row["cells-v1 minus"] = {
            model: {"value": point["cells-v1"] - point[model],
                    "interval95": interval(spread["cells-v1"] - spread[model])}
            for model in by_model if model != "cells-v1"}
        report.append(row)
    return report


def interval(values):
    return [float(v) for v in np.nanpercentile(values, (2.5, 97.5))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder of the screens and of embeddings")
    parser.add_argument("--weights", required=True, type=pathlib.Path, help="weights of torch from train_cells.py")
    parser.add_argument("--program", required=True, help="how to start the benchmarks, for scatter-v1")
    parser.add_argument("--out", type=pathlib.Path, help="JSON of all figures; without it, only embed")
    parser.add_argument("--models", nargs="+", default=["cells-v1", "scatter-v1", "random"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    by_model = {}
    if "cells-v1" in arguments.models:
        key = hashlib.sha256(arguments.weights.read_bytes()).hexdigest()[:12]
        values = embeddings(Network("cells-v1", lambda: trained_network(arguments.weights)), f"cells-{key}", arguments)
        for name, columns in (("cells-v1", np.s_[:WIDTH]), ("cells-v1, code histogram", np.s_[WIDTH:])):
            by_model[name] = [measured({k: part_of(v, columns) for k, v in values.items()}, arguments)]
    if "scatter-v1" in arguments.models:
        scatter = Shipped("scatter-v1", shlex.split(arguments.program))
        scatter.check()
        by_model["scatter-v1"] = [measured(embeddings(scatter, "scatter", arguments), arguments)]
    if "random" in arguments.models:
        found = [embeddings(network, f"random{seed}", arguments) for seed, network in random_networks(arguments)]
        by_model["random"] = [measured(part_of(values, np.s_[:WIDTH]), arguments) for values in found]
    if arguments.out:
        arguments.out.write_text(json.dumps(summary(by_model), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
