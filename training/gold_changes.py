"""What a picture may suffer. Each change takes a scene and a seeded generator and gives a scene."""

import numpy as np
from PIL import Image
from scipy import ndimage

import gold_simulation as simulation
from gold_detect import resampled
from gold_network import PIXEL_NM
from gold_scoring import Scene


def quarter(turns, mirror=False):
    def apply(scene, rng):
        image, region, truth = scene.image, scene.region, scene.truth.copy()
        if mirror:
            image, region = image[:, ::-1], region[:, ::-1]
            truth[:, 0] = image.shape[1] - 1 - truth[:, 0]
        for _ in range(turns):
            truth[:, :2] = np.stack([truth[:, 1], image.shape[1] - 1 - truth[:, 0]], 1)
            image, region = np.rot90(image), np.rot90(region)
        return Scene(np.ascontiguousarray(image), truth, region, median=scene.median)
    return apply


def turned(degrees):
    def apply(scene, rng):
        angle = np.deg2rad(degrees)
        matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])  # on (y, x)
        middle = (np.array(scene.image.shape) - 1) / 2
        side = int(np.ceil(np.hypot(*scene.image.shape)))
        new_middle = np.array([(side - 1) / 2] * 2)
        offset = middle - matrix @ new_middle
        image = ndimage.affine_transform(scene.image, matrix, offset, (side, side), order=3, mode="reflect")
        region = ndimage.affine_transform(scene.region.astype(float), matrix, offset, (side, side), order=1) > 0.5
        moved = (scene.truth[:, 1::-1] - middle) @ matrix + new_middle
        truth = np.column_stack([moved[:, ::-1], scene.truth[:, 2]])
        return Scene(image, truth, region, median=scene.median).changed(image)
    return apply


def scaled(factor):
    def apply(scene, rng):
        image = np.round(np.clip(resampled(scene.image, factor), 0, 1) * 255) / 255
        fy, fx = image.shape[0] / scene.image.shape[0], image.shape[1] / scene.image.shape[1]
        truth = scene.truth.copy()
        truth[:, 0], truth[:, 1] = (truth[:, 0] + 0.5) * fx - 0.5, (truth[:, 1] + 0.5) * fy - 0.5
        region = np.asarray(Image.fromarray(scene.region).resize(image.shape[::-1], Image.NEAREST))
        return Scene(image, truth, region, PIXEL_NM / factor, scene.median)
    return apply


def grey(function):
    return lambda scene, rng: scene.changed(function(scene.image, rng))


def darkened(maker, count):
    def function(image, rng):
        for _ in range(count):
            image = image * maker(rng, image.shape)
        return image
    return grey(function)


CHANGES = {
    "turned by 90°": quarter(1), "turned by 180°": quarter(2), "turned by 270°": quarter(3),
    "mirrored": quarter(0, True), "mirrored, turned by 90°": quarter(1, True),
    "turned by 17°": turned(17), "turned by 45°": turned(45),
    "brightness × 0.7": grey(lambda x, r: x * 0.7), "brightness × 1.3": grey(lambda x, r: x * 1.3),
    "contrast × 0.7": grey(lambda x, r: x.mean() + 0.7 * (x - x.mean())),
    "contrast × 1.3": grey(lambda x, r: x.mean() + 1.3 * (x - x.mean())),
    "noise, 5 grey levels": grey(lambda x, r: x + r.normal(0, 5 / 255, x.shape)),
    "noise, 10 grey levels": grey(lambda x, r: x + r.normal(0, 10 / 255, x.shape)),
    "blur, sigma 1 px": grey(lambda x, r: ndimage.gaussian_filter(x, 1.0)),
    "blur, sigma 1.5 px": grey(lambda x, r: ndimage.gaussian_filter(x, 1.5)),
    "JPEG, quality 60": grey(lambda x, r: simulation.jpeg(np.clip(x, 0, 1), 60)),
    "scale 0.7": scaled(0.7), "scale 0.85": scaled(0.85), "scale 1.2": scaled(1.2), "scale 1.4": scaled(1.4),
    "three shadows": darkened(simulation.shadow, 3),
    "two membrane folds": darkened(lambda rng, shape: simulation.fold(rng, shape, 0.4), 2),
}
