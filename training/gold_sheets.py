#!/usr/bin/env python3
"""Sheets of pictures to judge by eye what the detector finds far from every annotated particle.

    /usr/bin/python3 training/gold_sheets.py draw --data ../shared/data/gold --work SCRATCH
    /usr/bin/python3 training/gold_sheets.py tell --data … --work SCRATCH --no 49,80 --unsure 7,17 --out FILE

`evaluate_gold.py` leaves the found places in SCRATCH/far.npy. Those that `gold-v1-far.csv` has are not judged again: it
is what networks are trained with, so it stays as it is. Annotated particles are mixed in, in an order that a seed
draws, and the sheets tell numbers alone: whoever judges knows neither which they are nor any confidence.
"""

import argparse
import collections
import csv
import pathlib

import numpy as np
from PIL import Image, ImageDraw

from gold_data import IMAGES, judged, load

ANNOTATED = 50
SIDE = 40  # pixels of a picture
ZOOM = 4
COLUMNS, ROWS = 10, 6
CAPTION = 14  # pixels above a picture, for its number
SAME = 8  # pixels: a place nearer to one judged before is that one


def far_places(work):
    """All far places: what each was judged to be when it was found before, None if new; image, x, y, and so on."""
    before = [judged(name) for name in IMAGES]
    for number, x, y, *rest in np.load(work / "far.npy"):
        found, answers = before[int(number)]
        distance = np.hypot(found[:, 0] - x, found[:, 1] - y)
        known = distance.min(initial=np.inf) < SAME
        yield answers[distance.argmin()] if known else None, int(number), x, y, *rest


def places(data, work):
    """The new places in the order of the sheets: whether annotated, image, x, y, diameter, confidence."""
    far = [(False, *place) for answer, *place in far_places(work) if answer is None]
    annotated = [(True, index, *row, np.nan) for index, name in enumerate(IMAGES) for row in load(data, name)[1]]
    rng = np.random.default_rng(77)
    mixed = far + [annotated[i] for i in rng.choice(len(annotated), ANNOTATED, replace=False)]
    return [mixed[i] for i in rng.permutation(len(mixed))]


def picture(image, x, y):
    """The surroundings of a place, from black to white."""
    half = SIDE // 2
    padded = np.pad(image, half, mode="reflect")
    row, column = int(round(y)), int(round(x))
    crop = padded[row:row + SIDE, column:column + SIDE]
    low, high = np.percentile(crop, [0.5, 99.5])
    grey = np.clip((crop - low) / max(high - low, 1e-6), 0, 1) * 255
    return Image.fromarray(grey.astype(np.uint8)).resize((SIDE * ZOOM, SIDE * ZOOM), Image.BICUBIC)


def draw(data, work):
    images = [load(data, name)[0] for name in IMAGES]
    found = places(data, work)
    step = SIDE * ZOOM + 8
    for first in range(0, len(found), COLUMNS * ROWS):
        sheet = Image.new("L", (COLUMNS * step, ROWS * (step + CAPTION)), 255)
        pen = ImageDraw.Draw(sheet)
        for number, (_, index, x, y, *_) in enumerate(found[first:first + COLUMNS * ROWS]):
            left, top = number % COLUMNS * step, number // COLUMNS * (step + CAPTION)
            sheet.paste(picture(images[index], x, y), (left, top + CAPTION))
            pen.text((left + 2, top + 1), str(first + number), fill=0)
        sheet.save(work / f"sheet-{first // (COLUMNS * ROWS)}.png")


def tell(data, work, no, unsure, out):
    """Writes what was judged of the places far from annotations, and counts both kinds."""
    counts, rows = collections.Counter(), []
    answered = [(annotated, *place, "no" if number in no else "unsure" if number in unsure else "gold")
                for number, (annotated, *place) in enumerate(places(data, work))]
    answered += [(None, *place, answer) for answer, *place in far_places(work) if answer is not None]
    for annotated, index, x, y, diameter, confidence, answer in answered:
        counts[annotated, answer] += 1
        if not annotated:
            rows.append((IMAGES[index], round(x, 1), round(y, 1), round(diameter, 2), round(confidence, 3), answer))
    with open(out, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [("image", "x_px", "y_px", "diameter_nm", "confidence", "judged"), *sorted(rows)])
    for annotated, label in ((None, "far, judged before"), (False, "far, new"), (True, "annotated")):
        print(label, {word: counts[annotated, word] for word in ("gold", "unsure", "no")})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("draw", "tell"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--no", default="", help="numbers that are no gold")
    parser.add_argument("--unsure", default="", help="numbers that may be gold")
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.do == "draw":
        draw(arguments.data, arguments.work)
        return
    if arguments.out is None:
        parser.error("tell needs --out")
    no, unsure = ({int(n) for n in text.split(",") if n} for text in (arguments.no, arguments.unsure))
    tell(arguments.data, arguments.work, no, unsure, arguments.out)


if __name__ == "__main__":
    main()
