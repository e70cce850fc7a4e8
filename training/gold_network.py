"""The network of models/gold-v1: local contrast normalisation, seven small convolutions at half resolution, two maps.

One stride of 2 at the entry and nothing else that depends on where the tile begins: a shift by 2 pixels moves the maps
by one cell. Away from the picture's border a cell sees HALO pixels on each side and no more.

    cell (row i, column j) stands at the pixel position (2 j + 0.5, 2 i + 0.5), pixel centres at whole numbers
    centre     0..1, exp(-r^2 / (2 SIGMA_CELLS^2)) around a particle's centre, r in cells
    diameter   nanometres at PIXEL_NM per pixel; it means something near a peak of centre only
"""

import torch
from torch import nn

PIXEL_NM = 0.559
SIGMA_CELLS = 1.6
WINDOWS = (13, 27)  # cells, odd: the windows of the local mean and standard deviation
DILATIONS = (1, 1, 2, 4, 4, 2, 1)
CHANNELS = 32
FLOOR = 0.006  # grey levels of 1: keeps flat areas flat
HALO = 2 * (max(WINDOWS) // 2 + sum(DILATIONS)) + 1
ALIGNMENT = 2
MIDDLE_NM = 10.0


class Box(nn.Module):
    """The mean over a square window, over the part of it inside the picture.

    In training, where pictures are small, by two products with a matrix of ones near its diagonal: faster.
    """

    def __init__(self, size):
        super().__init__()
        self.size = size
        self.rows = nn.AvgPool2d((size, 1), 1, (size // 2, 0), count_include_pad=False)
        self.columns = nn.AvgPool2d((1, size), 1, (0, size // 2), count_include_pad=False)

    def forward(self, x):
        if self.training:
            return self.band(x.shape[2]) @ x @ self.band(x.shape[3]).T
        return self.columns(self.rows(x))

    def band(self, side):
        """The matrix [side, side] that takes the mean of `size` neighbours along a line."""
        places = torch.arange(side)
        near = ((places[:, None] - places).abs() <= self.size // 2).float()
        return near / near.sum(1, keepdim=True)


class GoldNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.split = nn.Conv2d(1, 4, 2, 2, bias=False)  # the four pixels of a cell as four channels
        self.split.weight.data = torch.eye(4).reshape(4, 1, 2, 2)
        self.split.weight.requires_grad_(False)
        self.average = nn.Conv2d(4, 1, 1, bias=False)
        self.average.weight.data.fill_(0.25)
        self.average.weight.requires_grad_(False)
        self.boxes = nn.ModuleList(Box(size) for size in WINDOWS)
        layers = []
        inputs = 4 * len(WINDOWS)
        for dilation in DILATIONS:
            layers += [nn.Conv2d(inputs, CHANNELS, 3, 1, dilation, dilation, bias=False), nn.BatchNorm2d(CHANNELS),
                       nn.ReLU()]
            inputs = CHANNELS
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv2d(CHANNELS, 2, 1)
        self.head.bias.data = torch.tensor([-4.0, 0.0])

    def forward(self, image):
        pixels = self.split(image)
        grey = self.average(pixels)
        # Squares of the difference from the small window's mean would widen what a cell sees, so E[x^2] - E[x]^2.
        square = self.average(pixels * pixels)
        parts = []
        for box in self.boxes:
            mean = box(grey)
            variance = torch.relu(box(square) - mean * mean)
            parts.append((pixels - mean) / torch.sqrt(variance + FLOOR ** 2))
        maps = self.head(self.body(torch.cat(parts, 1)))
        return maps[:, :1], maps[:, 1:]


class Exported(nn.Module):
    """The network as it is shipped: batch normalisation folded in, a probability and nanometres."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        logit, size = self.network(image)
        return torch.sigmoid(logit), MIDDLE_NM * torch.exp(torch.clamp(size, -2.0, 2.0))


def folded(network):
    """A copy of the network for evaluation without batch normalisation."""
    from torch.nn.utils.fusion import fuse_conv_bn_eval
    import copy
    copied = copy.deepcopy(network).eval()
    layers = []
    for layer in copied.body:
        if isinstance(layer, nn.BatchNorm2d):
            layers[-1] = fuse_conv_bn_eval(layers[-1], layer)
        else:
            layers.append(layer)
    copied.body = nn.Sequential(*layers)
    return Exported(copied).eval()
