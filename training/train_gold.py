#!/usr/bin/env python3
"""Trains the gold detector and writes its model folder.

    /usr/bin/python3 training/train_gold.py --data ../shared/data/gold --out models/gold-v1
    /usr/bin/python3 training/train_gold.py --simulated-only --scratch FOLDER          what all runs start from
    /usr/bin/python3 training/train_gold.py --data … --weights FILE --leave-out S1     one fold of the evaluation
    /usr/bin/python3 training/train_gold.py --trained FILE --out models/gold-v1        write the folder again

Everything is seeded; the protocol is written in docs/models/gold-v1.md.
"""

import argparse
import copy
import csv
import pathlib
import time

import numpy as np
import torch
from torch.nn import functional

import gold_data
from gold_data import CROP, IMAGES
from gold_network import MIDDLE_NM, SIGMA_CELLS, GoldNetwork, folded

REAL_CROPS = 900  # of each image
SIMULATED_CROPS = 6000
STAGES = ((2400, 4e-3), (700, 2e-3), (1000, 2e-3))  # steps and highest rate: simulation; real images; all known of them
BATCH = 16
KEPT = 0.995  # of the running mean of the weights, a step: the mean is what is evaluated and shipped
MARGIN_CELLS = 3


def targets(particles):
    """The centre map, the logarithm of the diameter over MIDDLE_NM, and where the latter counts."""
    side = CROP // 2
    v, u = np.mgrid[:side, :side].astype(np.float32)
    centre = np.zeros((side, side), np.float32)
    size = np.zeros((side, side), np.float32)
    for x, y, diameter in particles:
        squares = (u - (x - 0.5) / 2) ** 2 + (v - (y - 0.5) / 2) ** 2
        bell = np.exp(-squares / (2 * SIGMA_CELLS ** 2))
        size = np.where(bell > centre, np.log(diameter / MIDDLE_NM), size)
        centre = np.maximum(centre, bell)
    return centre, size.astype(np.float32)


def tensors(crops):
    """Pictures, weights and targets of all crops."""
    maps = [targets(particles) for _, _, particles in crops]
    images = torch.from_numpy(np.stack([crop for crop, _, _ in crops]))
    weights = torch.from_numpy(np.stack([w for _, w, _ in crops])).float() / 2
    weights = -functional.max_pool2d(-weights[:, None], 2)[:, 0]  # a cell counts as its least trusted pixel
    weights[:, :MARGIN_CELLS] = weights[:, -MARGIN_CELLS:] = 0
    weights[:, :, :MARGIN_CELLS] = weights[:, :, -MARGIN_CELLS:] = 0
    return (images, weights, torch.from_numpy(np.stack([c for c, _ in maps])),
            torch.from_numpy(np.stack([s for _, s in maps])))


def altered(images, generator):
    """Contrast, brightness, gamma, blur and noise, for each crop of the batch by itself."""
    x = images.float()[:, None] / 255
    count = len(x)

    def uniform(low, high):
        return torch.rand(count, 1, 1, 1, generator=generator) * (high - low) + low

    def some(share):
        return torch.rand(count, 1, 1, 1, generator=generator) < share

    sigma = uniform(0.4, 2.0)
    offsets = torch.arange(-4, 5).float()
    taps = torch.exp(-offsets ** 2 / (2 * sigma[:, 0, 0] ** 2))
    taps = taps / taps.sum(1, keepdim=True)
    rows = functional.pad(x.transpose(0, 1), (4, 4, 4, 4), mode="reflect")
    blurred = functional.conv2d(rows, taps[:, None, :, None], groups=count)
    blurred = functional.conv2d(blurred, taps[:, None, None, :], groups=count).transpose(0, 1)
    x = torch.where(some(0.35), blurred, x)
    x = torch.where(some(0.3), x.clamp_min(1e-4) ** uniform(0.7, 1.5), x)
    middle = x.mean((2, 3), keepdim=True)
    x = torch.where(some(0.6), middle + (x - middle) * uniform(0.5, 1.4), x)
    x = torch.where(some(0.6), x * uniform(0.6, 1.4), x)
    x = torch.where(some(0.3), x + uniform(-0.25, 0.25), x)
    noise = torch.randn(x.shape, generator=generator) * uniform(0.0, 0.06)
    x = torch.where(some(0.4), x + noise, x).clamp(0, 1)
    return torch.where(some(0.9), (x * 255).round() / 255, x)


def loss_of(logit, size, weights, centre, wanted):
    """Cross-entropy weighted by how far off the map is, and the error of log diameter near centres."""
    p = torch.sigmoid(logit)
    entropy = functional.binary_cross_entropy_with_logits(logit, centre, reduction="none")
    focal = (weights * (p - centre) ** 2 * entropy).sum() / (weights * centre).sum().clamp_min(1)
    near = weights * (centre > 0.25) * centre
    off = functional.smooth_l1_loss(size, wanted, beta=0.1, reduction="none")
    return focal, (near * off).sum() / near.sum().clamp_min(1)


def train(network, crops, seed, stage, log=None):
    """The network trained on the crops, for evaluation; log receives (step, centre loss, diameter loss), the steps
    of the stages before counted."""
    steps, rate = STAGES[stage]
    before = sum(count for count, _ in STAGES[:stage])
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    images, weights, centre, size = tensors(crops)
    network = copy.deepcopy(network).train()
    mean = torch.optim.swa_utils.AveragedModel(
        network, avg_fn=lambda kept, new, _: KEPT * kept + (1 - KEPT) * new, use_buffers=True)
    learned = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learned, rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    order = torch.randperm(len(images), generator=generator)
    place, sums = 0, np.zeros(2)
    for step in range(1, steps + 1):
        if place + BATCH > len(order):
            order, place = torch.randperm(len(images), generator=generator), 0
        chosen = order[place:place + BATCH]
        place += BATCH
        x = altered(images[chosen], generator)
        batch = [x] + [m[chosen][:, None] for m in (weights, centre, size)]
        turns, mirrored = torch.randint(0, 4, (2,), generator=generator).tolist()
        batch = [torch.rot90(m.flip(3) if mirrored % 2 else m, turns, (2, 3)).contiguous() for m in batch]
        logit, diameter = network(batch[0])
        focal, off = loss_of(logit, diameter, *batch[1:])
        optimizer.zero_grad()
        (focal + off).backward()
        torch.nn.utils.clip_grad_norm_(learned, 5.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(network)
        sums += (focal.item(), off.item())
        if step % 100 == 0 and log is not None:
            log(before + step, *(sums / 100))
            sums[:] = 0
    return mean.module.eval()


def cached(folder, key, make):
    """Crops from a scratch folder, or made and left there: folds share them."""
    import pickle
    if folder is None:
        return make()
    path = pathlib.Path(folder) / f"{key}.pickle"
    if path.exists():
        with open(path, "rb") as file:
            return pickle.load(file)
    crops = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{np.random.default_rng().integers(1 << 40)}.part")
    with open(part, "wb") as file:
        pickle.dump(crops, file)
    part.replace(path)
    return crops


def real_crops(data, names, network=None):
    return [crop for name in names for crop in gold_data.real_crops(
        data, name, REAL_CROPS, 100 + IMAGES.index(name) + (0 if network is None else 50), network)]


def beginning(crops, scratch, log):
    """The network trained on simulated crops alone, from the scratch folder where it is there: all runs share it."""
    path = pathlib.Path(scratch) / "simulated.pt" if scratch else None
    network = GoldNetwork()
    if path is not None and path.exists():
        network.load_state_dict(torch.load(path))
        return network
    network = train(network, crops, 1, 0, log)
    if path is not None:
        torch.save(network.state_dict(), path)
    return network


def train_as_asked(parser, arguments):
    if not arguments.data and not arguments.simulated_only:
        parser.error("--data, --simulated-only or --trained is needed")
    started = time.time()
    names = [name for name in IMAGES if name != arguments.leave_out]
    rows = []

    def log(step, focal, off):
        rows.append((step, round(focal, 5), round(off, 5)))
        if step % 200 == 0:
            print(f"{arguments.leave_out or 'all'}, step {step}: centre {focal:.4f}, "
                  f"diameter {off:.4f}, {time.time() - started:.0f} s", flush=True)

    crops = cached(arguments.scratch, "simulated", lambda: gold_data.simulated_crops(SIMULATED_CROPS, 7))
    network = beginning(crops, arguments.scratch, log)
    if not arguments.simulated_only:
        network = train(network, crops + real_crops(arguments.data, names), arguments.seed, 1, log)
        known = real_crops(arguments.data, names, folded(network))
        network = train(network, crops + known, arguments.seed + 1, 2, log)
    if arguments.log:
        with open(arguments.log, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("step", "centre_loss", "diameter_loss"), *rows])
    return network


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the annotated images")
    parser.add_argument("--trained", help="weights of torch to write the folder from, instead of training")
    parser.add_argument("--out", help="the model folder to write")
    parser.add_argument("--weights", help="write the weights of torch here")
    parser.add_argument("--leave-out", choices=IMAGES, help="train without this image")
    parser.add_argument("--scratch", help="keep what all runs share here, for the next run: crops, first weights")
    parser.add_argument("--simulated-only", action="store_true", help="train on simulation alone, for all other runs")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--log", help="a CSV of the losses")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.trained:
        network = GoldNetwork()
        network.load_state_dict(torch.load(arguments.trained))
        network.eval()
    else:
        network = train_as_asked(parser, arguments)
    if arguments.weights:
        torch.save(network.state_dict(), arguments.weights)
    if arguments.out:
        import export_gold
        export_gold.write(network, pathlib.Path(arguments.out))


if __name__ == "__main__":
    main()
