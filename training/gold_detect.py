"""From the maps of models/gold-v1 to particles, and particles against truth. The C# detection does the same."""

import numpy as np
import torch
from PIL import Image
from scipy import ndimage
from scipy.optimize import linear_sum_assignment

from gold_network import HALO, PIXEL_NM

BOUNDS_NM = (np.sqrt(6.0 * 12.0), np.sqrt(12.0 * 18.0))  # between the groups 6, 12 and 18: middles of log diameter
GROUPS = (6, 12, 18)
DIAMETERS_NM = (3.0, 30.0)  # what may be a particle at all
FLOOR = 0.05  # peaks below are not kept at all
MARGIN = -(-HALO // 8) * 8  # pixels
INSIDE = 0.25  # times a particle's diameter: nearer to the picture's border its centre is not told
NEAREST = 0.4  # times the sum of two particles' diameters: the weaker of two peaks nearer than that goes


def maps(model, image):
    """The two maps of a picture (0..1, at 0.559 nm a pixel), mirrored at its borders as far as the model sees."""
    height, width = image.shape
    padded = np.pad(image, ((MARGIN, MARGIN + -height % 8), (MARGIN, MARGIN + -width % 8)), mode="reflect")
    with torch.no_grad():
        both = model(torch.from_numpy(padded.astype(np.float32))[None, None])
    rows, columns = (slice(MARGIN // 2, (MARGIN + side + 1) // 2) for side in image.shape)
    return tuple(values[0, 0, rows, columns].numpy() for values in both)


def shift_of_peak(before, middle, after):
    """Where a parabola through the logarithms of three neighbours has its top, -0.5 to 0.5 cells."""
    a, b, c = (np.log(max(value, 1e-6)) for value in (before, middle, after))
    bend = a - 2 * b + c
    return float(np.clip(0.5 * (a - c) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def peaks(centre, diameter, shape, floor=FLOOR, inside=INSIDE):
    """Particles [n, 4]: x, y in pixels, diameter in nm, confidence; strongest first, suppressed by distance."""
    top = (ndimage.maximum_filter(centre, 3, mode="constant", cval=0) == centre) & (centre >= floor)
    rows, columns = np.nonzero(top)
    order = np.lexsort((columns, rows, -centre[rows, columns]))
    kept = np.empty((0, 4))
    padded = np.pad(centre, 1)
    for row, column in zip(rows[order], columns[order]):
        near = padded[row:row + 3, column:column + 3]
        x = 2 * (column + shift_of_peak(near[1, 0], near[1, 1], near[1, 2])) + 0.5
        y = 2 * (row + shift_of_peak(near[0, 1], near[1, 1], near[2, 1])) + 0.5
        size = float(diameter[row, column])
        if min(x + 0.5, y + 0.5, shape[1] - 0.5 - x, shape[0] - 0.5 - y) < inside * size / PIXEL_NM:
            continue
        distance = np.hypot(kept[:, 0] - x, kept[:, 1] - y) * PIXEL_NM
        if not DIAMETERS_NM[0] <= size <= DIAMETERS_NM[1] or (distance < NEAREST * (kept[:, 2] + size)).any():
            continue
        kept = np.vstack([kept, [x, y, size, centre[row, column]]])
    return kept


def group(diameter):
    return np.array(GROUPS)[np.searchsorted(BOUNDS_NM, diameter)]


def resampled(image, factor):
    """The picture at `factor` times as many pixels a side: bicubic, with the kernel widened where it shrinks."""
    size = (int(round(image.shape[1] * factor)), int(round(image.shape[0] * factor)))
    return np.asarray(Image.fromarray(image.astype(np.float32), "F").resize(size, Image.BICUBIC), np.float64)


def detect(model, image, pixel_nm=PIXEL_NM):
    """Particles of a picture, in its own pixels."""
    if pixel_nm == PIXEL_NM:
        return peaks(*maps(model, image), image.shape)
    other = np.clip(resampled(image, pixel_nm / PIXEL_NM), 0, 1)
    found = peaks(*maps(model, other), other.shape)
    for axis in (0, 1):  # centres of pixels lie at whole numbers
        found[:, axis] = (found[:, axis] + 0.5) * image.shape[1 - axis] / other.shape[1 - axis] - 0.5
    return found


def match(found, truth, pixel_nm=PIXEL_NM):
    """Pairs (found, truth), each once, as many as can be, then the nearest: within one diameter of the truth."""
    if len(found) == 0 or len(truth) == 0:
        return np.empty((0, 2), int)
    distance = np.hypot(found[:, None, 0] - truth[None, :, 0], found[:, None, 1] - truth[None, :, 1])
    near = distance <= truth[None, :, 2] / pixel_nm
    rows, columns = linear_sum_assignment(np.where(near, distance / 1e3, 1e3))
    pairs = np.stack([rows, columns], 1)
    return pairs[near[rows, columns]]
