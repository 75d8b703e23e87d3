"""The parameters by which estimators know a loss."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from sklearn.utils.validation import check_is_fitted

from .._distances import cdist
from ._series import read_padded

# tslearn's names of what is passed on in metric_params; None: without effect here.
_OPTIONS = {
    "gamma": "gamma",
    "gamma_sdtw": "gamma",
    "sakoe_chiba_radius": "band",
    "band": "band",
    "cost": "cost",
    "alpha": "alpha",
    "n_jobs": None,
    "verbose": None,
}


class Metric:
    """A mixin of estimators with the parameters metric, metric_params, gamma, band, cost and alpha."""

    metric: str
    metric_params: Optional[dict]

    def _options(self) -> dict[str, Any]:
        """gamma, band, cost and alpha, from their parameters and from metric_params."""
        options = {name: getattr(self, name) for name in ("gamma", "band", "cost", "alpha")}
        params = dict(self.metric_params or {})
        if params.pop("global_constraint", None) not in (None, "sakoe_chiba"):
            raise ValueError("metric_params: expected sakoe_chiba as global_constraint, found another")
        for key, value in params.items():
            if key not in _OPTIONS:
                raise ValueError(f"metric_params: expected names among {', '.join(_OPTIONS)}, found {key!r}")
            name = _OPTIONS[key]
            if name is None or value is None:
                continue
            if options[name] is not None:
                raise ValueError(f"metric_params: expected {name} there or as a parameter, found both")
            options[name] = value
        return options

    def _losses(self, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """loss(x, y) for each series of X and of Y.   Shapes: X [N, T, D], Y [M, S, D]; value [N, M]."""
        return cdist(X, Y, self.metric, **self._options())

    def _distances(self, losses: np.ndarray) -> np.ndarray:
        """Losses as distances: of euclidean and dtw, which are sums of squares, the root, as scikit-learn and tslearn
        have it; of all others, as they are."""
        return np.sqrt(losses) if self.metric in ("euclidean", "dtw") else losses

    def _averaging(self) -> str:
        """The way to average under the metric."""
        names = {"euclidean": "mean", "dtw": "dba"}
        return names[self.metric] if self.metric in names else self.metric

    def _read(self, X: Any, *, fitting: bool = False) -> np.ndarray:
        """The series [N, T, D] that a method is given; they may be padded with NaN under any metric but euclidean."""
        if not fitting:
            check_is_fitted(self)
        return read_padded(self, X, fitting=fitting, allow_padding=self.metric != "euclidean")

    def _more_tags(self) -> dict[str, Any]:  # before scikit-learn 1.6
        return {"X_types": ["2darray", "3darray"]}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.three_d_array = True
        return tags
