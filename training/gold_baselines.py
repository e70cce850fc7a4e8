"""The two filters that the network is compared with. Both give particles [n, 4]: x, y, diameter in nm, confidence."""

import itertools

import numpy as np
from scipy import ndimage
from skimage import measure

from gold_network import PIXEL_NM

FINDING_SIGMAS = (3.0, 3.8, 4.5, 5.5)  # pixels; 3.8 fits a disc of 6 nm
SIZING_SIGMAS = 2.6 * 1.2 ** np.arange(10)  # pixels: diameters of 4 to 21 nm
DARK = np.arange(0.40, 0.90, 0.05)  # of the picture's median
BLURS = (1.0, 2.0)


class Laplacians:
    """sigma^2 LoG of one picture at every scale: places from one scale, diameters from the strongest scale there."""

    def __init__(self, image, flat):
        if flat:  # divided by its surroundings
            image = image / np.maximum(ndimage.gaussian_filter(image, 30), 0.05)
        self.responses = {s: s ** 2 * ndimage.gaussian_laplace(image, s) for s in FINDING_SIGMAS}
        self.scales = np.array([ndimage.maximum_filter(s ** 2 * ndimage.gaussian_laplace(image, s), 5)
                                for s in SIZING_SIGMAS])

    def particles(self, sigma, window, scale):
        """Maxima of one scale within a window; `scale` corrects the diameter 2 sqrt(2) sigma for the blur."""
        response = self.responses[sigma]
        rows, columns = np.nonzero((ndimage.maximum_filter(response, window) == response) & (response > 0.02))
        diameter = 2 * np.sqrt(2) * SIZING_SIGMAS[self.scales[:, rows, columns].argmax(0)] * PIXEL_NM * scale
        return np.stack([columns, rows, diameter, response[rows, columns]], 1)

    @staticmethod
    def grid():
        return itertools.product(FINDING_SIGMAS, (9, 15), (0.75, 0.85, 0.95, 1.05, 1.2))


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
