"""Clusters."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin

from .._averages import kmeans
from ._metric import Metric
from ._series import seed_of


class TimeSeriesKMeans(Metric, ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
    """k-means under a loss: each series is with the nearest average, each average is that of its series.

    The counterpart of tslearn.clustering.TimeSeriesKMeans.

    Parameters
    ----------
    n_clusters
        At most the number of series.
    max_iter
        Rounds of averaging and assignment, at most.
    tol
        An averaging ends after an iteration that lowers its sum of losses by at most this share.
    n_init
        How many times to begin; the clusters with the lowest inertia are the result.
    metric
        A loss. Under euclidean, averages are means, under dtw those of DBA, else what minimises the loss (L-BFGS).
    max_iter_barycenter
        Iterations of an averaging, at most.
    metric_params, gamma, band, cost, alpha
        Options of the metric: see softwarp.sklearn.
    verbose
        1: print inertia and rounds when done.
    random_state
        Of the first averages.
    init
        First averages: "k-means++" (series far from each other), "random" (any different series) or "mean" (the
        centroids of a Euclidean k-means).
    n_jobs
        Without effect, for tslearn's sake: see softwarp.set_num_threads().

    Attributes
    ----------
    cluster_centers_ : array [n_clusters, T, D]
    labels_ : array [N], the cluster of each series
    inertia_ : mean over the series of the loss between them and their average
    n_iter_ : rounds of averaging
    n_features_in_ : T

    Examples
    --------
    >>> X = [[0., 0, 1, 1], [0., 1, 1, 1], [5., 5, 4, 4], [5., 4, 4, 4]]
    >>> labels = TimeSeriesKMeans(n_clusters=2, metric="softdtw", gamma=0.1, random_state=0).fit_predict(X)
    >>> bool(labels[0] == labels[1] != labels[2] == labels[3])
    True
    """

    def __init__(
        self,
        n_clusters: int = 3,
        *,
        max_iter: int = 50,
        tol: float = 1e-5,
        n_init: int = 1,
        metric: str = "euclidean",
        max_iter_barycenter: int = 100,
        metric_params: Optional[dict] = None,
        n_jobs: Optional[int] = None,
        verbose: int = 0,
        random_state: Any = None,
        init: str = "k-means++",
        gamma: Optional[float] = None,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        alpha: Optional[float] = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.max_iter = max_iter
        self.tol = tol
        self.n_init = n_init
        self.metric = metric
        self.max_iter_barycenter = max_iter_barycenter
        self.metric_params = metric_params
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init = init
        self.gamma = gamma
        self.band = band
        self.cost = cost
        self.alpha = alpha

    def fit(self, X: Any, y: Any = None) -> TimeSeriesKMeans:
        """Finds clusters in series [N, T] or [N, T, D]; y is not read."""
        X = self._read(X, fitting=True)
        if not 1 <= self.n_clusters <= len(X):
            raise ValueError(f"n_clusters: expected 1 to {len(X)}, as n_samples={len(X)}, found {self.n_clusters}")
        if self.init not in ("k-means++", "random", "mean"):
            raise ValueError(f"init: expected k-means++, random or mean, found {self.init!r}")
        found = kmeans(
            X,
            self.n_clusters,
            self._averaging(),
            init=self.init.replace("k-", "k"),
            restarts=self.n_init,
            seed=seed_of(self.random_state),
            max_rounds=self.max_iter,
            max_iter=self.max_iter_barycenter,
            tol=self.tol,
            **self._options(),
        )
        self.cluster_centers_ = found.centroids
        self.labels_ = self._nearest(X)
        self.inertia_ = found.objective
        self.n_iter_ = found.rounds
        if self.verbose:
            print(f"TimeSeriesKMeans: inertia {self.inertia_:.6g} after {self.n_iter_} rounds")
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The cluster of each series: the one whose average is nearest."""
        return self._nearest(self._read(X))

    def transform(self, X: Any) -> np.ndarray:
        """The distance of each series to each average: the loss, or its root under euclidean and dtw.

        Shapes: [N, n_clusters].
        """
        return self._distances(self._to_centers(self._read(X)))

    def score(self, X: Any, y: Any = None) -> float:
        """Minus the mean loss between the series and the averages nearest to them."""
        return float(-self._to_centers(self._read(X)).min(axis=1).mean())

    def _to_centers(self, X: np.ndarray) -> np.ndarray:
        return self._losses(self.cluster_centers_, X).T  # as the averages were made: loss(average, series)

    def _nearest(self, X: np.ndarray) -> np.ndarray:
        return self._to_centers(X).argmin(axis=1)

    @property
    def _n_features_out(self) -> int:
        return len(self.cluster_centers_)
