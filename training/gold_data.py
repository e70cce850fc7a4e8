"""The annotated micrographs, and training crops cut from them and from simulation. Regions are never read here."""

import csv
import pathlib

import numpy as np
from PIL import Image
from scipy import ndimage

import gold_simulation as simulation
from gold_detect import maps, peaks
from gold_simulation import PIXEL_NM

IMAGES = ("S1", "S4", "S8", "S13", "S15", "S29")
CROP = 144
NEAR = 50  # pixels: within this distance of an annotated centre the annotators looked
JUDGED = pathlib.Path(__file__).resolve().parent.parent / "docs" / "models" / "gold-v1-far.csv"
DOUBTFUL = 0.3  # where a network is surer than that of gold, and nobody judged, background is not trusted


def read_grey(path):
    """A picture as grey 0..1."""
    image = Image.open(path)
    values = np.asarray(image.convert("L") if image.mode not in ("L", "I;16", "I") else image, np.float64)
    return values / (65535 if image.mode.startswith("I") else 255)


def load(folder, name):
    """An image, 0..1, and its annotated particles [n, 3]: x, y in pixels, diameter in nm."""
    folder = pathlib.Path(folder)
    image = read_grey(folder / "images" / f"{name}.jpg")
    with open(folder / "particles.csv", newline="") as file:
        rows = [(float(r["x_px"]), float(r["y_px"]), float(r["diameter_nm"]))
                for r in csv.DictReader(file) if r["image"] == name]
    return image, np.array(rows)


def judged(name):
    """Places of an image far from annotated ones, judged by eye: rows x, y, diameter in nm; and gold, unsure or no."""
    with open(JUDGED, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["image"] == name]
    places = [[float(row[key]) for key in ("x_px", "y_px", "diameter_nm")] for row in rows]
    return np.array(places).reshape(-1, 3), np.array([row["judged"] for row in rows])


def recentred(image, particles):
    """The annotated centres, clicked by hand, moved to the darkest place within 5 px, for training only."""
    moved = particles.copy()
    for diameter in np.unique(particles[:, 2]):
        smooth = ndimage.gaussian_filter(image, 0.3 * diameter / PIXEL_NM)
        for row in np.flatnonzero(particles[:, 2] == diameter):
            x, y = np.round(particles[row, :2]).astype(int)
            v, u = np.mgrid[-5:6, -5:6]
            values = np.where(u ** 2 + v ** 2 <= 25, smooth[y - 5:y + 6, x - 5:x + 6], np.inf)
            k = np.unravel_index(values.argmin(), values.shape)
            cx, cy = x + k[1] - 5, y + k[0] - 5
            if np.hypot(k[1] - 5, k[0] - 5) > 4.5:
                continue  # on the rim: something else is darker
            for axis, c in ((0, cx), (1, cy)):
                a, b, d = (smooth[cy, cx - 1:cx + 2] if axis == 0 else smooth[cy - 1:cy + 2, cx])
                moved[row, axis] = c + (0.5 * (a - d) / (a - 2 * b + d) if a - 2 * b + d > 0 else 0)
    return moved


def candidates(image):
    """Round dark blobs of 5 to 20 nm, by Laplacian of Gaussian on the picture over its surroundings.

    Rows x, y, radius in pixels, strength. Used to leave out of the loss what may be gold that nobody annotated.
    """
    flat = image / np.maximum(ndimage.gaussian_filter(image, 30), 0.08)
    sigmas = (3.0, 3.8, 5.3, 7.6, 11.4)
    stack = np.array([s ** 2 * ndimage.gaussian_laplace(np.minimum(flat, 1.3), s) for s in sigmas])
    best = stack.max(0)
    peaks = (ndimage.maximum_filter(best, 7) == best) & (best > 0.08)
    found = []
    for y, x in np.argwhere(peaks):
        s = stack[:, y, x].argmax()
        found.append((x, y, sigmas[s] * np.sqrt(2), best[y, x]))
    return np.array(found)


def distances(places, others):
    """From each of places [n, ≥2] to the nearest of others [m, ≥2], in pixels; infinite where there is none."""
    if len(others) == 0:
        return np.full(len(places), np.inf)
    return np.hypot(places[:, None, 0] - others[None, :, 0], places[:, None, 1] - others[None, :, 1]).min(1)


class Source:
    """One annotated image made ready for cutting crops: what is trusted there, and how much.

    Far from the annotated particles every round dark blob may be gold, and is left out of the loss. With a network
    trained on the same images, those that it does not take for gold are background, and the places judged by eye what
    they were judged to be.
    """

    def __init__(self, folder, name, network=None):
        self.image, annotated = load(folder, name)
        self.particles = self.annotated = recentred(self.image, annotated)
        blobs = candidates(self.image)
        own = np.array([blobs[np.hypot(blobs[:, 0] - x, blobs[:, 1] - y).argmin(), 3] for x, y, _ in self.particles])
        away = distances(blobs, self.particles)
        unlabelled = (away > 9) & (blobs[:, 3] > np.where(away > NEAR, 0.6 * np.percentile(own, 5),
                                                          np.percentile(own, 25)))
        self.places, self.ignored = np.empty((0, 2)), blobs[unlabelled, :3]
        if network is not None:
            self.learn(name, network, blobs, unlabelled, away)
        empty = np.ones(self.image.shape, bool)
        empty[tuple(np.round(self.annotated[:, 1::-1]).astype(int).T)] = False
        distance = ndimage.distance_transform_edt(empty)
        self.weight = np.where(distance <= NEAR, 1.0, 0.5 if network is None else 1.0).astype(np.float32)
        for bx, by, radius in self.ignored:
            reach = int(radius * 1.5 + 9)
            top, left = max(0, int(by) - reach), max(0, int(bx) - reach)
            v, u = np.mgrid[top:int(by) + reach + 1, left:int(bx) + reach + 1]
            area = self.weight[top:int(by) + reach + 1, left:int(bx) + reach + 1]
            u, v = u[:area.shape[0], :area.shape[1]], v[:area.shape[0], :area.shape[1]]
            area[np.hypot(u - bx, v - by) <= reach] = 0

    def learn(self, name, network, blobs, unlabelled, away):
        """What is known far from the annotated particles, away pixels from each blob: by eye, and by the network.

        All that the network takes for gold counts, at the picture's border too: it is only left out of the loss.
        """
        places, answers = judged(name)
        found = peaks(*maps(network, self.image), self.image.shape, inside=0)
        doubtful = found[found[:, 3] >= DOUBTFUL]
        unlabelled = unlabelled & ((away <= NEAR) | (distances(blobs, doubtful) < 9))
        unlabelled &= distances(blobs, places[answers != "unsure"]) > 9
        missing = doubtful[(distances(doubtful, self.annotated) > NEAR) & (distances(doubtful, places) > 9)
                           & (distances(doubtful, blobs[unlabelled]) > 9)]
        unsure = np.vstack([places[answers == "unsure"], missing[:, :3]])
        self.ignored = np.vstack([blobs[unlabelled, :3], np.c_[unsure[:, :2], unsure[:, 2:] / PIXEL_NM / 2]])
        self.places = places[answers != "unsure", :2]
        self.particles = np.vstack([self.annotated, places[answers == "gold"]])


def warp(image, matrix, middle, side, order, mode="mirror"):
    """A square of the picture seen through a 2x2 matrix (pixels of the picture per pixel of the square).

    Outside it the picture is mirrored at the middles of its outermost pixels, as the detection does.
    """
    half = (side - 1) / 2
    v, u = np.mgrid[:side, :side] - half
    y = middle[1] + matrix[1][0] * u + matrix[1][1] * v
    x = middle[0] + matrix[0][0] * u + matrix[0][1] * v
    reach = int(side) + 4
    top, left = int(middle[1]) - reach, int(middle[0]) - reach
    window = image[max(0, top):int(middle[1]) + reach, max(0, left):int(middle[0]) + reach]
    return ndimage.map_coordinates(window, [y - max(0, top), x - max(0, left)], order=order, mode=mode)


def cut(rng, image, weight, particles, middle):
    """A crop turned, mirrored and scaled by up to a tenth, with its weights (none outside the picture), particles."""
    scale = np.exp(rng.uniform(-0.1, 0.1)) if rng.random() < 0.7 else 1.0
    angle = rng.uniform(0, 2 * np.pi) if rng.random() < 0.6 else 0.0
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / scale
    crop = warp(image, matrix, middle, CROP, 3 if angle or scale != 1 else 1)
    weights = warp(weight, matrix, middle, CROP, 0, "constant")
    half = (CROP - 1) / 2
    inverse = np.linalg.inv(matrix)
    moved = []
    for x, y, diameter in particles:
        u, v = inverse @ [x - middle[0], y - middle[1]] + half
        if -12 < u < CROP + 12 and -12 < v < CROP + 12:
            moved.append((u, v, diameter * scale))
    return crop, weights, moved


def fade(rng, crop, particles):
    """Particles lightened towards what surrounds them, all of a crop by the same share: fainter gold."""
    share = rng.uniform(0.1, 0.5)
    v, u = np.mgrid[:CROP, :CROP]
    for x, y, diameter in particles:
        distance = np.hypot(u - x, v - y)
        radius = diameter / PIXEL_NM / 2
        ring = (distance > radius + 3) & (distance < radius + 7)
        if ring.sum() < 20:
            continue
        mask = 1 / (1 + np.exp(np.clip((distance - radius - 2.5) / 0.8, -40, 40)))
        crop = crop + share * mask * np.maximum(np.median(crop[ring]) - crop, 0)
    return crop


def spoil(rng, crop, weights, particles):
    """Shadows and folds over the crop; a particle in the darkest of a fold is left out of the loss."""
    factor = np.ones(crop.shape)
    if rng.random() < 0.3:
        factor *= simulation.shadow(rng, crop.shape)
    if rng.random() < 0.3:
        factor *= simulation.fold(rng, crop.shape, 0.1)
    if factor.min() < 0.3:
        for x, y, _ in particles:
            xi, yi = int(np.clip(x, 0, CROP - 1)), int(np.clip(y, 0, CROP - 1))
            if factor[yi, xi] < 0.3:
                weights[max(0, yi - 12):yi + 13, max(0, xi - 12):xi + 13] = 0
    return crop * factor


def paste(rng, crop, weights, particles):
    """Simulated gold on a real background, away from what is there; where it lies, the truth is known."""
    added = simulation.scatter_particles(rng, crop, rng.integers(1, 6), particles, (0.35, 0.35, 0.3),
                                         strength=np.exp(rng.normal(0, 0.25)))
    v, u = np.mgrid[:CROP, :CROP]
    for x, y, diameter in added:
        inside = np.hypot(u - x, v - y) < diameter / PIXEL_NM / 2 + 3
        if weights[inside].min(initial=1) > 0:
            weights[inside] = 1
        else:
            weights[inside] = 0  # on something unlabelled: unknown
    return particles + added


def at_border(rng, shape):
    """A place within half a crop of the picture's border, x and y."""
    size = np.array(shape[::-1], float)
    place = rng.uniform(0, size - 1)
    axis = rng.integers(2)
    place[axis] = rng.uniform(0, CROP / 2) if rng.random() < 0.5 else size[axis] - 1 - rng.uniform(0, CROP / 2)
    return place


def middle_of_crop(rng, source):
    """Where a crop is cut: around annotated particles (12 nm more often than they are), judged places, or anywhere."""
    chance = rng.random()
    if chance < 0.5:
        diameter = 12.0 if rng.random() < 0.35 else 6.0
        chosen = source.annotated[source.annotated[:, 2] == diameter]
        return chosen[rng.integers(len(chosen)), :2] + rng.uniform(-45, 45, 2)
    if chance < 0.65 and len(source.places) > 0:
        place = source.places[rng.integers(len(source.places))] + rng.uniform(-60, 60, 2)
        return np.clip(place, 0, np.array(source.image.shape[::-1]) - 1)
    if chance < 0.92:
        return rng.uniform(CROP / 2, np.array(source.image.shape[::-1]) - CROP / 2)
    return at_border(rng, source.image.shape)


def real_crops(folder, name, count, seed, network=None):
    """Crops of one annotated image; with a network, of all that is known of it (see Source)."""
    rng = np.random.default_rng(seed)
    source = Source(folder, name, network)
    crops = []
    while len(crops) < count:
        middle = middle_of_crop(rng, source)
        crop, weights, particles = cut(rng, source.image, source.weight, source.particles, middle)
        if rng.random() < 0.5:
            crop = fade(rng, crop, particles)
        if rng.random() < 0.5:
            crop = spoil(rng, crop, weights, particles)
        if rng.random() < 0.6:
            particles = paste(rng, crop, weights, particles)
        if rng.random() < 0.2:
            crop = simulation.jpeg(np.clip(crop, 0, 1), int(rng.integers(60, 95)))
        crops.append((np.clip(crop * 255 + 0.5, 0, 255).astype(np.uint8), (weights * 2).astype(np.uint8), particles))
    return crops


def simulated_crops(count, seed):
    """Crops of simulated micrographs, two fifths of them without gold; a third of the crops lies at a border."""
    rng = np.random.default_rng(seed)
    crops = []
    whole = np.ones((512, 512), np.float32)
    while len(crops) < count:
        image, particles = simulation.micrograph(rng, 512, rng.random() > 0.4)
        for _ in range(8):
            middle = at_border(rng, image.shape) if rng.random() < 0.33 else rng.uniform(72, 440, 2)
            crop, weights, moved = cut(rng, image, whole, particles, middle)
            crops.append((np.clip(crop * 255 + 0.5, 0, 255).astype(np.uint8), (weights * 2).astype(np.uint8), moved))
    return crops[:count]
