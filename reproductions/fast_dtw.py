"""FastDTW, an approximation from above of DTW, as the report on the paper measures its forecasts: with absolute
differences and a radius of 1.

Source: S. Salvador, P. Chan, Toward Accurate Dynamic Time Warping in Linear Time and Space, 2007."""
import math


def _halved(series):
    return [(series[k] + series[k + 1]) / 2 for k in range(0, len(series) - 1, 2)]


def _aligned(x, y, cells):
    """The cost of the best path through these cells, which are sorted, and the path."""
    best = {(-1, -1): (0.0, None)}
    nothing = (math.inf, None)
    for i, j in cells:
        before = min(((i - 1, j), (i, j - 1), (i - 1, j - 1)), key=lambda cell: best.get(cell, nothing)[0])
        best[i, j] = (best.get(before, nothing)[0] + abs(x[i] - y[j]), before)
    path, cell = [], (len(x) - 1, len(y) - 1)
    while cell != (-1, -1):
        path.append(cell)
        cell = best[cell][1]
    return best[len(x) - 1, len(y) - 1][0], path


def fast_dtw(x, y, radius=1):
    """Σ |x_i − y_j| along a path that is best within the radius of a path found at half the resolution."""
    n, m = len(x), len(y)
    if min(n, m) < radius + 2:
        return _aligned(x, y, [(i, j) for i in range(n) for j in range(m)])
    _, coarse = fast_dtw(_halved(x), _halved(y), radius)
    near = range(-radius, radius + 1)
    reached = {(i + a, j + b) for i, j in coarse for a in near for b in near}
    return _aligned(x, y, sorted({(2 * i + a, 2 * j + b) for i, j in reached for a in (0, 1) for b in (0, 1)
                                  if 0 <= 2 * i + a < n and 0 <= 2 * j + b < m}))


def mean_fast_dtw(forecasts, targets):
    """Mean over pairs of series. Shapes: [B, steps]."""
    return sum(fast_dtw(list(x), list(y))[0] for x, y in zip(forecasts, targets)) / len(forecasts)
