"""What the tests hold the library against: losses by enumeration of all alignments, and finite differences."""

from functools import lru_cache

import numpy as np

ALIGNING = ("softdtw", "softdtw-divergence", "sharp", "sharp-divergence", "dilate", "dtw")
LOSSES = (*ALIGNING, "euclidean")

COSTS = {
    "sqeuclidean": lambda e: np.sum(e**2, axis=-1),
    "halfsqeuclidean": lambda e: np.sum(e**2, axis=-1) / 2,
    "absolute": lambda e: np.sum(abs(e), axis=-1),
    "huber:0.5": lambda e: np.sum(np.where(abs(e) <= 0.5, e**2 / 2, 0.5 * (abs(e) - 0.25)), axis=-1),
}


@lru_cache(maxsize=None)
def alignments(n, m):
    """All alignments of n and m steps, as matrices [n, m] of zeros and ones."""

    def paths(i, j):
        if i == j == 0:
            yield [(0, 0)]
        for di, dj in ((1, 0), (0, 1), (1, 1)):
            if i >= di and j >= dj:
                for path in paths(i - di, j - dj):
                    yield [*path, (i, j)]

    matrices = []
    for path in paths(n - 1, m - 1):
        matrices.append(np.zeros((n, m)))
        matrices[-1][tuple(np.transpose(path))] = 1
    return np.array(matrices)


def costs(x, y, cost="sqeuclidean"):
    x, y = (np.reshape(series, (len(series), -1)).astype(float) for series in (x, y))
    return COSTS[cost](x[:, None] - y[None])


def of_costs(delta, gamma, band=None):
    """Soft-DTW and the expected alignment of costs [n, m]; where gamma is 0, DTW and a best alignment."""
    every = alignments(*delta.shape)
    if band is not None:  # |i − j| <= band, for n = m
        i, j = np.indices(delta.shape)
        every = every[(every * (abs(i - j) > band)).sum((1, 2)) == 0]
    sums = (every * delta).sum((1, 2))
    if gamma == 0:
        return sums.min(), every[sums.argmin()]
    weights = np.exp(-(sums - sums.min()) / gamma)
    value = sums.min() - gamma * np.log(weights.sum())
    return value, np.tensordot(weights / weights.sum(), every, 1)


def loss(name, x, y, gamma=1.0, cost="sqeuclidean", alpha=0.5, band=None):
    """The loss of two series, n and m of at most about six steps."""
    if name == "euclidean":
        return np.sum((np.asarray(x, float) - y) ** 2)
    if name.endswith("-divergence"):
        name = name.replace("-divergence", "")
        s = (loss(name, a, b, gamma, cost, alpha, band) for a, b in ((x, y), (x, x), (y, y)))
        return np.dot([1, -0.5, -0.5], list(s))
    delta = costs(x, y, cost)
    value, E = of_costs(delta, 0 if name == "dtw" else gamma, band)
    if name == "sharp":
        return (E * delta).sum()
    if name == "dilate":
        i, j = np.indices(delta.shape)
        return alpha * value + (1 - alpha) * (E * (i - j) ** 2).sum() / delta.size
    return value


def differences(function, x, step=1e-5):
    """The gradient of function(x) by central differences, for x of any shape."""
    gradient = np.empty(np.shape(x))
    for index in np.ndindex(gradient.shape):
        ahead, behind = np.array(x, float), np.array(x, float)
        ahead[index] += step
        behind[index] -= step
        gradient[index] = (function(ahead) - function(behind)) / (2 * step)
    return gradient
