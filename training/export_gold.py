"""Writes models/gold-v1: the ONNX file, its card, a test input with the expected output of torch."""

import hashlib
import io
import json
import pathlib

import numpy as np
import onnx
import torch

import gold_simulation
from gold_detect import GROUPS, NEAREST
from gold_network import ALIGNMENT, HALO, PIXEL_NM, folded

NAME = "gold-v1"
OPSET = 13
SIDE = 256  # of the test input
TILE = 832  # the fastest on two cores (benchmarks detect): 2 x 57 pixels of halo are lost a tile
TOLERANCE = 1e-3
FIGURES = pathlib.Path(__file__).resolve().parent.parent / "docs" / "models" / "gold-v1.json"


def onnx_bytes(model):
    """The model as ONNX with open batch, height and width."""
    buffer = io.BytesIO()
    torch.onnx.export(
        model, torch.zeros(1, 1, SIDE, SIDE), buffer, opset_version=OPSET, input_names=["image"],
        output_names=["centre", "diameter"],
        dynamic_axes={"image": {0: "N", 2: "H", 3: "W"}, "centre": {0: "N", 2: "H2", 3: "W2"},
                      "diameter": {0: "N", 2: "H2", 3: "W2"}})
    graph = onnx.load_from_string(buffer.getvalue())
    graph.producer_version = ""
    onnx.checker.check_model(graph)
    return graph.SerializeToString()


def npy(values):
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values, np.float32))
    return buffer.getvalue()


def test_input():
    """A simulated micrograph: no annotated image is copied into the repository."""
    rng = np.random.default_rng(20)
    return np.stack([gold_simulation.micrograph(rng, SIDE)[0] for _ in range(1)])[:, None].astype(np.float32)


def card(sha256, threshold, measured):
    return {
        "formatVersion": 1,
        "name": NAME,
        "description": "Gold particles in immunogold electron micrographs: maps of centres and of diameters at half "
                       "the resolution, by a small fully convolutional network with local contrast normalisation.",
        "file": "model.onnx",
        "sha256": sha256,
        "licence": "MIT for the weights; the training images carry no stated licence and are not in this repository",
        "provenance": "training/train_gold.py, trained on the six annotated freeze-fracture micrographs of "
                      "the Max Planck Florida Institute (published with Gold Digger) and on simulated ones",
        "measured": measured or "",
        "input": {
            "name": "image",
            "channels": "each-alone",
            "widthPixels": TILE,
            "heightPixels": TILE,
            "pixelScaling": {"low": 0.0, "high": 1.0, "clip": True},
            "pixelSizeMicrometres": PIXEL_NM / 1000,
        },
        "batchSize": 1,
        "outputs": [
            {"name": "centre", "meaning": "centre", "shape": [1, TILE // 2, TILE // 2]},
            {"name": "diameter", "meaning": "diameter", "shape": [1, TILE // 2, TILE // 2]},
        ],
        "detection": {
            "threshold": threshold,
            "haloPixels": HALO,
            "alignmentPixels": ALIGNMENT,
            "suppressionShare": 2 * NEAREST,
            "minimumDiameterNm": 3.0,
            "maximumDiameterNm": 30.0,
            "groupsNm": list(GROUPS),
        },
        "test": {"input": "test_input.npy", "output": "test_output.npy", "outputName": "centre",
                 "tolerance": TOLERANCE},
    }


def figures():
    """The threshold and a sentence for the card, from what evaluate_gold.py measured on left-out images."""
    report = json.loads(FIGURES.read_text())
    r = report["network"]
    sentence = ("Six networks of this recipe, each on the image left out of its training, at a threshold chosen on its "
                f"training images: F1 {r['all']['f1']:.3f} (6 nm {r['6']['f1']:.3f}, 12 nm {r['12']['f1']:.3f}), size "
                f"group right {r['groupRight']:.3f}; docs/models/gold-v1.md")
    return report["shippedThreshold"], sentence


def write(network, folder):
    """Writes the folder; the expected output is torch's, in single precision, of the network without folding."""
    threshold, measured = figures()
    folder.mkdir(parents=True, exist_ok=True)
    model = folded(network)
    content = onnx_bytes(model)
    tiles = test_input()
    with torch.no_grad():
        plain = torch.sigmoid(network.eval()(torch.from_numpy(tiles))[0]).numpy()
        centre = model(torch.from_numpy(tiles))[0].numpy()
    difference = float(np.abs(plain - centre).max())
    if difference > TOLERANCE / 10:
        raise SystemExit(f"folding the batch normalisation changed the map by {difference}")
    (folder / "model.onnx").write_bytes(content)
    (folder / "test_input.npy").write_bytes(npy(tiles))
    (folder / "test_output.npy").write_bytes(npy(plain))
    text = json.dumps(card(hashlib.sha256(content).hexdigest(), threshold, measured), indent=2)
    (folder / "model.json").write_text(text + "\n")
    operators = sorted({node.op_type for node in onnx.load_from_string(content).graph.node})
    print(f"{folder}: {len(content)} bytes, operators {', '.join(operators)}")
