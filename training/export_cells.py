"""Writes models/cells-v1: the ONNX file, its card, a test input with the expected output of torch."""

import hashlib
import io
import json
import pathlib

import numpy as np
import onnx
import torch

import make_scattering as scattering
from cells_network import CODES, TILE, WIDTH, folded

NAME = "cells-v1"
OPSET = 13
BATCH = 16
TOLERANCE = 1e-3
FIGURES = pathlib.Path(__file__).resolve().parent.parent / "docs" / "models" / "cells-v1.json"


def onnx_bytes(network):
    """The network as ONNX with an open batch."""
    buffer = io.BytesIO()
    torch.onnx.export(
        network, torch.zeros(2, 1, TILE, TILE), buffer, opset_version=OPSET, input_names=["tiles"],
        output_names=["embedding", "code_histogram"],
        dynamic_axes={name: {0: "N"} for name in ("tiles", "embedding", "code_histogram")})
    graph = onnx.load_from_string(buffer.getvalue())
    graph.producer_version = ""
    onnx.checker.check_model(graph)
    return graph.SerializeToString()


def npy(values):
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values, np.float32))
    return buffer.getvalue()


def test_input():
    """Parts of the made-up tiles of scatter-v1 (spots, fibres, noise, a constant): no image is copied here."""
    tiles = scattering.test_tiles()
    return np.concatenate([tiles[:, :, :TILE, :TILE], tiles[:2, :, TILE:, TILE:]])


def sentence():
    """What was measured, in a sentence for the card, from what evaluate_cells.py wrote."""
    if not FIGURES.exists():
        return ""
    rows = {row["measure"]: row["models"] for row in json.loads(FIGURES.read_text())}
    words = []
    for key, name in (("sbs96: Z' of left-out control wells", "Z' of sbs96's controls"),
                      ("bbbc021: AUC of single cells, new plates", "AUC of BBBC021 cells on new plates"),
                      ("simulated, standardized: noise 4", "simulated mechanisms at noise 4")):
        models = rows[key]
        words.append(f"{name} {models['cells-v1']['value']:.2f} (scatter-v1 {models['scatter-v1']['value']:.2f}, "
                     f"random networks {models['random']['value']:.2f})")
    return "On held-out data: " + "; ".join(words) + "; docs/models/cells-v1.md"


def card(sha256):
    return {
        "formatVersion": 1,
        "name": NAME,
        "description": "Cells, one channel alone: 126 learned numbers, mean and contrast of the tile, and how often "
                       "each of 64 learned codes occurs in it; a small convolutional network.",
        "file": "model.onnx",
        "sha256": sha256,
        "licence": "MIT for the weights; some of the training images carry no stated licence, and none is in this "
                   "repository",
        "provenance": "training/train_cells.py, trained on public crops and fields of BBBC021, LINCS A549, JUMP "
                      "CPJUMP1 and of instruments' examples, and on screens of HcsGrid.Simulation; sbs96 not seen",
        "measured": sentence(),
        "input": {
            "name": "tiles",
            "channels": "each-alone",
            "widthPixels": TILE,
            "heightPixels": TILE,
            "pixelScaling": {"low": 0.0, "high": 1.0, "clip": False},
            "pixelSizeMicrometres": None,
        },
        "batchSize": BATCH,
        "outputs": [
            {"name": "embedding", "meaning": "embedding", "shape": [WIDTH]},
            {"name": "code_histogram", "meaning": "code-histogram", "shape": [CODES]},
        ],
        "test": {"input": "test_input.npy", "output": "test_output.npy", "outputName": "embedding",
                 "tolerance": TOLERANCE},
    }


def write(network, folder):
    """Writes the folder; the expected output is torch's, before batch normalisation is folded in."""
    folder.mkdir(parents=True, exist_ok=True)
    tiles = test_input()
    model = folded(network)
    with torch.no_grad():
        plain = network.eval()(torch.from_numpy(tiles))[0].numpy()
        difference = np.abs(model(torch.from_numpy(tiles))[0].numpy() - plain).max()
    if difference > TOLERANCE / 10:
        raise SystemExit(f"folding the batch normalisation changed the embedding by {difference}")
    content = onnx_bytes(model)
    (folder / "model.onnx").write_bytes(content)
    (folder / "test_input.npy").write_bytes(npy(tiles))
    (folder / "test_output.npy").write_bytes(npy(plain))
    text = json.dumps(card(hashlib.sha256(content).hexdigest()), indent=2)
    (folder / "model.json").write_text(text + "\n")
    operators = sorted({node.op_type for node in onnx.load_from_string(content).graph.node})
    print(f"{folder}: {len(content)} bytes, operators {', '.join(operators)}, folding changed {difference:.1e}")
