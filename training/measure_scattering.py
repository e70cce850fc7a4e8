#!/usr/bin/env python3
"""Prints the measured tables of docs/models/scatter-v1.md, from the formulas in make_scattering.py (about a minute).

Rotation is measured on tiles that are sums of smooth formulas inside the inscribed disk, evaluated at turned
coordinates: nothing is interpolated, so the whole difference is the network's.
"""

import itertools

import numpy as np

import make_scattering as scattering

TURNS = (5, 11.25, 15, 22.5, 30, 37.5, 45)
KINDS = {
    "round spots": dict(count=12, widths=(2.5, 8.0)),
    "short fibres": dict(count=10, widths=(2.0, 3.0), stretch=4.0, reach=32.0),
    "wave packets": dict(count=10, widths=(4.0, 7.0), waves=True, reach=36.0),
    "three fibres": dict(count=3, widths=(2.0, 2.5), stretch=6.0, reach=24.0),
}
TILES_PER_KIND = 4
BACKGROUND = 0.05


def tiles(turn_degrees):
    turn = np.deg2rad(turn_degrees)
    return np.array([BACKGROUND + scattering.spots(np.random.RandomState(100 * k + n), turn=turn, **kind)
                     for k, kind in enumerate(KINDS.values()) for n in range(TILES_PER_KIND)])


def groups():
    """The parts of the embedding whose errors are told apart."""
    last = scattering.SCALES - 1
    coarse = [scattering.embedding_index(last)]
    coarse += [scattering.embedding_index(j1, last, d) for j1 in range(last) for d in range(scattering.ANGLES)]
    rest = [k for k in range(1, scattering.WIDTH) if k not in coarse]
    return {"E0": [0], f"scales 0 to {last - 1}": rest, f"with scale {last}": coarse}


def rotation():
    upright = scattering.reference(tiles(0))
    parts = groups()
    spread = {name: np.sqrt(upright[:, columns].var(axis=0).mean()) for name, columns in parts.items()}
    print("| Turned by | " + " | ".join(f"{name}: rms, largest" for name in parts) + " |")
    print("|---|" + "---|" * len(parts))
    for turn in TURNS:
        error = np.abs(scattering.reference(tiles(turn)) - upright)
        cells = [f"{np.sqrt((error[:, c] ** 2).mean()):.5f}, {error[:, c].max():.4f}" for c in parts.values()]
        print(f"| {turn:g}° | " + " | ".join(cells) + " |")
    print("| spread between the tiles (sd) | " + " | ".join(f"{value:.3f}" for value in spread.values()) + " |")
    some = scattering.test_tiles()[:, 0].astype(float)
    plain = scattering.reference(some)
    for name, turned in {"90°": np.rot90(some, 1, (1, 2)), "180°": np.rot90(some, 2, (1, 2)),
                         "mirror": some[:, :, ::-1], "transpose": some.transpose(0, 2, 1)}.items():
        error = np.abs(scattering.reference(turned) - plain).max()
        print(f"{name}: largest difference {error:.1e} (double precision)")


def effective_wavelets(points=2048):
    """Centre, half-power band and angular width of each scale, low-passes of the coarser scales included."""
    psi = scattering.wavelets()[0]
    offsets = np.arange(-scattering.RADIUS, scattering.RADIUS + 1)
    taps = np.arange(len(scattering.LOW_PASS)) - (len(scattering.LOW_PASS) - 1) / 2

    def response(j, radial, angle):
        """|frequency response| at radial frequency (radians a pixel of the tile) and angle."""
        wx, wy = radial * np.cos(angle), radial * np.sin(angle)
        total = 1.0
        for k in range(j):
            for w in (wx, wy):
                total = total * (scattering.LOW_PASS * np.cos(np.multiply.outer(w * 2 ** k, taps))).sum(-1)
        columns, rows = np.multiply.outer(wx, offsets), np.multiply.outer(wy, offsets)
        phase = np.exp(-1j * 2 ** j * (columns[..., None, :] + rows[..., :, None]))
        return np.abs(total * (phase * psi).sum((-2, -1)))

    print("| j | pixels of x_j | centre, cycles a pixel | wavelength, pixels | half-power band | half-power angle |")
    print("|---|---|---|---|---|---|")
    for j in range(scattering.SCALES):
        radial = np.linspace(0, np.pi / 2 ** j, points)
        along = response(j, radial, np.zeros(points))
        peak = radial[along.argmax()]
        band = radial[along >= along.max() / np.sqrt(2)]
        angles = np.linspace(-np.pi / 2, np.pi / 2, points)
        around = angles[response(j, np.full(points, peak), angles) >= along.max() / np.sqrt(2)]
        width = np.rad2deg(around[-1] - around[0])
        size = scattering.TILE // 2 ** j
        print(f"| {j} | {size} × {size} | {peak / (2 * np.pi):.4f} | {2 * np.pi / peak:.1f} | "
              f"{2 * np.pi / band[-1]:.1f} to {2 * np.pi / band[0]:.1f} | {width:.0f}° |")


def cost():
    """Multiply-adds of the convolutions for one tile."""
    side = 2 * scattering.RADIUS + 1
    print("| j | maps filtered | wavelets | sum of parts | low-pass |\n|---|---|---|---|---|")
    totals = np.zeros(3)
    for j in range(scattering.SCALES):
        maps, pixels = 1 + scattering.ORIENTATIONS * j, (scattering.TILE >> j) ** 2
        channels = 2 * scattering.ORIENTATIONS
        down = (maps + scattering.ORIENTATIONS) * (pixels // 4) * len(scattering.LOW_PASS) ** 2
        row = np.array([maps * pixels * channels * side ** 2, maps * pixels * channels * scattering.ORIENTATIONS,
                        down if j + 1 < scattering.SCALES else 0])
        totals += row
        print(f"| {j} | {maps} | " + " | ".join(f"{value / 1e6:.1f} M" for value in row) + " |")
    print("| all | | " + " | ".join(f"{value / 1e6:.1f} M" for value in totals) + " |")


def index_table():
    print("| Index | Order | j1 | j2 | d |\n|---|---|---|---|---|\n| 0 | 0 | | | |")
    for j in range(scattering.SCALES):
        print(f"| {scattering.embedding_index(j)} | 1 | {j} | | |")
    for j1, j2 in itertools.combinations(range(scattering.SCALES), 2):
        first = scattering.embedding_index(j1, j2)
        print(f"| {first} to {first + scattering.ANGLES - 1} | 2 | {j1} | {j2} | 0 to {scattering.ANGLES - 1} |")


if __name__ == "__main__":
    for table in (index_table, effective_wavelets, rotation, cost):
        table()
        print()
