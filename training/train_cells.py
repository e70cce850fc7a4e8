#!/usr/bin/env python3
"""Trains the encoder of cells and writes its model folder.

    /usr/bin/python3 training/train_cells.py --data ../shared/data --screens SCRATCH/train-* --weights W --log L.csv
    /usr/bin/python3 training/train_cells.py --trained W --out models/cells-v1       write the folder

The screens are made by `dotnet run -c Release --project benchmarks -- screen FOLDER SEED NOISE PLATES`. Everything is
seeded; the protocol is written in docs/models/cells-v1.md.
"""

import argparse
import csv
import math
import pathlib
import time

import numpy as np
import torch
from torch.nn import functional

from cells_data import WINDOW, Bank, training_planes
from cells_network import CODES, TILE, CellsNetwork, Trainer

STEPS = 8000
BATCH = 96
RATE = 2e-3
WARM_UP = 300
WEIGHTS = {"drawing": 1.0, "commitment": 0.25, "identity": 0.5}
COLUMNS = ("step", "drawing", "commitment", "identity", "identity_by_chance", "perplexity", "dead_codes")


def uniform(generator, count, low, high):
    return torch.rand(count, 1, 1, 1, generator=generator) * (high - low) + low


def some(generator, count, share):
    return torch.rand(count, 1, 1, 1, generator=generator) < share


def cut(windows, generator):
    """Tiles out of windows: half of them turned by quarters, half by any angle and scaled; mirrored at will."""
    count = len(windows)
    whole = some(generator, count, 0.5)[:, :, 0, 0]
    quarter = torch.randint(0, 4, (count, 1), generator=generator) * (math.pi / 2)
    angle = torch.where(whole, quarter, uniform(generator, count, 0, 2 * math.pi)[:, :, 0, 0])
    scale = torch.where(whole, torch.ones(count, 1), torch.exp(uniform(generator, count, -0.25, 0.2)[:, :, 0, 0]))
    mirror = 1 - 2 * (torch.rand(count, 1, generator=generator) < 0.5).float()
    room = TILE / WINDOW
    cos, sin = torch.cos(angle) * scale * room, torch.sin(angle) * scale * room
    zero = torch.zeros_like(cos)
    affine = torch.stack([torch.cat([cos * mirror, -sin, zero], 1), torch.cat([sin * mirror, cos, zero], 1)], 1)
    grid = functional.affine_grid(affine, (count, 1, TILE, TILE), align_corners=False)
    return functional.grid_sample(windows, grid, padding_mode="reflection", align_corners=False).clamp_min(0)


def altered(tiles, generator):
    """Gain, background, gamma, blur and noise, for each tile by itself."""
    count = len(tiles)
    x = tiles * torch.exp(uniform(generator, count, -0.5, 0.5))
    x = torch.where(some(generator, count, 0.3), (x + 1e-4) ** uniform(generator, count, 0.8, 1.25), x)
    x = torch.where(some(generator, count, 0.3), x + uniform(generator, count, 0, 0.15), x)
    blurred = functional.avg_pool2d(functional.pad(x, (1, 1, 1, 1), mode="reflect"), 3, 1)
    x = torch.where(some(generator, count, 0.2), x + (blurred - x) * uniform(generator, count, 0.2, 1.0), x)
    noise = torch.randn(x.shape, generator=generator) * torch.sqrt(x + 0.02) * uniform(generator, count, 0, 0.1)
    return torch.where(some(generator, count, 0.4), x + noise, x).clamp_min(0)


def identity_loss(logits, labels, allowed):
    """Cross-entropy among the perturbations of the tile's own plate and channel: to tell plates apart gains nothing.

    Also what guessing evenly would cost. Tiles with a single candidate do not count.
    """
    counted = allowed.sum(1) > 1
    if not counted.any():
        return logits.sum() * 0, 0.0
    logits = logits.masked_fill(~allowed, -1e4)[counted]
    loss = functional.cross_entropy(logits, labels[counted])
    return loss, torch.log(allowed[counted].sum(1).float()).mean().item()


def losses(trainer, clean, labels, allowed, generator):
    """The weighted loss, its parts, and how often each code was used."""
    tiles = altered(clean, generator)
    drawn, logits, commitment, used = trainer(tiles, generator)
    with torch.no_grad():
        wanted, _ = trainer.encoder.entry(clean)
    identity, chance = identity_loss(logits, labels, allowed)
    parts = {"drawing": functional.mse_loss(drawn, wanted), "commitment": commitment, "identity": identity}
    return sum(WEIGHTS[name] * part for name, part in parts.items()), parts, chance, used


def rate_at(step, steps):
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / max(1, steps - WARM_UP)))


def first_codes(trainer, bank, rng, generator):
    """Puts the codes where the untrained maps are."""
    with torch.no_grad():
        windows, _, _ = bank.draw(4 * BATCH, rng)
        even, _ = trainer.encoder.entry(cut(torch.from_numpy(windows)[:, None], generator))
        vectors = trainer.encoder.code(trainer.encoder.maps(even)).permute(0, 2, 3, 1).flatten(0, 2)
        book = trainer.encoder.codebook
        book.codes.copy_(vectors[torch.randperm(len(vectors), generator=generator)[:CODES]])
        book.sums.copy_(book.codes)


def train(bank, seed, steps, log):
    """The trained network; log receives a row of COLUMNS every 50 steps."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    rng = np.random.default_rng(seed)
    trainer = Trainer(len(bank.classes)).train()
    first_codes(trainer, bank, rng, generator)
    allowed = torch.from_numpy(bank.allowed)
    decayed = [p for p in trainer.parameters() if p.ndim > 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02},
         {"params": [p for p in trainer.parameters() if p.ndim <= 1], "weight_decay": 0.0}], RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, steps))
    sums, uses = np.zeros(4), torch.zeros(CODES)
    for step in range(1, steps + 1):
        windows, labels, groups = bank.draw(BATCH, rng)
        clean = cut(torch.from_numpy(windows)[:, None], generator)
        loss, parts, chance, used = losses(trainer, clean, torch.from_numpy(labels), allowed[groups], generator)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trainer.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        sums += [*(part.item() for part in parts.values()), chance]
        uses += used
        if step % 50 == 0:
            share = uses / uses.sum()
            perplexity = torch.exp(-(share * torch.log(share.clamp_min(1e-12))).sum()).item()
            log((step, *(round(v, 4) for v in sums / 50), round(perplexity, 2), int((uses == 0).sum())))
            sums[:], uses = 0, torch.zeros(CODES)
    return trainer.eval().encoder


def train_as_asked(arguments):
    started = time.time()
    bank = Bank(training_planes(arguments.data, arguments.screens))
    counts = ", ".join(f"{len(part)} {name}" for name, part in bank.planes.items())
    print(f"planes: {counts}; {len(bank.classes)} classes, {time.time() - started:.0f} s", flush=True)
    table = []

    def log(row):
        table.append(row)
        if row[0] % 200 == 0:
            print(dict(zip(COLUMNS, row)), f"{time.time() - started:.0f} s", flush=True)

    network = train(bank, arguments.seed, arguments.steps, log)
    if arguments.log:
        with open(arguments.log, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *table])
    return network


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the public images, ../shared/data")
    parser.add_argument("--screens", nargs="+", default=[], help="folders of simulated screens for training")
    parser.add_argument("--trained", help="weights of torch to write the folder from, instead of training")
    parser.add_argument("--out", help="the model folder to write")
    parser.add_argument("--weights", help="write the weights of torch here")
    parser.add_argument("--log", help="a CSV of the losses and of the codes' use")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.trained:
        network = CellsNetwork()
        network.load_state_dict(torch.load(arguments.trained))
        network.eval()
    elif arguments.data and arguments.screens:
        network = train_as_asked(arguments)
    else:
        parser.error("--data and --screens, or --trained, are needed")
    if arguments.weights:
        torch.save(network.state_dict(), arguments.weights)
    if arguments.out:
        import export_cells
        export_cells.write(network, pathlib.Path(arguments.out))


if __name__ == "__main__":
    main()
