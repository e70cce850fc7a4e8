"""The network of models/cells-v1: one channel of a tile in, an embedding and a histogram of codes out.

    tile        [N, 1, 64, 64], 0 at the plate's dark end, 1 at its bright end, not cut off above
    embedding   [N, 128]: 126 learned numbers, then log(0.01 + mean) and log(0.01 + standard deviation) of the tile
    histogram   [N, 64]: the share of the 8 x 8 places of the code map that have each code; sums to 1

Every tile is first brought to its own mean and standard deviation, so the learned part does not see how bright a tile
is; the last two numbers of the embedding say it. The decoder and the identity head are for training only.
"""

import torch
from torch import nn
from torch.nn import functional

TILE = 64
MAP = 8  # side of the code map
WIDTH = 128
LEARNED = WIDTH - 2
CODES = 64
CODE_WIDTH = 16
FLOOR = 0.01  # of the plate's range: keeps empty tiles flat
BEND = 8.0  # standard deviations at which bright pixels have lost half
DECAY = 0.99
DEAD_SHARE = 0.03  # of an equal share: a code used less is put elsewhere


def mean_of(maps):
    """The mean over the tile, [N, C, 1, 1]: pooling, whose order of adding does not depend on addresses."""
    return functional.adaptive_avg_pool2d(maps, 1)


class Entry(nn.Module):
    """The tile at its own mean and standard deviation, and both as logarithms."""

    def forward(self, tile):
        mean = mean_of(tile)
        away = tile - mean
        deviation = torch.sqrt(mean_of(away * away))
        even = away / (deviation + FLOOR)
        even = even / (1 + torch.abs(even) / BEND)
        return even, torch.log(torch.cat([mean, deviation], 1).flatten(1) + FLOOR)


class Codebook(nn.Module):
    """Codes of a map: nearest neighbours, moved by running means of what they stand for."""

    def __init__(self):
        super().__init__()
        self.fixed = None
        self.register_buffer("codes", torch.randn(CODES, CODE_WIDTH))
        self.register_buffer("counts", torch.ones(CODES))
        self.register_buffer("sums", self.codes.clone())

    def freeze(self):
        """Keeps what nearest() computes from the codes, so that the exported graph has it as constants."""
        self.fixed = self.filters()

    def filters(self):
        return (2 * self.codes)[:, :, None, None], -(self.codes ** 2).sum(1)

    def nearest(self, maps):
        """The index of the nearest code at each place, [N, h, w]."""
        return functional.conv2d(maps, *(self.fixed or self.filters())).argmax(1)

    def histogram(self, maps):
        """Shares of the codes, [N, CODES]: sums of whole numbers over a power of two, so exact."""
        numbers = torch.arange(CODES)[None, :, None, None]
        return mean_of((self.nearest(maps)[:, None] == numbers).float()).flatten(1)

    def forward(self, maps, generator=None):
        """Quantized maps (their gradient is that of maps), the commitment loss, and how often each code was used."""
        index = self.nearest(maps)
        used = torch.bincount(index.flatten(), minlength=CODES).float()
        if self.training:
            self.move(maps.detach().permute(0, 2, 3, 1).reshape(-1, CODE_WIDTH), index.flatten(), used, generator)
        quantized = self.codes[index].permute(0, 3, 1, 2)
        commitment = functional.mse_loss(maps, quantized.detach())
        return maps + (quantized - maps).detach(), commitment, used

    def move(self, vectors, index, used, generator):
        sums = torch.zeros_like(self.sums).index_add_(0, index, vectors)
        self.counts.mul_(DECAY).add_(used, alpha=1 - DECAY)
        self.sums.mul_(DECAY).add_(sums, alpha=1 - DECAY)
        share = self.counts.sum() / CODES
        dead = self.counts < DEAD_SHARE * share
        if dead.any():
            chosen = torch.randint(len(vectors), (int(dead.sum()),), generator=generator)
            self.sums[dead] = vectors[chosen] * share
            self.counts[dead] = share
        self.codes.copy_(self.sums / self.counts[:, None])


def layer(inputs, outputs, size, stride):
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs))


class CellsNetwork(nn.Module):
    """The encoder, as it is shipped."""

    def __init__(self):
        super().__init__()
        self.entry = Entry()
        self.first = layer(1, 12, 5, 2)
        self.second = layer(12, 32, 3, 2)
        self.third = layer(32, 48, 3, 2)
        self.fourth = layer(48, 48, 3, 1)
        self.top = layer(48, 64, 3, 2)
        self.code = nn.Sequential(nn.Conv2d(48, CODE_WIDTH, 1, bias=False), nn.BatchNorm2d(CODE_WIDTH, affine=False))
        self.codebook = Codebook()
        self.join = nn.Linear(48 + 48 + 64, LEARNED)

    def maps(self, even):
        """Local features [N, 48, 8, 8]."""
        x = torch.relu(self.second(torch.relu(self.first(even))))
        x = torch.relu(self.third(x))
        return torch.relu(x + self.fourth(x))

    def learned(self, local):
        """The learned part of the embedding, [N, LEARNED]."""
        mean = mean_of(local)
        away = local - mean
        spread = torch.sqrt(mean_of(away * away) + 1e-6)
        return self.join(torch.cat([mean, spread, mean_of(torch.relu(self.top(local)))], 1).flatten(1))

    def forward(self, tile):
        even, intensity = self.entry(tile)
        local = self.maps(even)
        return torch.cat([self.learned(local), intensity], 1), self.codebook.histogram(self.code(local))


class Trainer(nn.Module):
    """The encoder with what teaches it: a decoder of the quantized map, and the identity task."""

    def __init__(self, classes):
        super().__init__()
        self.encoder = CellsNetwork()
        self.context = nn.Linear(LEARNED, 32)
        self.decoder = nn.Sequential(
            nn.Conv2d(CODE_WIDTH + 32, 64, 3, 1, 1), nn.ReLU(), nn.Conv2d(64, 64, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(64, (TILE // MAP) ** 2, 1), nn.PixelShuffle(TILE // MAP))
        self.identity = nn.Sequential(nn.BatchNorm1d(LEARNED, affine=False), nn.Dropout(0.2),
                                      nn.Linear(LEARNED, classes))

    def forward(self, tile, generator=None):
        """The tile as the decoder draws it, the logits of identities, the commitment loss, uses of the codes."""
        even, _ = self.encoder.entry(tile)
        local = self.encoder.maps(even)
        learned = self.encoder.learned(local)
        quantized, commitment, used = self.encoder.codebook(self.encoder.code(local), generator)
        context = self.context(learned)[:, :, None, None].expand(-1, -1, MAP, MAP)
        return self.decoder(torch.cat([quantized, context], 1)), self.identity(learned), commitment, used


def folded(network):
    """A copy of the encoder for evaluation, batch normalisation folded in and the codes fixed."""
    import copy
    from torch.nn.utils.fusion import fuse_conv_bn_eval
    copied = copy.deepcopy(network).eval()
    for name in ("first", "second", "third", "fourth", "top", "code"):
        convolution, normalisation = getattr(copied, name)
        if not normalisation.affine:
            normalisation.weight = nn.Parameter(torch.ones(normalisation.num_features))
            normalisation.bias = nn.Parameter(torch.zeros(normalisation.num_features))
        setattr(copied, name, fuse_conv_bn_eval(convolution, normalisation))
    copied.codebook.freeze()
    return copied.eval()


def multiply_adds():
    """Multiply-adds of the convolutions and of the linear layer for one tile."""
    total = 0

    def count(module, _, output):
        nonlocal total
        weights = module.weight[0].numel()
        total += output.numel() * weights

    network = folded(CellsNetwork())
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(count)
    with torch.no_grad():
        network(torch.rand(1, 1, TILE, TILE))
    return total + MAP * MAP * CODES * CODE_WIDTH
