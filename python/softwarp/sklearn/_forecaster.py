"""Forecasts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Optional, Union

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from .._losses import loss
from .._models import Model
from ._series import read_numbers, read_series, seed_of

_Text = Union[str, int, float]

# Parameters that are options of the program train by the same name, but for _ in place of -.
_OPTIONS = (
    "loss",
    "gamma",
    "band",
    "cost",
    "alpha",
    "init",
    "preset",
    "network",
    "hidden",
    "activation",
    "kernel",
    "optimizer",
    "learning_rate",
    "momentum",
    "schedule",
    "warm_up",
    "weight_decay",
    "clip",
    "teacher_forcing",
    "epochs",
    "batch_size",
    "validation",
    "monitor",
    "patience",
    "restarts",
    "scale",
    "base",
)


class Forecaster(RegressorMixin, BaseEstimator):
    """A small network that sees series and forecasts how they go on, trained under a loss.

    X are the series that it sees, [N, T] or [N, T, D], y what follows them, [N, H] or [N, H, D]; [N], for one step.
    NaN are missing values in both: those in X are filled by interpolation, those in y cost nothing.

    Parameters
    ----------
    loss
        What the forecasts are trained to minimise: see softwarp.loss().
    gamma
        Its smoothing, in squared units of what the network sees, where `scale` and `base` set them: 1 is then the
        variance that is left to explain. "A:B" goes from A in the first epoch to B in the last.
    alpha
        Of dilate; other losses do not look at it.
    random_state
        Of the weights to begin with, of the order of the series, and of those held out.
    dtype
        What the network computes in, "float32" or "float64".
    others
        The options of the program `train` by these names, with _ for -; None: the value of the preset. `hidden` is a
        number or a sequence of them, one for each layer.

    Attributes
    ----------
    model_ : the network
    n_features_in_ : T

    Examples
    --------
    >>> t = np.arange(60) / 4 + np.arange(40)[:, np.newaxis]
    >>> X, y = np.sin(t[:, :48]), np.sin(t[:, 48:])
    >>> forecaster = Forecaster(loss="softdtw", gamma=0.1, epochs=50, random_state=0).fit(X[:30], y[:30])
    >>> forecaster.predict(X[30:]).shape
    (10, 12)
    >>> forecaster.score(X[30:], y[30:]) > 0.9
    True
    """

    def __init__(
        self,
        loss: str = "softdtw",
        *,
        gamma: Optional[_Text] = None,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        alpha: Optional[float] = None,
        init: Optional[str] = None,
        preset: Optional[str] = None,
        network: Optional[str] = None,
        hidden: Union[None, int, Iterable[int]] = None,
        activation: Optional[str] = None,
        kernel: Optional[int] = None,
        optimizer: Optional[str] = None,
        learning_rate: Optional[float] = None,
        momentum: Optional[float] = None,
        schedule: Optional[str] = None,
        warm_up: Optional[int] = None,
        weight_decay: Optional[float] = None,
        clip: Optional[float] = None,
        teacher_forcing: Optional[_Text] = None,
        epochs: Optional[int] = None,
        batch_size: Optional[int] = None,
        validation: Optional[float] = None,
        monitor: Optional[str] = None,
        patience: Optional[int] = None,
        restarts: Optional[int] = None,
        scale: Optional[str] = None,
        base: Optional[str] = None,
        random_state: Any = None,
        dtype: str = "float32",
    ) -> None:
        self.loss = loss
        self.gamma = gamma
        self.band = band
        self.cost = cost
        self.alpha = alpha
        self.init = init
        self.preset = preset
        self.network = network
        self.hidden = hidden
        self.activation = activation
        self.kernel = kernel
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.schedule = schedule
        self.warm_up = warm_up
        self.weight_decay = weight_decay
        self.clip = clip
        self.teacher_forcing = teacher_forcing
        self.epochs = epochs
        self.batch_size = batch_size
        self.validation = validation
        self.monitor = monitor
        self.patience = patience
        self.restarts = restarts
        self.scale = scale
        self.base = base
        self.random_state = random_state
        self.dtype = dtype

    def fit(self, X: Any, y: Any) -> Forecaster:
        """Trains on series and what follows them."""
        if y is None:
            raise ValueError("This Forecaster estimator requires y to be passed, but the target y is None.")
        X = read_series(self, X, fitting=True, allow_nan=True)
        y = self._read_targets(X, y)
        if self.dtype not in ("float32", "float64"):
            raise ValueError(f"dtype: expected float32 or float64, found {self.dtype!r}")
        options = {name: value for name in _OPTIONS if (value := getattr(self, name)) is not None}
        if self.loss != "dilate":
            options.pop("alpha", None)
        texts = {name.replace("_", "-"): _text(value) for name, value in options.items()}
        texts["seed"] = str(seed_of(self.random_state))
        series = np.concatenate([X, y.reshape(len(y), -1, X.shape[2])], axis=1, dtype=np.float64)
        self.model_ = Model.train(texts, series, X.shape[1], np.dtype(self.dtype))
        self._axes = y.ndim
        return self

    def predict(self, X: Any) -> np.ndarray:
        """What follows each series, in the form of the y of fit()."""
        check_is_fitted(self)
        X = read_series(self, X, fitting=False, allow_nan=True)
        forecast = self.model_.predict(np.ascontiguousarray(X, np.float64))
        return forecast if self._axes == 3 else forecast[:, :, 0] if self._axes == 2 else forecast[:, 0, 0]

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """R², the mean over the steps and dimensions of y, as other regressors of scikit-learn have it; values that are
        missing in y are left out."""
        forecast = self.predict(X)
        y = self._read_targets(forecast, y)
        forecast, y = forecast.reshape(len(y), -1), y.reshape(len(y), -1)
        weights = None if sample_weight is None else np.asarray(sample_weight)
        if not np.isnan(y).any():
            return float(r2_score(y, forecast, sample_weight=weights))
        scores = []
        for truth, guess in zip(y.T, forecast.T):
            there = ~np.isnan(truth)
            if there.any():
                scores.append(
                    r2_score(truth[there], guess[there], sample_weight=weights if weights is None else weights[there])
                )
        return float(np.mean(scores))

    def error(self, X: Any, y: Any, metric: str = "dtw", gamma: Optional[float] = None, **options: Any) -> float:
        """The mean loss between forecasts and y, in squared units of the series; options as for softwarp.loss()."""
        forecast = self.predict(X)
        y = self._read_targets(forecast, y)
        shape = (len(y), -1, self._dims)
        return float(np.mean(loss(forecast.reshape(shape), y.reshape(shape), metric, gamma, **options)))

    def save(self, path: Union[str, os.PathLike]) -> None:
        """Writes the model to a file, as train --save does; the program predict reads it."""
        check_is_fitted(self)
        Path(path).write_bytes(self.model_.to_bytes())

    @classmethod
    def load(cls, path: Union[str, os.PathLike]) -> Forecaster:
        """The forecaster of a file that save() or train --save wrote.

        Its parameters are the defaults: the file holds none.
        """
        forecaster = cls()
        forecaster.model_ = Model.read(Path(path).read_bytes(), os.fspath(path))
        forecaster.n_features_in_ = forecaster.model_.input
        forecaster._dims = forecaster.model_.dims
        forecaster._axes = 2 if forecaster._dims == 1 else 3
        return forecaster

    def _read_targets(self, X: np.ndarray, y: Any) -> np.ndarray:
        """y, as many as X, with as many dimensions as the series."""
        y = read_numbers(self, y, allow_nan=True, ensure_2d=False, input_name="y")
        check_consistent_length(X, y)
        if not 1 <= y.ndim <= 3 or (y.shape[2] if y.ndim == 3 else 1) != self._dims:
            axes = "[series, steps]" if self._dims == 1 else f"[series, steps, {self._dims}]"
            raise ValueError(
                f"y: expected an array {axes}, as X has series of {self._dims} dimensions, found {y.shape}"
            )
        return y

    def _more_tags(self) -> dict[str, Any]:  # before scikit-learn 1.6
        return {"allow_nan": True, "multioutput": True, "X_types": ["2darray", "3darray"]}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.three_d_array = True
        tags.target_tags.multi_output = True
        return tags


def _text(value: Any) -> str:
    """The value of an option as it would be given to the program."""
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return ",".join(map(_text, value))
    return repr(value.item() if isinstance(value, np.generic) else value)
