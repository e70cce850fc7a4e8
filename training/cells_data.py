"""What cells-v1 is trained on: planes of real and simulated images, scaled as a run of HcsGrid scales them.

A plane belongs to a group, one channel of one plate, and to a class, the perturbation of its well. Held out of
training, whole: the plates Week4_27481 and Week4_27821 of BBBC021, site 5 of every LINCS well, the right half of both Phenix
fields, the simulated screens of test-* and, in the other simulated screens, the wells of HELD_OUT_MECHANISMS.
Nothing of sbs96 is read here.
"""

import csv
import dataclasses
import glob
import pathlib

import numpy as np
from PIL import Image

WINDOW = 96
PERCENTILES = (0.1, 99.9)
BBBC021_TRAINING = ("Week4_27801",)
LINCS_TRAINING_SITE = "1"
PHENIX_TRAINING_COLUMNS = 540
HELD_OUT_MECHANISMS = ("actin disruptor", "proteasome inhibitor")
SIMULATED_CHANNELS = ("DNA", "Cyto", "Fibre")


@dataclasses.dataclass
class Plane:
    """One channel of a field, or of a cell crop; where is what groups and splits: a well, a site, a block."""

    source: str
    plate: str
    channel: str
    label: str
    where: tuple
    pixels: np.ndarray
    low: float = 0.0
    high: float = 1.0

    @property
    def group(self):
        return self.source, self.plate, self.channel

    def scaled(self):
        """0 at the plate's dark end and not below, 1 at its bright end and not cut off."""
        return np.maximum((self.pixels.astype(np.float32) - self.low) / (self.high - self.low), 0)


def read(path):
    with Image.open(path) as image:
        return np.array(image)


def with_plate_scales(planes):
    """Sets the dark and bright ends: percentiles of all pixels of a group, as decision 6 has it."""
    groups = {}
    for plane in planes:
        groups.setdefault(plane.group, []).append(plane)
    for group in groups.values():
        step = max(1, len(group) // 24)
        pixels = np.concatenate([p.pixels[::2, ::2].ravel() for p in group[::step]])
        low, high = np.percentile(pixels, PERCENTILES)
        for plane in group:
            plane.low, plane.high = float(low), float(max(high, low + 1))
    return planes


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def bbbc021(data, plates=None):
    """Cell crops of 68 x 68 pixels; where = (well, site, index)."""
    folder = pathlib.Path(data) / "bbbc021" / "cells"
    sites = {(r["file"], int(r["index"])): r["site"] for r in rows(folder / "cells.csv")}
    planes = []
    for row in rows(folder / "index.csv"):
        if plates is not None and row["plate"] not in plates:
            continue
        cells = np.load(folder / row["file"])["cells"]
        label = row["compound"] if row["compound"] == "DMSO" else f"{row['compound']} {row['concentration']}"
        for index in range(len(cells)):
            where = (row["well"], sites[row["file"], index], index)
            planes += [Plane("bbbc021", row["plate"], name, label, where, cells[index, :, :, channel])
                       for channel, name in enumerate(("DNA", "Tubulin", "Actin"))]
    return with_plate_scales(planes)


def lincs(data):
    """Whole fields; where = (well, site)."""
    folder = pathlib.Path(data) / "lincs_a549"
    return with_plate_scales([
        Plane("lincs", row["plate"], row["channel_name"], row["compound"], (row["well"], row["site"]),
              read(folder / row["file"])) for row in rows(folder / "index.csv")])


def phenix(data):
    """Whole fields, fluorescence and bright field; where = (well, field)."""
    folder = pathlib.Path(data) / "phenix"
    return with_plate_scales([
        Plane("phenix", row["measurement_id"], row["channel_name"], row["compound"], (row["well"], row["field"]),
              read(folder / row["file"])) for row in rows(folder / "index.csv")])


def others(data):
    """Single images of other instruments, each its own group: for the decoder only."""
    folder = pathlib.Path(data) / "formats"
    names = [name for part in ("harmony", "metamorph_stk", "scanr", "metaxpress", "imagexpress", "yokogawa/haste",
                               "ome_tiff/W0021--B9--empty")
             for name in glob.glob(str(folder / part / "**" / "*.[tT][iI][fF]*"), recursive=True)]
    planes = []
    for name in sorted(names):
        pixels = read(name)
        if pixels.ndim == 2 and min(pixels.shape) >= WINDOW and pixels.std() > 0:
            planes.append(Plane("others", str(pathlib.Path(name).relative_to(folder)), "any", "any", (), pixels))
    return with_plate_scales(planes)


def simulated(folder):
    """A screen as `benchmarks screen` writes it, and its truth by plate and well; where = (well,)."""
    folder = pathlib.Path(folder)
    _, truth = simulated_names(folder)
    planes = []
    for (plate, well), row in truth.items():
        compound = row["Metadata_broad_sample"] or "DMSO"
        label = f"{compound} {row['Metadata_mmoles_per_liter']}".strip()
        for channel in SIMULATED_CHANNELS:
            path = folder / "images" / plate / f"{plate}_{well}_s1_{channel}.tif"
            planes.append(Plane(f"simulated {folder.name}", plate, channel, label, (well,), read(path)))
    return with_plate_scales(planes), truth


def simulated_names(folder):
    """The plates and wells of a screen in the order of its planes, and the truth."""
    truth = {(r["Metadata_Plate"], r["Metadata_Well"]): r for r in rows(pathlib.Path(folder) / "truth.csv")}
    return list(truth), truth


def training_planes(data, screens):
    """All planes of training, by source."""
    planes = {
        "bbbc021": bbbc021(data, BBBC021_TRAINING),
        "lincs": [p for p in lincs(data) if p.where[1] == LINCS_TRAINING_SITE],
        "phenix": phenix(data),
        "others": others(data),
        "simulated": [],
    }
    for plane in planes["phenix"]:
        plane.pixels = plane.pixels[:, :PHENIX_TRAINING_COLUMNS]
    for plane in planes["bbbc021"]:
        margin = WINDOW - plane.pixels.shape[0]
        plane.pixels = np.pad(plane.pixels, [(margin // 2, margin - margin // 2)] * 2, mode="symmetric")
    for screen in screens:
        found, truth = simulated(screen)
        planes["simulated"] += [p for p in found
                                if truth[p.plate, p.where[0]]["Metadata_moa"] not in HELD_OUT_MECHANISMS]
    return planes


class Bank:
    """Draws batches of windows with classes, and for each the classes of its own plate and channel."""

    SHARES = {"simulated": 0.48, "lincs": 0.16, "bbbc021": 0.14, "phenix": 0.1, "others": 0.12}

    def __init__(self, planes):
        self.planes = planes
        # A class is a perturbation in one channel of one screen, the same on all its plates.
        keys = sorted({self.key(p) for part in planes.values() for p in part})
        self.classes = {key: number for number, key in enumerate(keys)}
        groups = {}
        for part in planes.values():
            for plane in part:
                groups.setdefault(plane.group, set()).add(self.classes[self.key(plane)])
        self.group_number = {group: number for number, group in enumerate(groups)}
        self.allowed = np.zeros((len(groups), len(keys)), bool)
        for group, members in groups.items():
            self.allowed[self.group_number[group], list(members)] = True

    @staticmethod
    def key(plane):
        return (plane.source, plane.channel, plane.label) if plane.source != "others" else ("others", "", "")

    def draw(self, count, rng):
        """Windows [count, WINDOW, WINDOW], class numbers, and the numbers of their groups."""
        names = rng.choice(list(self.SHARES), count, p=list(self.SHARES.values()))
        windows = np.empty((count, WINDOW, WINDOW), np.float32)
        labels, groups = np.empty(count, int), np.empty(count, int)
        for i, name in enumerate(names):
            part = self.planes[name]
            plane = part[rng.integers(len(part))]
            top, left = (rng.integers(size - WINDOW + 1) for size in plane.pixels.shape)
            pixels = plane.pixels[top:top + WINDOW, left:left + WINDOW].astype(np.float32)
            windows[i] = np.maximum((pixels - plane.low) / (plane.high - plane.low), 0)
            labels[i], groups[i] = self.classes[self.key(plane)], self.group_number[plane.group]
        return windows, labels, groups
