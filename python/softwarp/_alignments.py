"""Costs and alignments of pairs of series, and soft-DTW of costs that are given."""

from __future__ import annotations

from ctypes import byref, c_int64
from typing import Any, Optional

import numpy as np

from ._library import TYPES, call, cost_text, lib, loss_text, number, pointer
from ._series import Series, SeriesLike, Value, read_matrices, read_pair


def alignment(
    x: SeriesLike, y: SeriesLike, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None
) -> np.ndarray:
    """The expected alignment E: how probable it is that two steps are matched.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; band and cost as for loss().

    Parameters
    ----------
    gamma
        As for soft_dtw(); 0 gives one best alignment under DTW, of zeros and ones.

    Returns
    -------
    array [n, m] for two series of n and m steps, [B, n, m] for batches, of the dtype of the series. It is the gradient
    of soft_dtw() with respect to the cost matrix, and 0 behind the end of a series that is shorter than others.

    Examples
    --------
    >>> softwarp.alignment([0., 1, 2], [0., 2, 2]).round(2)
    array([[1.  , 0.01, 0.  ],
           [0.44, 0.76, 0.12],
           [0.  , 0.56, 1.  ]])
    """
    a, b, one = read_pair(x, y)
    E = _new_matrices(a, b)
    value = np.empty(len(a.values))
    call(
        lib.softwarp_align,
        _alignment_text(gamma, band, cost),
        byref(a.batch),
        byref(b.batch),
        pointer(value),
        pointer(E),
        cells=E.size * a.values.shape[2],
    )
    return _as_rows(E, one)


def cost_matrix(x: SeriesLike, y: SeriesLike, *, cost: Optional[str] = None) -> np.ndarray:
    """The cost Δ_ij of matching step i of x with step j of y, such as ‖x_i − y_j‖².

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; cost is as for loss().

    Returns
    -------
    array [n, m] for two series of n and m steps, [B, n, m] for batches, of the dtype of the series; 0 behind the end of
    a series that is shorter than others.

    Examples
    --------
    >>> softwarp.cost_matrix([0., 1, 2], [0., 2, 2])
    array([[0., 4., 4.],
           [1., 1., 1.],
           [4., 0., 0.]])
    """
    a, b, one = read_pair(x, y)
    delta = _new_matrices(a, b)
    call(
        lib.softwarp_cost_matrices,
        None if cost is None else cost_text(cost).encode(),
        byref(a.batch),
        byref(b.batch),
        pointer(delta),
        cells=delta.size * a.values.shape[2],
    )
    return _as_rows(delta, one)


def soft_dtw_of_costs(
    costs: Any, gamma: float = 1.0, *, band: Optional[int] = None
) -> tuple[Value, np.ndarray]:
    """Soft-DTW of cost matrices, for costs of your own, with the expected alignment E, its gradient.

    Parameters
    ----------
    costs
        Array [n, m], or [B, n, m] for a batch; finite, and of any sign.
    gamma, band
        As for soft_dtw(); gamma = 0 is DTW.

    Returns
    -------
    value, E: float and array [n, m], or arrays [B] and [B, n, m].

    Examples
    --------
    >>> value, E = softwarp.soft_dtw_of_costs([[0., 4, 4], [1, 1, 1], [4, 0, 0]], gamma=0)
    >>> value
    1.0
    """
    costs = read_matrices("costs", costs)
    *batch, n, m = costs.shape
    count = batch[0] if batch else 1
    value, E = np.empty(count), np.empty(costs.shape, costs.dtype)
    # The library's matrices lie column by column: in its eyes these are transposed, and so are their alignments.
    call(
        lib.softwarp_align_costs,
        _alignment_text(gamma, band, None),
        TYPES[costs.dtype],
        count,
        m,
        n,
        pointer(costs),
        pointer(value),
        pointer(E),
        cells=costs.size,
    )
    return (value if batch else value.item()), E


def dtw_path(
    x: SeriesLike, y: SeriesLike, *, band: Optional[int] = None, cost: Optional[str] = None
) -> tuple[np.ndarray, float]:
    """One best alignment of two series under DTW, and its cost.

    x and y are two series, [T] or [T, D]; band and cost are as for loss().

    Returns
    -------
    path, value: array [L, 2] of int64, the matches (i, j) from (0, 0) to (n − 1, m − 1); and dtw(x, y). This order is
    that of tslearn's dtw_path(), whose value is the root of this one.

    Examples
    --------
    >>> path, value = softwarp.dtw_path([0., 1, 2], [0., 2, 2])
    >>> path.tolist(), value
    ([[0, 0], [1, 1], [2, 2]], 1.0)
    """
    a, b, one = read_pair(x, y)
    if not one:
        raise ValueError("x and y: expected two series, [T] or [T, D], found batches")
    path = np.empty((a.values.shape[1] + b.values.shape[1] - 1, 2), np.int64)
    value, length = np.empty(1), c_int64()
    call(
        lib.softwarp_best_path,
        _alignment_text(0, band, cost),
        byref(a.batch),
        byref(b.batch),
        pointer(value),
        pointer(path),
        byref(length),
        cells=a.values.size * b.values.shape[1],
    )
    return path[: length.value], value.item()


def _alignment_text(gamma: float, band: Optional[int], cost: Optional[str]) -> bytes:
    if number("gamma", gamma) == 0:
        return loss_text("dtw", None, band, None, cost).encode()
    return loss_text("softdtw", gamma, band, None, cost).encode()


def _new_matrices(x: Series, y: Series) -> np.ndarray:
    """Memory for matrices [n, m] that lie column by column: [B, m, n]."""
    return np.empty((len(x.values), y.values.shape[1], x.values.shape[1]), x.values.dtype)


def _as_rows(matrices: np.ndarray, one: bool) -> np.ndarray:
    """Matrices [B, m, n] seen as [B, n, m], or the only one."""
    return matrices[0].T if one else matrices.swapaxes(1, 2)
