"""Averages."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import _check_sample_weight

from .._averages import find_barycenter
from ._metric import Metric


class Barycenter(Metric, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """The average of series under a loss; as a transformer, the distance of each series to it.

    The counterpart of tslearn.barycenters, as an estimator.

    Parameters
    ----------
    metric
        A loss. Under euclidean, the average is the mean, under dtw that of DBA, else what minimises the loss (L-BFGS).
    metric_params, gamma, band, cost, alpha
        Options of the metric: see softwarp.sklearn.
    max_iter, tol
        End after so many iterations, or after one that lowers the sum of losses by at most this share.
    length
        Steps of the average; those of the longest series if None.

    Attributes
    ----------
    barycenter_ : array [length, D]
    n_iter_ : iterations that were made
    n_features_in_ : T

    Examples
    --------
    >>> Barycenter(metric="euclidean").fit([[0., 0, 1, 1], [0., 1, 1, 1]]).barycenter_[:, 0]
    array([0. , 0.5, 1. , 1. ])
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
        max_iter: int = 100,
        tol: float = 1e-5,
        length: Optional[int] = None,
    ) -> None:
        self.metric = metric
        self.gamma = gamma
        self.band = band
        self.cost = cost
        self.alpha = alpha
        self.metric_params = metric_params
        self.max_iter = max_iter
        self.tol = tol
        self.length = length

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Barycenter:
        """Averages series [N, T] or [N, T, D], each of the same weight or of those in sample_weight [N], >= 0."""
        X = self._read(X, fitting=True)
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
            if not (weights >= 0).all() or not weights.any():
                raise ValueError("sample_weight: expected numbers >= 0, not all of them 0")
            X, weights = X[weights > 0], weights[weights > 0] / weights.sum()
        self.barycenter_, self.n_iter_ = find_barycenter(
            X,
            self._averaging(),
            weights=weights,
            length=self.length,
            max_iter=self.max_iter,
            tol=self.tol,
            **self._options(),
        )
        return self

    def transform(self, X: Any) -> np.ndarray:
        """The distance of each series to the average, [N, 1]: the loss, or its root under euclidean and dtw."""
        return self._distances(self._to_average(X))

    def score(self, X: Any, y: Any = None) -> float:
        """Minus the mean loss between the average and the series."""
        return float(-self._to_average(X).mean())

    def _to_average(self, X: Any) -> np.ndarray:
        X = self._read(X)
        return self._losses(self.barycenter_[np.newaxis], X).T  # as the average was made: loss(average, series)

    _n_features_out = 1
