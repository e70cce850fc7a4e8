"""Simulated immunogold micrographs of freeze-fracture replicas, with known truth. Grey values 0..1, 0.559 nm per pixel.

A particle is a sphere of gold: what gets through falls exponentially with the chord, exp(-ABSORPTION chord(r)), blurred
by the microscope. With 0.077 a pixel a 6 nm particle keeps 0.44, one of 12 nm 0.19 and one of 18 nm 0.09 of the
background, which is what the annotated particles of the public images show (0.44 and 0.14).
"""

import io

import numpy as np
from PIL import Image
from scipy import ndimage

PIXEL_NM = 0.559
ABSORPTION = 0.077


def smooth_noise(rng, shape, sigma):
    """Noise of mean 0 and standard deviation 1, correlated over sigma pixels."""
    step = max(1, int(sigma / 2))
    small = rng.standard_normal([side // step + 6 for side in shape])
    small = ndimage.gaussian_filter(small, sigma / step)
    small = (small - small.mean()) / small.std()
    if step == 1:
        return small[:shape[0], :shape[1]]
    return ndimage.zoom(small, step, order=1)[:shape[0], :shape[1]]


def particle(rng, diameter_px, strength=1.0):
    """What a particle lets through, a square of odd side with the particle in its middle, and its sub-pixel shift.

    strength multiplies the absorption of all particles of a micrograph: some are fainter than others throughout.
    """
    radius = diameter_px / 2
    half = int(np.ceil(radius * 1.3 + 6))
    shift = rng.uniform(-0.5, 0.5, 2)
    y, x = np.mgrid[-half:half + 1, -half:half + 1].astype(float)
    angle = rng.uniform(0, np.pi)
    ratio = rng.uniform(1, 1.25 if diameter_px > 26 else 1.15) ** 0.5
    y, x = y - shift[0], x - shift[1]
    u = (np.cos(angle) * x + np.sin(angle) * y) * ratio
    v = (np.cos(angle) * y - np.sin(angle) * x) / ratio
    chord = 2 * np.sqrt(np.maximum(radius ** 2 - u ** 2 - v ** 2, 0))
    absorption = ABSORPTION * strength * np.exp(rng.normal(0, 0.18))
    through = np.exp(-absorption * chord)
    return ndimage.gaussian_filter(through, rng.uniform(1.0, 2.0)), shift


def place(image, through, x, y):
    """Multiplies the picture by a square around (x, y), cut at the border."""
    half = through.shape[0] // 2
    top, left = max(0, y - half), max(0, x - half)
    bottom, right = min(image.shape[0], y + half + 1), min(image.shape[1], x + half + 1)
    if top < bottom and left < right:
        image[top:bottom, left:right] *= through[top - y + half:bottom - y + half, left - x + half:right - x + half]


def scatter_particles(rng, image, count, taken=(), shares=(0.5, 0.3, 0.2), margin=0, strength=1.0):
    """Draws particles into the picture; returns their x, y, diameter in nm. They may touch, not cover each other."""
    placed = []
    anchors = [(x, y) for x, y, _ in taken]
    for _ in range(count):
        nominal = rng.choice([6.0, 12.0, 18.0], p=shares)
        diameter = float(np.clip(nominal * np.exp(rng.normal(0, 0.06)), 4, 22))
        for _ in range(20):
            if anchors and rng.random() < 0.35:  # near another: touching pairs and clusters
                ax, ay = anchors[rng.integers(len(anchors))]
                reach, angle = rng.uniform(9, 40), rng.uniform(0, 2 * np.pi)
                x, y = ax + reach * np.cos(angle), ay + reach * np.sin(angle)
            else:
                x = rng.uniform(margin, image.shape[1] - 1 - margin)
                y = rng.uniform(margin, image.shape[0] - 1 - margin)
            if not (0 <= x <= image.shape[1] - 1 and 0 <= y <= image.shape[0] - 1):
                continue
            if all(np.hypot(x - ox, y - oy) > 0.95 * (d + diameter) / 2 / PIXEL_NM
                   for ox, oy, d in [*taken, *placed]):
                break
        else:
            continue
        through, shift = particle(rng, diameter / PIXEL_NM, strength)
        xi, yi = int(round(x)), int(round(y))
        if image[yi, xi] < 0.12:
            continue  # gold on black lettering or in the darkest of a fold cannot be seen by anyone
        place(image, through, xi, yi)
        placed.append((xi + shift[1], yi + shift[0], diameter))
        anchors.append(placed[-1][:2])
    return placed


def curve_distance(rng, shape):
    """Signed distance (pixels, roughly) of every pixel from a random smooth curve across the picture."""
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[:shape[0], :shape[1]].astype(float)
    x, y = x - rng.uniform(0.1, 0.9) * shape[1], y - rng.uniform(0.1, 0.9) * shape[0]
    u = np.cos(angle) * x + np.sin(angle) * y
    v = np.cos(angle) * y - np.sin(angle) * x
    bend = rng.uniform(-1, 1) / max(shape) * v ** 2 * rng.choice([0.3, 1.0])
    wave = rng.uniform(0, 12) * np.sin(2 * np.pi * v / rng.uniform(60, 300) + rng.uniform(0, 6))
    return u + bend + wave


def fold(rng, shape, weakest=0.15):
    """A membrane fold: a dark band with soft edges and often a bright rim, as a factor."""
    distance = curve_distance(rng, shape)
    width, soft = rng.uniform(3, 24), rng.uniform(1.5, 6)
    depth = rng.uniform(0.15, 1 - weakest)
    band = 1 / (1 + np.exp(np.clip((np.abs(distance) - width) / soft, -40, 40)))
    if rng.random() < 0.5:
        band *= 1 / (1 + np.exp(np.clip(distance / (width * rng.uniform(0.2, 0.6)), -40, 40)))
    rim = rng.uniform(0, 0.3) * np.exp(-((distance - width - 2 * soft) / (2 * soft)) ** 2)
    return 1 - depth * band + rim


def shadow(rng, shape):
    """A step or a ramp of brightness along a curve, as a factor."""
    distance = curve_distance(rng, shape)
    soft = np.exp(rng.uniform(np.log(2), np.log(60)))
    return 1 - rng.uniform(0.1, 0.5) / (1 + np.exp(np.clip(distance / soft, -40, 40)))


def bumps(rng, image, count, direction):
    """Membrane proteins: bumps 8 to 24 px wide, lit from one side, some in a cluster, as the replica shows them."""
    clusters = rng.uniform(0, 1, (3, 2)) * [image.shape[1], image.shape[0]]
    for _ in range(count):
        if rng.random() < 0.7:
            x, y = clusters[rng.integers(3)] + rng.normal(0, 60, 2)
        else:
            x, y = rng.uniform(0, 1, 2) * [image.shape[1], image.shape[0]]
        size = rng.uniform(2.5, 6)
        half = int(4 * size)
        v, u = np.mgrid[-half:half + 1, -half:half + 1] / size
        bell = np.exp(-(u ** 2 + v ** 2) / 2)
        slope = np.cos(direction) * u + np.sin(direction) * v
        height = rng.uniform(0.05, 0.3)
        lit = 1 + height * bell * slope * 1.6 - rng.uniform(-0.3, 0.9) * height * bell * (slope < 0.3)
        place(image, np.clip(lit, 0.45, 1.6), int(x), int(y))


def dirt(rng, image, count):
    """Specks that are not gold: long flakes, wide ragged smudges, faint round spots (gold of 6 nm takes 0.3 to 0.7)."""
    for _ in range(count):
        half = 34
        v, u = np.mgrid[-half:half + 1, -half:half + 1].astype(float)
        angle, stretch = rng.uniform(0, np.pi), rng.uniform(1.9, 4)
        a, b = np.cos(angle) * u + np.sin(angle) * v, np.cos(angle) * v - np.sin(angle) * u
        size = rng.uniform(3, 7)
        kind, depth = rng.random(), rng.uniform(0.05, 0.5)
        if kind < 0.4:
            shape = np.exp(-((a / stretch) ** 2 + b ** 2) / (2 * size ** 2))
        elif kind < 0.7:
            size, depth = rng.uniform(3, 6), rng.uniform(0.03, 0.18)
            shape = np.exp(-(u ** 2 + v ** 2) / (2 * size ** 2))
        else:
            size = rng.uniform(9, 14)
            shape = np.exp(-(u ** 2 + v ** 2) / (2 * size ** 2))
            shape *= 0.5 + 0.5 * np.clip(smooth_noise(rng, u.shape, 4), -1, 1)
        place(image, 1 - depth * np.clip(shape, 0, 1), int(rng.uniform(0, image.shape[1])),
              int(rng.uniform(0, image.shape[0])))


def lettering(rng, image):
    """A black bar with a scale bar and glyph-like strokes, or a black border."""
    height, width = image.shape
    bar = int(rng.uniform(20, 70) if rng.random() < 0.5 else rng.uniform(1, 20))
    image[height - bar:] = 0
    if bar >= 20:
        x, y, length = int(rng.uniform(0, width / 2)), height - bar // 2, int(rng.uniform(60, 200))
        image[y - 1:y + 2, x:x + length] = 1
        image[y - 8:y + 9, x:x + 3] = 1
        for _ in range(6):
            gx, gy = int(rng.uniform(0, width - 14)), height - bar + 3
            image[gy:gy + 14, gx:gx + 3] = 1
            image[gy + 5:gy + 8, gx:gx + 10] = 1
    return np.ascontiguousarray(np.rot90(image, rng.integers(4)))


def background(rng, side=512, with_lettering=None):
    """A micrograph without gold, and before the camera's noise."""
    shape = (side, side)
    image = np.full(shape, rng.uniform(0.45, 0.8))
    for sigma, strength in ((120, 0.06), (40, 0.03), (12, 0.012), (4, 0.012)):
        image *= 1 + strength * rng.uniform(0.3, 1.5) * smooth_noise(rng, shape, sigma)
    for _ in range(rng.integers(0, 3)):
        image *= shadow(rng, shape)
    bumps(rng, image, int(rng.uniform(0, 260) * side ** 2 / 512 ** 2), rng.uniform(0, 2 * np.pi))
    for _ in range(rng.integers(0, 4)):
        image *= fold(rng, shape, 0.03)
    dirt(rng, image, int(rng.uniform(0, 12) * side ** 2 / 512 ** 2))
    if with_lettering is None:
        with_lettering = rng.random() < 0.3
    return np.clip(lettering(rng, image) if with_lettering else image, 0, 1.1)


def camera(rng, image):
    """Noise as the scanned images have it (a few grey levels, slightly correlated) and JPEG."""
    noise = ndimage.gaussian_filter(rng.standard_normal(image.shape), rng.uniform(0.4, 1.0))
    noise *= rng.uniform(0.01, 0.035) / noise.std()
    grain = ndimage.gaussian_filter(rng.standard_normal(image.shape), rng.uniform(1.2, 2.5))
    noise += grain * rng.uniform(0.005, 0.03) / grain.std()
    image = np.clip(image + noise * np.sqrt(np.clip(image, 0, 1) + 0.05), 0, 1)
    return jpeg(image, int(rng.integers(70, 97))) if rng.random() < 0.7 else image


def jpeg(image, quality):
    buffer = io.BytesIO()
    Image.fromarray((image * 255 + 0.5).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer), np.float64) / 255


def micrograph(rng, side=512, gold=True):
    """A simulated micrograph: the picture 0..1 and its particles (x, y, diameter in nm)."""
    image = background(rng, side)
    particles = []
    if gold:
        shares = rng.dirichlet([2, 1.5, 1])
        count, strength = int(rng.uniform(5, 60) * side ** 2 / 512 ** 2), np.exp(rng.normal(0, 0.25))
        particles = scatter_particles(rng, image, count, (), shares, strength=strength)
    return camera(rng, image), particles

