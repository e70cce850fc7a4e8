#!/usr/bin/env python3
"""Writes the model folder models/scatter-v1: a two-layer wavelet scattering network without learned weights.

    python3 training/make_scattering.py             write the folder
    python3 training/make_scattering.py --check     make it again in memory and compare with the folder, byte by byte

What is computed, for every tile x of 128 x 128 pixels by itself. All constants are computed in double precision and
stored as 32-bit floats; J = 5 scales, L = 8 orientations, XI = 0.6 pi, SIGMA = 1, SLANT = 0.65, EPSILON = 0.0001.

Wavelets. One Morlet kernel per orientation theta_l = l pi / L, 9 x 9 pixels, the same at every scale, with
u = (a cos theta + b sin theta) along the wave and v = (-a sin theta + b cos theta) across it, a, b = -4 .. 4:

    g_l(a, b)   = exp(-(u^2 + SLANT^2 v^2) / (2 SIGMA^2)) cos^2(pi/2 min(1, sqrt(a^2 + b^2) / 5)),  divided by its sum
    psi_l(a, b) = g_l (exp(i XI u) - beta_l),   beta_l = sum g_l exp(i XI u)   (real), so that sum psi_l = 0

The round window keeps the square kernel from favouring the axes. psi_(l+4) is psi_l turned by 90 degrees, exactly.

Scales. D is low-pass and subsampling by two: the separable kernel H = (1, 5, 10, 10, 5, 1) / 32 with stride 2 on the
image reflected by two pixels (without repeating the edge). Its length is even, so the samples that stay are placed
symmetrically, and D commutes with quarter turns and flips.

    x_0 = x,    x_j = D x_(j-1),                                   j = 0 .. J-1, of (128 / 2^j)^2 pixels
    U1[j, l]           = |x_j * psi_l|                             at the resolution of x_j, reflected by four pixels
    U2[j1, l1, j2, l2] = |(D^(j2-j1) U1[j1, l1]) * psi_l2|         for j1 < j2

Averages over the tile (written < >) and over orientations, where d = 0 .. 4 folds l2 - l1 with its mirror:

    S0 = <x>,    S1[j] = 1/L sum_l <U1[j, l]>
    S2[j1, j2, d] = mean of <U2[j1, l1, j2, l2]> over all l1, l2 with (l2 - l1) mod L = d or (l1 - l2) mod L = d

Embedding, 56 numbers, with log' s = log(EPSILON + s): each order relative to the one before it, so that intensity
stands in the first number alone, the amount of structure in the strengths, and its angular shape in d = 1 .. 4:

    E0 = log' S0,   E1[j] = log' S1[j] - log' S0,
    E2[j1, j2, 0] = log' S2[j1, j2, 0] - log' S1[j1],   E2[j1, j2, d] = log' S2[j1, j2, d] - log' S2[j1, j2, 0]

in the order E0, E1[0 .. 4], E2 by (j1, j2) = (0,1), (0,2) .. (3,4), each d = 0 .. 4.

The ONNX graph carries the maps of all paths of one scale as one batch, so that each scale is one convolution with one
input and 16 output channels (real and imaginary parts). It subtracts <x> first, which changes nothing but the
rounding, as sum psi_l = 0: a constant tile gives exact zeros. reference() computes the same from the definition above,
path by path in double precision; the expected output in the folder is its result, not the runtime's.
"""

import argparse
import hashlib
import io
import itertools
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

NAME = "scatter-v1"
TILE = 128
SCALES = 5
ORIENTATIONS = 8
RADIUS = 4
XI = 0.6 * np.pi
SIGMA = 1.0
SLANT = 0.65
LOW_PASS = np.array([1, 5, 10, 10, 5, 1]) / 32
EPSILON = 1e-4
BATCH = 4
OPSET = 17
IR_VERSION = 8
TOLERANCE = 1e-4

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / NAME
PAIRS = list(itertools.combinations(range(SCALES), 2))
ANGLES = ORIENTATIONS // 2 + 1
WIDTH = 1 + SCALES + len(PAIRS) * ANGLES


def wavelets():
    """The complex kernels psi, [ORIENTATIONS, 2 RADIUS + 1, 2 RADIUS + 1], double precision."""
    b, a = np.mgrid[-RADIUS:RADIUS + 1, -RADIUS:RADIUS + 1].astype(float)
    window = np.cos(np.pi / 2 * np.minimum(1, np.hypot(a, b) / (RADIUS + 1))) ** 2
    quarter = []
    for orientation in range(ORIENTATIONS // 2):
        theta = orientation * np.pi / ORIENTATIONS
        u = a * np.cos(theta) + b * np.sin(theta)
        v = b * np.cos(theta) - a * np.sin(theta)
        g = np.exp(-(u ** 2 + (SLANT * v) ** 2) / (2 * SIGMA ** 2)) * window
        g /= g.sum()
        wave = np.exp(1j * XI * u)
        quarter.append(g * (wave - (g * wave).sum().real))
    return np.array(quarter + [np.rot90(psi, -1) for psi in quarter])


def folded_difference(l1, l2):
    """The relative angle of two orientations in steps of 180 / ORIENTATIONS degrees, folded with its mirror."""
    difference = (l2 - l1) % ORIENTATIONS
    return min(difference, ORIENTATIONS - difference)


def embedding_index(j1, j2=None, difference=0):
    """Where S1[j1] or S2[j1, j2, difference] stands in the embedding; S0 stands at 0."""
    return 1 + j1 if j2 is None else 1 + SCALES + PAIRS.index((j1, j2)) * ANGLES + difference


# The reference: from the definition, path by path, in double precision.

def reflect(maps, margin):
    return np.pad(maps, [(0, 0)] * (maps.ndim - 2) + [(margin, margin)] * 2, mode="reflect")


def halve(maps):
    """D on the last two axes."""
    taps = len(LOW_PASS)
    padded = reflect(maps, taps // 2 - 1)
    half = maps.shape[-1] // 2
    rows = sum(LOW_PASS[t] * padded[..., t:t + 2 * half:2, :] for t in range(taps))
    return sum(LOW_PASS[t] * rows[..., t:t + 2 * half:2] for t in range(taps))


def modulus(maps, kernels):
    """|maps * psi_l| for every l, as a new axis before the last two."""
    size = maps.shape[-1]
    padded = reflect(maps, RADIUS)
    out = np.zeros(maps.shape[:-2] + (len(kernels), size, size), complex)
    for row, column in np.ndindex(*kernels.shape[1:]):
        shifted = padded[..., None, row:row + size, column:column + size]
        out += kernels[:, row, column, None, None] * shifted
    return np.abs(out)


def reference(tiles):
    """The embedding of tiles [n, 128, 128] in double precision, [n, WIDTH]."""
    kernels = wavelets()
    sums = np.zeros((len(tiles), WIDTH))
    sums[:, 0] = tiles.mean((-2, -1))
    image = tiles.astype(float)
    for j1 in range(SCALES):
        first = modulus(image, kernels)
        sums[:, embedding_index(j1)] = first.mean((-3, -2, -1))
        for j2 in range(j1 + 1, SCALES):
            first = halve(first)
            second = modulus(first, kernels).mean((-2, -1))
            for difference in range(ANGLES):
                chosen = [second[:, l1, l2] for l1, l2 in np.ndindex(ORIENTATIONS, ORIENTATIONS)
                          if folded_difference(l1, l2) == difference]
                sums[:, embedding_index(j1, j2, difference)] = np.mean(chosen, axis=0)
        image = halve(image)
    logarithm = np.log(EPSILON + sums)
    embedding = logarithm.copy()
    embedding[:, 1:1 + SCALES] -= logarithm[:, :1]
    for j1, j2 in PAIRS:
        strength = embedding_index(j1, j2)
        embedding[:, strength] -= logarithm[:, embedding_index(j1)]
        embedding[:, strength + 1:strength + ANGLES] -= logarithm[:, strength, None]
    return embedding


# The ONNX graph.

class Graph:
    """Nodes and constants of the model under construction, in the order in which they are added."""

    def __init__(self):
        self.nodes = []
        self.constants = {}

    def constant(self, name, values, dtype=np.float32):
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values, dtype), name)
        return name

    def shape(self, *sizes):
        return self.constant("shape_" + "_".join(str(size) for size in sizes).replace("-", "m"), sizes, np.int64)

    def add(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def reshape(self, value, output, *sizes):
        return self.add("Reshape", [value, self.shape(*sizes)], output)

    def reflected(self, value, output, margin):
        return self.add("Pad", [value, self.shape(0, 0, margin, margin, 0, 0, margin, margin)], output, mode="reflect")

    def mean(self, value, output, maps, size):
        """The mean of every map, [n, maps], by way of 8 strips: short sums keep the rounding small.

        Pooling, not ReduceMean: ONNX Runtime's reduction adds in an order that depends on the buffer's address, and
        the same tile must give the same bits wherever it stands in the batch.
        """
        strips = self.reshape(value, output + "_strips", -1, 8 * maps, size // 8, size)
        strips = self.add("GlobalAveragePool", [strips], output + "_of_strips")
        strips = self.reshape(strips, output + "_by_map", -1, maps, 8, 1)
        return self.reshape(self.add("GlobalAveragePool", [strips], output + "_of_maps"), output, -1, maps)

    def halved(self, value, output, channels):
        """D of every channel by itself."""
        taps = len(LOW_PASS)
        kernel = np.broadcast_to(np.outer(LOW_PASS, LOW_PASS), (channels, 1, taps, taps))
        weights = self.constant(f"low_pass_{channels}", kernel)
        padded = self.reflected(value, output + "_padded", taps // 2 - 1)
        return self.add("Conv", [padded, weights], output, kernel_shape=[taps, taps], strides=[2, 2], group=channels)


def averaging_matrix():
    """From the tile's means (S0, then per scale j2 the paths' means by orientation l2) to S0, S1, S2.

    Rows: S0; then per scale j2: U1[j2, l2], then U2[j1, l1, j2, l2] for j1 < j2. Columns: S0, S1, S2, filled up with
    zeros to a multiple of 16, so that the logarithm of each tile begins at a whole vector register.
    """
    rows = [(0, 1.0)]
    for j2 in range(SCALES):
        rows += [(embedding_index(j2), 1 / ORIENTATIONS)] * ORIENTATIONS
        for j1, l1, l2 in itertools.product(range(j2), range(ORIENTATIONS), range(ORIENTATIONS)):
            difference = folded_difference(l1, l2)
            count = ORIENTATIONS * (1 if difference in (0, ORIENTATIONS // 2) else 2)
            rows.append((embedding_index(j1, j2, difference), 1 / count))
    matrix = np.zeros((len(rows), -(-WIDTH // 16) * 16))
    for row, (column, weight) in enumerate(rows):
        matrix[row, column] = weight
    return matrix


def ratio_matrix():
    """From the logarithms of S0, S1, S2 and the filling to the embedding: each minus the one it is relative to."""
    matrix = np.zeros((averaging_matrix().shape[1], WIDTH))
    np.fill_diagonal(matrix, 1)
    for j in range(SCALES):
        matrix[0, embedding_index(j)] = -1
    for j1, j2 in PAIRS:
        matrix[embedding_index(j1), embedding_index(j1, j2)] = -1
        for difference in range(1, ANGLES):
            matrix[embedding_index(j1, j2), embedding_index(j1, j2, difference)] = -1
    return matrix


def build_model():
    """The ONNX model as bytes: the same bytes each time."""
    graph = Graph()
    kernels = wavelets()
    side = 2 * RADIUS + 1
    psi = graph.constant("psi", np.concatenate([kernels.real, kernels.imag])[:, None])
    pairs = graph.constant("sum_of_parts", np.tile(np.eye(ORIENTATIONS), 2)[:, :, None, None])
    means = [graph.mean("tiles", "s0", 1, TILE)]
    centre = graph.reshape(means[0], "centre", -1, 1, 1, 1)
    paths = graph.add("Sub", ["tiles", centre], "paths0")  # x_j, then the low-passed U1[j1, l1] for j1 < j:
    size = TILE                                            # [N * (1 + 8 j), 1, size, size]
    for j in range(SCALES):
        count = 1 + ORIENTATIONS * j
        padded = graph.reflected(paths, f"padded{j}", RADIUS)
        parts = graph.add("Conv", [padded, psi], f"parts{j}", kernel_shape=[side, side])
        squares = graph.add("Mul", [parts, parts], f"squares{j}")
        energy = graph.add("Conv", [squares, pairs], f"energy{j}", kernel_shape=[1, 1])
        moduli = graph.add("Sqrt", [energy], f"moduli{j}")
        mean = graph.mean(moduli, f"mean{j}_by_path", ORIENTATIONS, size)
        means.append(graph.reshape(mean, f"mean{j}", -1, count * ORIENTATIONS))
        if j + 1 < SCALES:
            first = graph.reshape(moduli, f"moduli{j}_by_tile", -1, count * ORIENTATIONS, size, size)
            if j > 0:
                bounds = [graph.shape(0), graph.shape(ORIENTATIONS), graph.shape(1)]
                first = graph.add("Slice", [first, *bounds], f"u1_{j}")
            older = graph.halved(paths, f"older{j}", 1)
            newer = graph.halved(first, f"newer{j}", ORIENTATIONS)
            size //= 2
            older = graph.reshape(older, f"older{j}_by_tile", -1, count, size, size)
            both = graph.add("Concat", [older, newer], f"paths{j + 1}_by_tile", axis=1)
            paths = graph.reshape(both, f"paths{j + 1}", -1, 1, size, size)
    together = graph.add("Concat", means, "means", axis=1)
    averages = graph.add("MatMul", [together, graph.constant("averaging", averaging_matrix())], "averages")
    raised = graph.add("Add", [averages, graph.constant("epsilon", [EPSILON])], "raised")
    logarithm = graph.add("Log", [raised], "logarithm")
    graph.add("MatMul", [logarithm, graph.constant("ratios", ratio_matrix())], "embedding")
    tiles = helper.make_tensor_value_info("tiles", TensorProto.FLOAT, ["N", 1, TILE, TILE])
    embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["N", WIDTH])
    body = helper.make_graph(graph.nodes, NAME, [tiles], [embedding], list(graph.constants.values()))
    model = helper.make_model(body, producer_name="make_scattering.py", ir_version=IR_VERSION,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


# The other files of the folder.

def grid():
    """Row and column of every pixel, counted from the middle of the tile."""
    return np.mgrid[:TILE, :TILE] - (TILE - 1) / 2


def spots(random, count, turn=0.0, widths=(2.5, 8.0), stretch=1.0, reach=40.0, waves=False):
    """A sum of smooth spots (stretched: fibres; waves: wave packets): a formula, so that it can be turned exactly."""
    rows, columns = grid()
    y = rows * np.cos(turn) - columns * np.sin(turn)
    x = rows * np.sin(turn) + columns * np.cos(turn)
    tile = np.zeros((TILE, TILE))
    for _ in range(count):
        radius, at, lie = reach * np.sqrt(random.uniform()), random.uniform(0, 2 * np.pi), random.uniform(0, np.pi)
        width, height, period = random.uniform(*widths), random.uniform(0.1, 0.6), random.uniform(8, 24)
        dy, dx = y - radius * np.sin(at), x - radius * np.cos(at)
        u, v = dx * np.cos(lie) + dy * np.sin(lie), dy * np.cos(lie) - dx * np.sin(lie)
        spot = height * np.exp(-(u ** 2 + (v / stretch) ** 2) / (2 * width ** 2))
        tile += spot * (0.5 + 0.5 * np.cos(2 * np.pi * u / period)) if waves else spot
    return tile


def test_tiles():
    """Four tiles: round spots, fibres brighter than the range, noise, and a constant."""
    random = np.random.RandomState(20261122)
    cells = 0.02 + spots(random, 14)
    fibres = 0.05 + 3 * spots(random, 20, widths=(1.2, 2.5), stretch=8.0, reach=70.0)
    noise = random.uniform(0.0, 1.0, (TILE, TILE)) ** 2
    constant = np.full((TILE, TILE), 0.25)
    return np.stack([cells, fibres, noise, constant])[:, None].astype(np.float32)


def npy(array):
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def card(model):
    text = {
        "formatVersion": 1,
        "name": NAME,
        "description": "Two-layer wavelet scattering of each channel alone, averaged over the tile and orientations: "
                       f"logarithms of ratios, {SCALES} scales, {ORIENTATIONS} orientations, no learned weights.",
        "file": "model.onnx",
        "sha256": hashlib.sha256(model).hexdigest(),
        "licence": "MIT",
        "provenance": "training/make_scattering.py, no training data",
        "input": {"name": "tiles", "channels": "each-alone", "widthPixels": TILE, "heightPixels": TILE,
                  "pixelScaling": {"low": 0.0, "high": 1.0, "clip": False}, "pixelSizeMicrometres": None},
        "batchSize": BATCH,
        "outputs": [{"name": "embedding", "meaning": "embedding", "shape": [WIDTH]}],
        "test": {"input": "test_input.npy", "output": "test_output.npy", "outputName": "embedding",
                 "tolerance": TOLERANCE},
    }
    return (json.dumps(text, indent=2) + "\n").encode()


def files():
    """Name and bytes of every file of the model folder."""
    model = build_model()
    tiles = test_tiles()
    expected = reference(tiles[:, 0]).astype(np.float32)
    return {"model.onnx": model, "model.json": card(model),
            "test_input.npy": npy(tiles), "test_output.npy": npy(expected)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare the folder with what this script makes")
    arguments = parser.parse_args()
    if arguments.check:
        wrong = [name for name, data in files().items()
                 if not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != data]
        print(f"{NAME}: " + ("differs in " + ", ".join(wrong) if wrong else "every file is what this script makes"))
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes, sha-256 {hashlib.sha256(data).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
