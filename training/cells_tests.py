"""The five tests of cells-v1: each makes profiles of held-out images with one model and gives its measures.

Every model gets the same pixels, blocks, scaling and processing; only the side of its tiles is its own.
"""

import dataclasses
import pathlib
from typing import Callable

import numpy as np

import cells_data as data_of
import cells_measures as measures

BLOCK = 128  # pixels; a profile of the retrieval tests is that of a block, the means of its tiles
SCREENS = [(seed, noise) for seed in (901, 902) for noise in (1, 2, 4, 8)]


@dataclasses.dataclass
class Measure:
    """A statistic of units that can be drawn again: rows of units in, a number out; groups keep their sizes."""

    key: str
    groups: np.ndarray
    statistic: Callable


def tiles_of(image, side):
    """All tiles of an image from its upper left corner on; what is left at the borders is not used."""
    rows, columns = (size // side for size in image.shape)
    cut = image[:rows * side, :columns * side].reshape(rows, side, columns, side)
    return cut.transpose(0, 2, 1, 3).reshape(-1, side, side)


def blocks_of(image):
    return tiles_of(image, BLOCK)


def profiles(embedder, images):
    """The mean embedding of each image's tiles, [images, width]."""
    tiles = [tiles_of(image, embedder.tile) for image in images]
    found = embedder.embed(np.concatenate(tiles))
    bounds = np.cumsum([0] + [len(part) for part in tiles])
    return np.stack([found[a:b].mean(0) for a, b in zip(bounds, bounds[1:])])


def fields(embedder, planes, key, images_of=lambda plane: [plane.scaled()]):
    """Profiles of whole fields or their blocks, channels side by side: keys, and [keys, blocks, channels, width]."""
    found = {}
    for plane in planes:
        found.setdefault(key(plane), []).append(profiles(embedder, images_of(plane)))
    return list(found), np.stack([np.stack(parts, 1) for parts in found.values()])


# What each test embeds once a model; kept in files, so that measures can be computed again.

def embed_sbs96(embedder, data):
    folder = pathlib.Path(data) / "sbs96"
    planes = [data_of.Plane("sbs96", "ExampleSBS", channel, "", (row["ImageNumber"],), data_of.read(next(
        folder.glob(f"Channel{channel}-{int(row['ImageNumber']):02d}-{row['Row']}-{row['Column']}.tif"))))
        for row in data_of.rows(folder / "1049_Metadata.csv") for channel in ("1", "2")]
    return fields(embedder, data_of.with_plate_scales(planes), lambda p: p.where)[1]


def embed_bbbc021(embedder, data):
    """Every cell of all plates: the middle 64 x 64 pixels, four of them mirrored at their edges for a larger tile."""
    found = []
    for plane in data_of.bbbc021(data):
        crop = plane.scaled()[2:66, 2:66]
        if embedder.tile == 2 * len(crop):
            crop = np.pad(crop, len(crop) // 2, mode="symmetric")
        found.append(crop)
    values = embedder.embed(np.stack(found))
    return values.reshape(-1, 3, values.shape[1])


def embed_lincs(embedder, data):
    return fields(embedder, data_of.lincs(data), lambda p: p.where, lambda p: blocks_of(p.scaled()))[1]


def phenix_planes(data):
    return [p for p in data_of.phenix(data) if not p.channel.startswith("Brightfield")]


def embed_phenix(embedder, data):
    right = data_of.PHENIX_TRAINING_COLUMNS
    return fields(embedder, phenix_planes(data), lambda p: p.where, lambda p: blocks_of(p.scaled()[:, right:]))[1]


def embed_screen(embedder, folder):
    planes, _ = data_of.simulated(folder)
    found = profiles(embedder, [p.scaled() for p in planes])
    return found.reshape(-1, len(data_of.SIMULATED_CHANNELS), found.shape[1])


# The measures.

def sbs96(values, data):
    """Control separation by projections of left-out wells, and the order of doses along the control axis."""
    table = data_of.rows(pathlib.Path(data) / "sbs96" / "1049_Metadata.csv")
    control = np.array([int(r["SBS_Controls"]) for r in table])
    dose = np.array([int(r["SBS_Doses"]) for r in table])
    half = np.array(["A to D" if r["Row"] in "ABCD" else "E to H" for r in table])
    wells = values.reshape(len(table), -1)
    wells = measures.standardized(wells, wells[control == -1])
    negative, positive = measures.left_out_scores(wells[control == -1], wells[control == 1])
    scores = np.concatenate([negative, positive])
    sides = np.repeat(["negative", "positive"], [len(negative), len(positive)])
    weights, _ = measures.direction(wells[control == -1], wells[control == 1])
    treated = control == 0
    height, amount, rows_of = wells[treated] @ weights, dose[treated], half[treated]

    def separation(rows):
        return measures.z_prime(scores[rows][sides[rows] == "negative"], scores[rows][sides[rows] == "positive"])

    def order(rows):
        parts = [rows[rows_of[rows] == name] for name in np.unique(rows_of)]
        return np.mean([measures.spearman(amount[part], height[part]) for part in parts])

    return [Measure("sbs96: Z' of left-out control wells", sides, separation),
            Measure("sbs96: dose, Spearman of wells", rows_of, order)]


def bbbc021_cells(data):
    """Plate, compound and field of every cell, in the order of the embeddings."""
    planes = [p for p in data_of.bbbc021(data) if p.channel == "DNA"]
    return (np.array([p.plate for p in planes]), np.array([p.label.split()[0] for p in planes]),
            np.array(["-".join((p.plate, *p.where[:2])) for p in planes]))


def bbbc021(values, data):
    """Cycloheximide against DMSO on plates that training never saw, with the axis of the training plate."""
    plates, compounds, where = bbbc021_cells(data)
    cells = values.reshape(len(plates), -1).copy()
    for plate in np.unique(plates):
        on = plates == plate
        cells[on] = measures.standardized(cells[on], cells[on & (compounds == "DMSO")])
    learned = np.isin(plates, data_of.BBBC021_TRAINING)
    weights, _ = measures.direction(cells[learned & (compounds == "DMSO")], cells[learned & (compounds != "DMSO")])
    scores = cells @ weights
    names = np.unique(where[~learned])
    kinds = np.array([compounds[where == name][0] for name in names])
    members = [np.flatnonzero(where == name) for name in names]

    def separation(rows):
        sides = [np.concatenate([scores[members[r]] for r in rows if (kinds[r] == "DMSO") == dmso])
                 for dmso in (True, False)]
        return measures.area_under_curve(*sides)

    gallery = np.unique(where[learned])
    gallery_means = np.stack([cells[where == name].mean(0) for name in gallery])
    relevant = np.array([compounds[where == name][0] != "DMSO" for name in gallery])
    asked = names[kinds != "DMSO"]
    similar = measures.cosines(np.stack([cells[where == name].mean(0) for name in asked]), gallery_means)
    precision = np.array([measures.average_precision(row, relevant) for row in similar])
    return [Measure("bbbc021: AUC of single cells, new plates", kinds, separation),
            Measure("bbbc021: retrieval of fields, new plate", np.repeat("all", len(asked)),
                    lambda rows: precision[rows].mean())]


def near(first, second, columns):
    """Whether two blocks of one field touch."""
    rows = abs(first // columns - second // columns)
    return rows <= 1 and abs(first % columns - second % columns) <= 1


def retrieval(key, blocks, wells, compounds, asked, candidates, columns):
    """Same-compound retrieval of blocks; asked and candidates choose fields. Means over wells of a compound, then over
    compounds; touching blocks of a field are no candidates of each other."""
    fields_of, places = np.divmod(np.arange(blocks.shape[0] * blocks.shape[1]), blocks.shape[1])
    flat = blocks.reshape(len(fields_of), -1)
    used = np.isin(fields_of, np.union1d(asked, candidates))
    flat = measures.standardized(flat, flat[used])
    similar = measures.cosines(flat, flat)
    precision, groups, names = [], [], []
    for query in np.flatnonzero(np.isin(fields_of, asked)):
        field = fields_of[query]
        allowed = np.isin(fields_of, candidates)
        allowed &= ~((fields_of == field) & np.array([near(places[query], place, columns) for place in places]))
        relevant = compounds[fields_of[allowed]] == compounds[field]
        precision.append(measures.average_precision(similar[query, allowed], relevant))
        groups.append(wells[field])
        names.append(compounds[field])
    precision, groups, names = np.array(precision), np.array(groups), np.array(names)

    def mean(rows):
        return np.mean([precision[rows][names[rows] == name].mean() for name in np.unique(names)])

    return Measure(key, groups, mean)


def lincs(values, data):
    planes = [p for p in data_of.lincs(data) if p.channel == "DNA"]
    wells = np.array([p.where[0] for p in planes])
    sites = np.array([p.where[1] for p in planes])
    compounds = np.array([p.label for p in planes])
    new = np.flatnonzero(sites != data_of.LINCS_TRAINING_SITE)
    old = np.flatnonzero(sites == data_of.LINCS_TRAINING_SITE)
    blocks = values.reshape(*values.shape[:2], -1)
    columns = planes[0].pixels.shape[1] // BLOCK
    dmso = new[compounds[new] == "DMSO"]
    across = across_wells(blocks, wells, compounds, dmso, new)
    return [retrieval("lincs: new field among training fields", blocks, wells, compounds, new, old, columns),
            retrieval("lincs: within new fields", blocks, wells, compounds, new, new, columns), across]


def across_wells(blocks, wells, compounds, asked, candidates):
    """Blocks of one DMSO well find those of the other among treated wells; all of fields that training never saw."""
    count = blocks.shape[1]
    fields_of = np.repeat(candidates, count)
    flat = blocks[candidates].reshape(len(fields_of), -1)
    flat = measures.standardized(flat, flat)
    similar = measures.cosines(flat, flat)
    queries = np.flatnonzero(np.isin(fields_of, asked))
    precision = np.array([measures.average_precision(
        similar[q, fields_of != fields_of[q]], compounds[fields_of[fields_of != fields_of[q]]] == "DMSO")
        for q in queries])
    return Measure("lincs: DMSO across wells, new fields", wells[fields_of[queries]],
                   lambda rows: precision[rows].mean())


def phenix(values, data):
    planes = [p for p in phenix_planes(data) if p.channel == "HOECHST 33342"]
    wells, compounds = np.array([p.where[0] for p in planes]), np.array([p.label for p in planes])
    both = np.arange(len(planes))
    columns = (planes[0].pixels.shape[1] - data_of.PHENIX_TRAINING_COLUMNS) // BLOCK
    blocks = values.reshape(*values.shape[:2], -1)
    return [retrieval("phenix: within new halves of fields", blocks, wells, compounds, both, both, columns)]


def screen_hits(values, folder, processing):
    """Of every treatment: its compound, mechanism, and whether its neighbour of another compound has the same one."""
    planes, truth = data_of.simulated_names(folder)
    plates = np.array([plate for plate, _ in planes])
    labels = np.array([truth[key]["Metadata_broad_sample"] for key in planes])
    doses = np.array([truth[key]["Metadata_mmoles_per_liter"] for key in planes])
    mechanisms = {truth[key]["Metadata_broad_sample"]: truth[key]["Metadata_moa"] for key in planes}
    wells = values.reshape(len(planes), -1).copy()
    control = np.array([truth[key]["Metadata_pert_type"] == "negcon" for key in planes])
    treated = np.array([truth[key]["Metadata_pert_type"] == "trt" for key in planes])
    for plate in np.unique(plates):
        on = plates == plate
        wells[on] = measures.standardized(wells[on], wells[on & control])
    if processing == "sphered":
        wells = measures.sphered(wells, wells[control])
    names = sorted({(labels[i], doses[i]) for i in np.flatnonzero(treated)})
    means = np.stack([wells[treated & (labels == a) & (doses == b)].mean(0) for a, b in names])
    compounds = np.array([a for a, _ in names])
    similar = measures.cosines(means, means)
    similar[compounds[:, None] == compounds] = -np.inf
    moa = np.array([mechanisms[a] for a in compounds])
    return compounds, moa, moa[similar.argmax(1)] == moa


def simulated(values_of, folder_of):
    """Nearest-neighbour mechanisms of treatments at each noise, of both seeds; units are compounds."""
    found = []
    for processing in ("standardized", "sphered"):
        for noise in (1, 2, 4, 8):
            compounds, moas, hits = [], [], []
            for seed, level in SCREENS:
                if level == noise:
                    names, moa, hit = screen_hits(values_of[seed, level], folder_of(seed, level), processing)
                    compounds += [f"{seed} {name}" for name in names]
                    moas += list(moa)
                    hits += list(hit)
            found += accuracies(processing, noise, np.array(compounds), np.array(moas), np.array(hits, float))
    return found


def accuracies(processing, noise, compounds, moas, hits):
    held_out = np.isin(moas, data_of.HELD_OUT_MECHANISMS)
    found = []
    for part, rows in (("", np.ones(len(hits), bool)), (", mechanisms not in training", held_out)):
        names = np.unique(compounds[rows])
        share = np.array([hits[compounds == name].mean() for name in names])
        groups = np.array([moas[compounds == name][0] for name in names])
        found.append(Measure(f"simulated, {processing}: noise {noise}{part}", groups,
                             lambda drawn, share=share: share[drawn].mean()))
    return found
