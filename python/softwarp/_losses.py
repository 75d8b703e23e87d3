"""Losses between pairs of series, with their gradients."""

from __future__ import annotations

from ctypes import byref
from typing import Any, Optional

import numpy as np

from ._library import call, lib, loss_handle, loss_text, pointer
from ._series import Gradient, SeriesLike, Value, read_pair

WITH_GAMMA = frozenset(("softdtw", "softdtw-divergence", "sharp", "sharp-divergence", "dilate"))


def metric_text(
    metric: str,
    gamma: Optional[float] = None,
    band: Optional[int] = None,
    alpha: Optional[float] = None,
    cost: Optional[str] = None,
) -> str:
    """The text of a loss, with the default gamma, 1, where none is given and the loss has one."""
    if not isinstance(metric, str):
        raise TypeError(f"metric: expected the name of a loss, found {metric!r}")
    if gamma is None and metric in WITH_GAMMA:
        gamma = 1.0
    return loss_text(metric, gamma, band, alpha, cost)


def _evaluate(text: str, x: SeriesLike, y: SeriesLike, gradients: int) -> Any:
    """The value; with its gradient in x, if `gradients` is 1; with those in x and y, if it is 2."""
    a, b, one = read_pair(x, y)
    handle = loss_handle(text, a.values.dtype)
    value = np.empty(a.batch.count)
    dx = np.empty(a.values.shape, a.values.dtype) if gradients else None
    dy = np.empty(b.values.shape, b.values.dtype) if gradients == 2 else None
    call(
        lib.softwarp_loss_pairs,
        handle,
        byref(a.batch),
        byref(b.batch),
        pointer(value),
        pointer(dx),
        pointer(dy),
        cells=a.values.size * b.batch.steps,
    )
    result = value.item() if one else value
    if dx is None:
        return result
    if dy is None:
        return result, a.as_given(dx)
    return result, a.as_given(dx), b.as_given(dy)


def loss(
    x: SeriesLike,
    y: SeriesLike,
    metric: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> Value:
    """The value of a loss by its name.

    Parameters
    ----------
    x, y
        Two series, arrays [T] or [T, D]; or two batches of as many series, arrays [B, T, D] or lists of series. Lengths
        of x and y may differ, except under euclidean. Steps of NaN at the end of a series are padding: the series is
        shorter. Other steps of y that hold NaN are missing: they cost nothing; lengths must then be equal.
    metric
        euclidean, softdtw, softdtw-divergence, sharp, sharp-divergence, dilate or dtw.
    gamma
        Smoothing, > 0, in units of the cost: by default in squared units of the series. 1 if not given; euclidean and
        dtw have none.
    band
        Only alignments within this radius of the line from corner to corner (Sakoe-Chiba), >= 0; all if not given.
    cost
        Of matching two steps: sqeuclidean (if not given), halfsqeuclidean, absolute, huber or huber:DELTA.
    alpha
        Weight of the shape in dilate, 0 to 1; ½ if not given.

    Returns
    -------
    float for two series, array [B] of float64 for batches. Values are sums over steps: no root is taken.

    Raises
    ------
    ValueError
        An argument is not as expected; NotFiniteError, which is one, if x is not finite, or too large.
    TypeError
        An argument is of another type.

    Notes
    -----
    Cost: time n·m per pair, about 1 ns per cell in float32 and 2 to 3 ns in float64, on each thread; no copies of
    arrays of float32 or float64 in C order.

    Examples
    --------
    >>> softwarp.loss([0., 1, 2], [0., 2, 2], "dtw")
    1.0
    """
    return _evaluate(metric_text(metric, gamma, band, alpha, cost), x, y, 0)


def loss_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    metric: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> tuple[Any, ...]:
    """The value of a loss by its name, and its gradient.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.

    Parameters
    ----------
    grad_y
        Whether to return the gradient in y, too.
    x, y, metric, gamma, band, cost, alpha
        As for loss().

    Returns
    -------
    value, grad_x or value, grad_x, grad_y. Each gradient is that of each pair's own value, has the form of its argument
    (a list of arrays for a list of series) and the dtype in which the loss was computed: float32 if x and y are, else
    float64. It is 0 at padding and at missing steps. Under dtw it is a subgradient.
    """
    return _evaluate(metric_text(metric, gamma, band, alpha, cost), x, y, 2 if grad_y else 1)


def soft_dtw(
    x: SeriesLike, y: SeriesLike, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None
) -> Value:
    """Soft-DTW: −gamma · log Σ_A exp(−⟨A, Δ⟩/gamma) over all alignments A. It may be negative, even at x = y.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().

    Examples
    --------
    >>> round(softwarp.soft_dtw([0., 1, 2], [0., 2, 2]), 4)
    -0.4631
    """
    return _evaluate(loss_text("softdtw", gamma, band, None, cost), x, y, 0)


def soft_dtw_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """soft_dtw() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.

    Examples
    --------
    >>> value, dx = softwarp.soft_dtw_with_grad([0., 1, 2], [0., 2, 2])
    >>> dx.round(4)
    array([-0.0577, -0.8897,  0.017 ])
    """
    return _evaluate(loss_text("softdtw", gamma, band, None, cost), x, y, 2 if grad_y else 1)


def divergence(
    x: SeriesLike, y: SeriesLike, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None
) -> Value:
    """The soft-DTW divergence s(x, y) − ½ s(x, x) − ½ s(y, y), s = soft_dtw(): 0 at x = y. It takes three alignments.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().
    """
    return _evaluate(loss_text("softdtw-divergence", gamma, band, None, cost), x, y, 0)


def divergence_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """divergence() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate(loss_text("softdtw-divergence", gamma, band, None, cost), x, y, 2 if grad_y else 1)


def sharp(
    x: SeriesLike, y: SeriesLike, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None
) -> Value:
    """Sharp soft-DTW ⟨E, Δ⟩, the expected cost of the alignments: never below DTW.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().
    """
    return _evaluate(loss_text("sharp", gamma, band, None, cost), x, y, 0)


def sharp_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """sharp() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate(loss_text("sharp", gamma, band, None, cost), x, y, 2 if grad_y else 1)


def sharp_divergence(
    x: SeriesLike, y: SeriesLike, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None
) -> Value:
    """The divergence of sharp(): s(x, y) − ½ s(x, x) − ½ s(y, y), s = sharp().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().
    """
    return _evaluate(loss_text("sharp-divergence", gamma, band, None, cost), x, y, 0)


def sharp_divergence_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """sharp_divergence() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate(loss_text("sharp-divergence", gamma, band, None, cost), x, y, 2 if grad_y else 1)


def dilate(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    alpha: float = 0.5,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> Value:
    """DILATE: alpha · soft_dtw() + (1 − alpha) · ⟨E, Ω⟩/(n·m), Ω_ij = (i − j)², which penalises being early or late.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().
    """
    return _evaluate(loss_text("dilate", gamma, band, alpha, cost), x, y, 0)


def dilate_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    gamma: float = 1.0,
    *,
    alpha: float = 0.5,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """dilate() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate(loss_text("dilate", gamma, band, alpha, cost), x, y, 2 if grad_y else 1)


def dtw(x: SeriesLike, y: SeriesLike, *, band: Optional[int] = None, cost: Optional[str] = None) -> Value:
    """Dynamic time warping: the cost of the best alignment, a sum of squares by default, of which no root is taken.

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series; the rest is as for loss().

    Examples
    --------
    >>> softwarp.dtw([0., 1, 2], [0., 2, 2])
    1.0
    """
    return _evaluate(loss_text("dtw", None, band, None, cost), x, y, 0)


def dtw_with_grad(
    x: SeriesLike,
    y: SeriesLike,
    *,
    grad_y: bool = False,
    band: Optional[int] = None,
    cost: Optional[str] = None,
) -> tuple[Any, ...]:
    """dtw() with a subgradient in x, and in y if asked for: that of one best alignment; forms as for loss_with_grad().

    x and y are two series, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate(loss_text("dtw", None, band, None, cost), x, y, 2 if grad_y else 1)


def euclidean(x: SeriesLike, y: SeriesLike) -> Value:
    """The squared Euclidean distance Σ_t ‖x_t − y_t‖², of which no root is taken.

    x and y are two series of one length, [T] or [T, D], or two batches, [B, T, D] or lists of series; see loss().
    """
    return _evaluate("euclidean", x, y, 0)


def euclidean_with_grad(x: SeriesLike, y: SeriesLike, *, grad_y: bool = False) -> tuple[Any, ...]:
    """euclidean() with its gradient in x, and in y if asked for; forms as for loss_with_grad().

    x and y are two series of one length, [T] or [T, D], or two batches, [B, T, D] or lists of series.
    """
    return _evaluate("euclidean", x, y, 2 if grad_y else 1)
