"""Classes, by the nearest series or by the nearest average."""

from __future__ import annotations

from ctypes import byref, c_void_p
from typing import Any, Optional, Union

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted, column_or_1d

from .._library import Averaging, call, lib, number, pointer, whole
from .._losses import metric_text
from .._series import read_sets
from ._metric import Metric


class KNeighborsTimeSeriesClassifier(Metric, ClassifierMixin, BaseEstimator):
    """The class that most of the nearest series have.

    The counterpart of tslearn.neighbors.KNeighborsTimeSeriesClassifier. A prediction computes the loss between each
    series and each of the training's.

    Parameters
    ----------
    n_neighbors
        How many series are asked.
    weights
        "uniform": each has one vote; "distance": votes are divided by the distance, for metrics that are never
        negative: euclidean, dtw, and the divergences.
    metric
        A loss.
    metric_params, gamma, band, cost, alpha
        Options of the metric: see softwarp.sklearn. 1-NN under DTW in a window: n_neighbors=1, metric="dtw", band=R.
    n_jobs, verbose
        Without effect, for tslearn's sake: see softwarp.set_num_threads().

    Attributes
    ----------
    classes_ : array [number of classes]
    n_features_in_ : T

    Examples
    --------
    >>> classifier = KNeighborsTimeSeriesClassifier(n_neighbors=1, metric="dtw")
    >>> classifier.fit([[0., 0, 1, 1], [5., 5, 4, 4]], ["up", "down"]).predict([[0., 1, 1, 1]])
    array(['up'], dtype='<U4')
    """

    def __init__(
        self,
        n_neighbors: int = 5,
        *,
        weights: str = "uniform",
        metric: str = "dtw",
        metric_params: Optional[dict] = None,
        n_jobs: Optional[int] = None,
        verbose: int = 0,
        gamma: Optional[float] = None,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        alpha: Optional[float] = None,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.metric = metric
        self.metric_params = metric_params
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.gamma = gamma
        self.band = band
        self.cost = cost
        self.alpha = alpha

    def fit(self, X: Any, y: Any) -> KNeighborsTimeSeriesClassifier:
        """Keeps series [N, T] or [N, T, D] and their classes [N]."""
        if self.weights not in ("uniform", "distance"):
            raise ValueError(f"weights: expected uniform or distance, found {self.weights!r}")
        if self.weights == "distance" and not (self.metric in ("euclidean", "dtw") or "divergence" in self.metric):
            raise ValueError(f"weights: expected uniform under {self.metric}, which may be negative, found distance")
        if self.n_neighbors < 1:
            raise ValueError(f"n_neighbors: expected at least 1, found {self.n_neighbors}")
        X, self.classes_, self._classes = _read_classes(self, X, y)
        self._series = X.copy()
        return self

    def kneighbors(
        self, X: Any = None, n_neighbors: Optional[int] = None, return_distance: bool = True
    ) -> Union[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """The nearest series of the training: distances [N, n_neighbors], ascending, and their numbers.

        A distance is the loss, or its root under euclidean and dtw. Without X, of each series of the training: the
        nearest of the others.
        """
        check_is_fitted(self)
        k = self.n_neighbors if n_neighbors is None else n_neighbors
        if X is None:
            losses = self._losses(self._series, self._series)
            np.fill_diagonal(losses, np.inf)
        else:
            X = self._read(X)
            losses = self._losses(X, self._series)
        others = len(self._series) - (X is None)
        if not 1 <= k <= others:
            raise ValueError(f"n_neighbors: expected 1 to {others}, as n_samples_fit={len(self._series)}, found {k}")
        nearest = losses.argsort(axis=1, kind="stable")[:, :k]
        if not return_distance:
            return nearest
        return self._distances(np.take_along_axis(losses, nearest, axis=1)), nearest

    def predict_proba(self, X: Any) -> np.ndarray:
        """The share of each class, in the order of classes_, among the votes.   Shapes: [N, number of classes]."""
        distances, nearest = self.kneighbors(X)
        votes = np.ones_like(distances)
        if self.weights == "distance":
            at = distances <= 0  # equal series decide alone
            with np.errstate(divide="ignore"):
                votes = np.where(at.any(axis=1, keepdims=True), at, 1 / distances)
        shares = np.zeros((len(nearest), len(self.classes_)))
        for vote, neighbour in zip(votes.T, nearest.T):
            shares[np.arange(len(shares)), self._classes[neighbour]] += vote
        return shares / shares.sum(axis=1, keepdims=True)

    def predict(self, X: Any) -> np.ndarray:
        """The class with most votes, [N]; of equals, the first in classes_."""
        shares = self.predict_proba(X)
        return self.classes_[shares.argmax(axis=1)]


class NearestCentroid(Metric, ClassifierMixin, BaseEstimator):
    """The class whose average is nearest.

    Parameters
    ----------
    metric
        A loss, for averages and distances. Under euclidean, averages are means, under dtw those of DBA, else what
        minimises the loss (L-BFGS).
    metric_params, gamma, band, cost, alpha
        Options of the metric: see softwarp.sklearn.
    max_iter_barycenter, tol
        An averaging ends after so many iterations, or after one that lowers its sum of losses by at most this share.

    Attributes
    ----------
    centroids_ : array [number of classes, T, D]
    classes_ : array [number of classes]
    n_features_in_ : T

    Examples
    --------
    >>> classifier = NearestCentroid(metric="softdtw", gamma=0.1)
    >>> classifier.fit([[0., 0, 1, 1], [5., 5, 4, 4]], ["up", "down"]).predict([[0., 1, 1, 1]])
    array(['up'], dtype='<U4')
    """

    def __init__(
        self,
        metric: str = "softdtw",
        *,
        gamma: Optional[float] = None,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        alpha: Optional[float] = None,
        metric_params: Optional[dict] = None,
        max_iter_barycenter: int = 100,
        tol: float = 1e-5,
    ) -> None:
        self.metric = metric
        self.gamma = gamma
        self.band = band
        self.cost = cost
        self.alpha = alpha
        self.metric_params = metric_params
        self.max_iter_barycenter = max_iter_barycenter
        self.tol = tol

    def fit(self, X: Any, y: Any) -> NearestCentroid:
        """Averages the series [N, T] or [N, T, D] of each class in y [N]."""
        X, self.classes_, classes = _read_classes(self, X, y)
        series, _ = read_sets(X)
        steps, dims = series.longest, X.shape[2]
        handle = c_void_p()
        call(
            lib.softwarp_centroids_new,
            metric_text(self.metric, **self._options()).encode(),
            byref(series.batch),
            pointer(classes),
            steps,
            Averaging(whole("max_iter_barycenter", self.max_iter_barycenter), number("tol", self.tol)),
            byref(handle),
        )
        try:
            centroids = np.empty((len(self.classes_), steps, dims))
            call(lib.softwarp_centroids_values, handle, pointer(centroids), cells=0)
        finally:
            lib.softwarp_centroids_free(handle)
        self.centroids_ = centroids
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The class of each series, [N]."""
        X = self._read(X)
        losses = self._losses(self.centroids_, X)  # as the averages were made: loss(average, series)
        return self.classes_[losses.argmin(axis=0)]


def _read_classes(estimator: Any, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Series [N, T, D], the classes in order, and the number of each series' class, [N] of int64."""
    if y is None:
        raise ValueError(
            f"This {type(estimator).__name__} estimator requires y to be passed, but the target y is None."
        )
    X = estimator._read(X, fitting=True)
    y = column_or_1d(y, warn=True)
    check_consistent_length(X, y)
    check_classification_targets(y)
    classes, numbers = np.unique(y, return_inverse=True)
    return X, classes, numbers.astype(np.int64)
