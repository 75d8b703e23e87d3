"""Averages of series, and clusters by them."""

from __future__ import annotations

from ctypes import byref, c_double, c_int64
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ._library import STARTS, Averaging, Clustering, call, lib, number, pointer, whole
from ._losses import metric_text
from ._series import Series, SeriesLike, read_array, read_sets

_FLOAT64 = np.dtype(np.float64)


def barycenter(
    series: SeriesLike,
    method: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    weights: Any = None,
    init: Any = None,
    length: Optional[int] = None,
    max_iter: int = 100,
    tol: float = 1e-5,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> np.ndarray:
    """The average of a set of series: the x that minimises Σ_i weights_i · loss(x, series_i), or comes near it.

    series is a set: an array [N, T] (N series of one dimension) or [N, T, D], or a list of series [T] or [T, D]. NaN at
    the end of a series is padding; other NaN are missing values, which are filled by linear interpolation.

    Parameters
    ----------
    method
        Any loss but euclidean and dtw, by its name in loss(), minimised by L-BFGS; or mean (step by step, where lengths
        differ after resampling), dba or subgradient (both: DTW).
    gamma, band, cost, alpha
        Of the loss, as for loss(); band and cost also of dba and subgradient.
    weights
        Array [N] of numbers >= 0; 1/N each if not given.
    init
        Where to start: array [T] or [T, D], of the average's length; the mean if not given.
    length
        Steps of the average; if not given, those of init, else those of the longest series.
    max_iter, tol
        End after so many iterations, or after one that lowers the sum by at most this share.

    Returns
    -------
    array [length], or [length, D] where the series have an axis for dimensions, of float64.

    Notes
    -----
    Cost: one to two evaluations of value and gradient of all series per iteration.

    Examples
    --------
    >>> softwarp.barycenter([[0., 0, 1, 1], [0., 1, 1, 1]], "mean")
    array([0. , 0.5, 1. , 1. ])
    """
    return find_barycenter(
        series,
        method,
        gamma,
        weights=weights,
        init=init,
        length=length,
        max_iter=max_iter,
        tol=tol,
        band=band,
        cost=cost,
        alpha=alpha,
    )[0]


def find_barycenter(
    series: SeriesLike,
    method: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    weights: Any = None,
    init: Any = None,
    length: Optional[int] = None,
    max_iter: int = 100,
    tol: float = 1e-5,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> tuple[np.ndarray, int]:
    """barycenter(), and after how many iterations it ended."""
    text = metric_text(method, gamma, band, alpha, cost).encode()
    given, _ = read_sets(series)
    count, _, dims = given.values.shape
    start = None if init is None else _start(init, dims)
    if length is None:
        length = given.longest if start is None else len(start)
    length = _length(length)
    if start is not None and len(start) != length:
        raise ValueError(f"init: expected {length} steps, as length says, found {len(start)}")
    if weights is not None:
        weights = read_array("weights", weights, _FLOAT64, (count,))
    averaging = Averaging(whole("max_iter", max_iter), number("tol", tol))
    average = np.empty((length, dims))
    iterations = c_int64()
    call(
        lib.softwarp_average,
        text,
        byref(given.batch),
        pointer(weights),
        length,
        pointer(start),
        averaging,
        pointer(average),
        None,
        byref(iterations),
        cells=float(given.values.size) * length * averaging.iterations,
    )
    return (average[:, 0] if given.univariate else average), iterations.value


@dataclass(frozen=True)
class KMeans:
    """What kmeans() found.

    Attributes
    ----------
    centroids : array [k, length] or, where the series have an axis for dimensions, [k, length, D]
    labels : array [N] of int64, the cluster of each series
    objective : mean over the series of loss(its centroid, series)
    rounds : how often all clusters were averaged
    """

    centroids: np.ndarray
    labels: np.ndarray
    objective: float
    rounds: int


def kmeans(
    series: SeriesLike,
    k: int,
    method: str = "softdtw",
    gamma: Optional[float] = None,
    *,
    init: str = "kmeans++",
    restarts: int = 1,
    seed: int = 0,
    length: Optional[int] = None,
    max_rounds: int = 30,
    max_iter: int = 100,
    tol: float = 1e-5,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    alpha: Optional[float] = None,
) -> KMeans:
    """k clusters of a set of series: each series is with the nearest average, each average is that of its series.

    series is a set: an array [N, T] (N series of one dimension) or [N, T, D], or a list of series [T] or [T, D].

    Parameters
    ----------
    k
        Clusters, 1 to N.
    method, gamma, band, cost, alpha, max_iter, tol
        How to average, as for barycenter().
    init
        First averages: "kmeans++" (series far from each other), "random" (any different series) or "mean" (the
        centroids of a k-means by the Euclidean mean).
    restarts
        How many times to begin; the clusters with the lowest objective are the result.
    seed
        Of the first averages, from 0 to 2⁶³ − 1. The same seed gives the same clusters.
    length
        Steps of the averages; those of the longest series if not given.
    max_rounds
        Of averaging and assignment, at most.

    Examples
    --------
    >>> found = softwarp.kmeans([[0., 0, 1, 1], [0., 1, 1, 1], [5., 5, 4, 4], [5., 4, 4, 4]], k=2, gamma=0.1)
    >>> bool(found.labels[0] == found.labels[1] != found.labels[2] == found.labels[3])
    True
    """
    if init not in STARTS:
        raise ValueError(f"init: expected one of {', '.join(STARTS)}, found {init!r}")
    text = metric_text(method, gamma, band, alpha, cost).encode()
    given, _ = read_sets(series)
    count, _, dims = given.values.shape
    length = given.longest if length is None else _length(length)
    k = whole("k", k)
    if not 1 <= k <= count:
        raise ValueError(f"k: expected 1 to {count}, the number of series, found {k}")
    seed = whole("seed", seed)
    if seed < 0:
        raise ValueError(f"seed: expected a whole number >= 0, found {seed}")
    options = Clustering(
        k=k,
        steps=length,
        rounds=whole("max_rounds", max_rounds),
        restarts=whole("restarts", restarts),
        seed=seed,
        start=STARTS[init],
        averaging=Averaging(whole("max_iter", max_iter), number("tol", tol)),
    )
    centroids, labels = np.empty((k, length, dims)), np.empty(count, np.int64)
    objective, rounds = c_double(), c_int64()
    call(
        lib.softwarp_cluster,
        text,
        byref(given.batch),
        options,
        pointer(centroids),
        pointer(labels),
        byref(objective),
        byref(rounds),
    )
    return KMeans(centroids[:, :, 0] if given.univariate else centroids, labels, objective.value, rounds.value)


def _start(init: Any, dims: int) -> np.ndarray:
    """The average to start from, [T, D]."""
    array = np.asarray(init)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    return read_array("init", array, _FLOAT64, (len(array), dims))


def _length(length: int) -> int:
    length = whole("length", length)
    if length < 1:
        raise ValueError(f"length: expected at least 1, found {length}")
    return length
