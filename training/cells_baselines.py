"""What turns tiles into embeddings: cells-v1 and random networks of its shape in torch, scatter-v1 as it is shipped."""

import pathlib
import subprocess
import tempfile

import numpy as np
import torch
from torch import nn

import make_scattering as scattering
from cells_network import CODES, TILE, CellsNetwork, Trainer

CALIBRATION_BATCHES = 40
BATCH = 64


class Network:
    """A network in torch, made when it is first needed: embedding and code histogram, side by side."""

    tile = TILE

    def __init__(self, name, make):
        self.name, self.make, self.network = name, make, None

    def embed(self, tiles):
        """Tiles [n, side, side] to numbers [n, width + codes]."""
        self.network = self.network or self.make().eval()
        found = []
        with torch.no_grad():
            for start in range(0, len(tiles), BATCH):
                batch = torch.from_numpy(np.ascontiguousarray(tiles[start:start + BATCH], np.float32))[:, None]
                found.append(torch.cat(self.network(batch), 1))
        return torch.cat(found).double().numpy()


class Shipped:
    """A shipped model through `benchmarks embed`: the ONNX file itself, in the program's own runtime."""

    tile = scattering.TILE

    def __init__(self, name, command):
        self.name, self.command = name, command

    def embed(self, tiles):
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder) / "tiles", pathlib.Path(folder) / "embeddings"
            np.ascontiguousarray(tiles, np.float32).tofile(source)
            subprocess.run([*self.command, "embed", self.name, str(source), str(target)], check=True)
            return np.fromfile(target, np.float32).reshape(len(tiles), -1).astype(float)

    def check(self):
        """Holds the way to the model against its stored test."""
        tiles = np.load(scattering.FOLDER / "test_input.npy")[:, 0]
        expected = np.load(scattering.FOLDER / "test_output.npy")
        largest = np.abs(self.embed(tiles) - expected).max()
        if not largest <= scattering.TOLERANCE:
            raise SystemExit(f"{self.name} differs from its stored output by {largest}")


def random_network(bank, seed):
    """A network of the same shape that learned nothing: random weights, batch statistics and codes of real tiles."""
    import train_cells
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Trainer(2).encoder.train()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # the plain mean over all batches
    with torch.no_grad():
        for _ in range(CALIBRATION_BATCHES):
            windows, _, _ = bank.draw(train_cells.BATCH, rng)
            even, _ = network.entry(train_cells.cut(torch.from_numpy(windows)[:, None], generator))
            local = network.maps(even)
            network.learned(local)
            vectors = network.code(local).permute(0, 2, 3, 1).flatten(0, 2)
        network.codebook.codes.copy_(vectors[torch.randperm(len(vectors), generator=generator)[:CODES]])
    return network


def trained_network(path):
    network = CellsNetwork()
    network.load_state_dict(torch.load(path))
    return network
