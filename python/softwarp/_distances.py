"""Losses between all series of sets."""

from __future__ import annotations

from ctypes import byref
from typing import Optional

import numpy as np

from ._library import call, lib, loss_handle, pointer
from ._losses import metric_text
from ._series import SeriesLike, read_sets


def cdist(
    x: SeriesLike,
    y: Optional[SeriesLike] = None,
    metric: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> np.ndarray:
    """The loss of each series of x and each of y.

    x and y are sets: arrays [N, T] (N series of one dimension) or [N, T, D], or lists of series [T] or [T, D].

    Parameters
    ----------
    x, y
        Without y: of each series of x and each of x, where each two are compared once. Steps of NaN at the end of a
        series are padding, as for loss().
    metric, gamma, band, cost, alpha
        As for loss().

    Returns
    -------
    array [N of x, N of y] of float64. No root is taken.

    Examples
    --------
    >>> softwarp.cdist([[0., 1, 2], [0., 2, 2, 2]], metric="dtw")
    array([[0., 1.],
           [1., 0.]])
    """
    a, b = read_sets(x, y)
    handle = loss_handle(metric_text(metric, gamma, band, alpha, cost), a.values.dtype)
    other = a if b is None else b
    value = np.empty((len(a.values), len(other.values)))
    call(
        lib.softwarp_loss_cross,
        handle,
        byref(a.batch),
        None if b is None else byref(b.batch),
        pointer(value),
        cells=value.size * a.values.shape[1] * other.values[0].size,
    )
    return value
