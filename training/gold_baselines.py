"""The two filters that the network is compared with. Both give particles [n, 4]: x, y, diameter in nm, confidence."""

import itertools

import numpy as np
from scipy import ndimage
from skimage import measure

from gold_network import PIXEL_NM

LOG_SIGMAS = 2.1 * 1.2 ** np.arange(12)  # pixels: diameters of 3.3 to 25 nm
DARK = np.arange(0.40, 0.90, 0.05)  # of the picture's median
BLURS = (1.0, 2.0)


def suppressed(found, nearest=0.4):
    """The stronger of two particles nearer than `nearest` times the sum of their diameters."""
    kept = np.empty((0, 4))
    for row in found[np.argsort(-found[:, 3], kind="stable")]:
        distance = np.hypot(kept[:, 0] - row[0], kept[:, 1] - row[1]) * PIXEL_NM
        if not (distance < nearest * (kept[:, 2] + row[2])).any():
            kept = np.vstack([kept, row])
    return kept


def laplacian_of_gaussian(image, scale, flat=False):
    """Maxima over place and scale of sigma^2 LoG; `scale` corrects the diameter 2 sqrt(2) sigma for the blur.

    With `flat` the picture is first divided by its surroundings. The largest scale only bounds the others.
    """
    if flat:
        image = image / np.maximum(ndimage.gaussian_filter(image, 30), 0.05)
    stack = np.array([s ** 2 * ndimage.gaussian_laplace(image, s) for s in LOG_SIGMAS])
    top = (ndimage.maximum_filter(stack, 3) == stack) & (stack > 0.02)
    top[-1] = False
    scales, rows, columns = np.nonzero(top)
    diameter = 2 * np.sqrt(2) * LOG_SIGMAS[scales] * PIXEL_NM * scale
    return suppressed(np.stack([columns, rows, diameter, stack[scales, rows, columns]], 1))


class DarkComponents:
    """Connected dark pixels of one picture for every threshold and blur of the grid, with area and circularity."""

    def __init__(self, image, median):
        self.tables = {}
        for blur, dark in itertools.product(BLURS, DARK):
            labels, _ = ndimage.label(ndimage.gaussian_filter(image, blur) < dark * median)
            rows = []
            for index, place in enumerate(ndimage.find_objects(labels), 1):
                if place[0].stop - place[0].start > 60 or place[1].stop - place[1].start > 60:
                    continue
                shape = labels[place] == index
                area = int(shape.sum())
                if area < 15:
                    continue
                shape = ndimage.binary_fill_holes(np.pad(shape, 1))
                y, x = ndimage.center_of_mass(shape)
                round_ = 4 * np.pi * shape.sum() / max(measure.perimeter(shape), 1) ** 2
                rows.append((x + place[1].start - 1, y + place[0].start - 1, np.sqrt(4 * area / np.pi), round_))
            self.tables[blur, dark] = np.array(rows).reshape(-1, 4)

    def particles(self, blur, dark, scale, smallest, roundest):
        """Components above the smallest diameter (nm) and circularity; none above 22 nm."""
        table = self.tables[blur, dark]
        diameter = table[:, 2] * PIXEL_NM * scale
        kept = (diameter >= smallest) & (diameter <= 22) & (table[:, 3] >= roundest)
        return np.stack([table[kept, 0], table[kept, 1], diameter[kept], table[kept, 3]], 1)

    @staticmethod
    def grid():
        return itertools.product(BLURS, DARK, (0.85, 1.0, 1.15, 1.3, 1.5), (3.0, 4.0, 5.0), (0.0, 0.5, 0.7, 0.85))
