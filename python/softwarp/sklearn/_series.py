"""What an estimator is given: series as arrays, checked in scikit-learn's way by any version of it."""

from __future__ import annotations

import inspect
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.utils import check_array, check_random_state

try:
    from sklearn.utils.validation import validate_data

    def _note_features(estimator: Any, X: Any, array: np.ndarray, reset: bool) -> None:
        validate_data(estimator, X if hasattr(X, "shape") else array, reset=reset, skip_check_array=True)

except ImportError:  # before scikit-learn 1.6, methods of estimators

    def _note_features(estimator: Any, X: Any, array: np.ndarray, reset: bool) -> None:
        estimator._check_feature_names(X, reset=reset)
        estimator._check_n_features(array, reset=reset)


_OPTIONS = inspect.signature(check_array).parameters
_FINITE = next(name for name in ("ensure_all_finite", "force_all_finite") if name in _OPTIONS)


def read_numbers(estimator: Any, X: Any, *, allow_nan: bool, **options: Any) -> np.ndarray:
    """sklearn.utils.check_array() for real numbers: float32 stays, all else becomes float64; no infinity, and no NaN
    unless it is allowed."""
    options[_FINITE] = "allow-nan" if allow_nan else True
    return check_array(X, dtype=[np.float64, np.float32], order="C", allow_nd=True, estimator=estimator, **options)


def read_series(estimator: Any, X: Any, *, fitting: bool, allow_nan: bool) -> np.ndarray:
    """The series [N, T, D] of an array [N, T] or [N, T, D], in float32 if they are, else in float64.

    In fit() it notes T, D and names of features; in later calls [N, T] must have the same T, as scikit-learn demands of
    its samples, and [N, T, D] the same D.

    Raises
    ------
    ValueError
        As sklearn.utils.check_array(), and for other T or D.
    """
    array = read_numbers(estimator, X, allow_nan=allow_nan)
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"X: expected [series, steps] or [series, steps, dimensions], found an array {array.shape}")
    if fitting or array.ndim == 2:
        _note_features(estimator, X, array, reset=fitting)
    series = array[:, :, np.newaxis] if array.ndim == 2 else array
    if fitting:
        estimator._dims = series.shape[2]
    elif series.shape[2] != estimator._dims:
        raise ValueError(f"X: expected series of {estimator._dims} dimensions as in fit(), found {series.shape[2]}")
    return series


def read_padded(estimator: Any, X: Any, *, fitting: bool, allow_padding: bool) -> np.ndarray:
    """As read_series(); steps of NaN are allowed at the end of a series, if there, and nowhere else."""
    series = read_series(estimator, X, fitting=fitting, allow_nan=allow_padding)
    if not allow_padding or np.isfinite(series).all():
        return series
    missing = np.isnan(series)
    padding = np.logical_and.accumulate(missing.all(axis=2)[:, ::-1], axis=1)[:, ::-1]
    wrong = missing.any(axis=2) & ~padding
    if wrong.any():
        n, t = np.argwhere(wrong)[0] + 1
        raise ValueError(f"X: series {n}, step {t}: expected finite numbers but for steps at the end, found NaN")
    if padding.all(axis=1).any():
        n = padding.all(axis=1).argmax() + 1
        raise ValueError(f"X: series {n}: expected finite numbers, found only NaN")
    return series


def seed_of(random_state: Any) -> int:
    """The seed that stands for a random_state: a number itself, else one that is drawn from it."""
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))
