"""How arrays and lists become the series that the library reads.

One series is an array [T] or [T, D]: T steps of D numbers. A batch is an array [B, T, D], or a list of series, whose
lengths may differ. Steps of nothing but NaN at the end of a series are padding: the series is shorter.

Arrays of float32 and float64 in C order are read where they are. All others are copied; what is not float32 becomes
float64, and so does float32 beside it.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Sequence
from typing import Any, Optional, Union

import numpy as np

from ._errors import CopyWarning
from ._library import TYPES, batch_of

SeriesLike = Any  # an array, what np.asarray() makes one of, or a list of series
Value = Union[float, np.ndarray]  # of one pair, of a batch
Gradient = Union[np.ndarray, "list[np.ndarray]"]  # for an array, for a list of series

LARGE_COPY = 16 << 20  # bytes; a larger copy is warned of

_FLOAT32 = np.dtype(np.float32)
_FLOAT64 = np.dtype(np.float64)
_Raw = Union[np.ndarray, "list[np.ndarray]"]


class Series:
    """Series in memory that the library reads, and the form in which they were given.

    Attributes
    ----------
    values : array [B, T, D] of float32 or float64, in C order
    lengths : array [B] of int64, or None if every series has T steps
    form : the shape of the array that was given, or the list of shapes of the series that were
    batch : both arrays for the library, while this object is kept
    """

    __slots__ = ("values", "lengths", "form", "batch")

    def __init__(self, values: np.ndarray, lengths: Optional[np.ndarray], form: Any) -> None:
        self.values = values
        self.lengths = lengths
        self.form = form
        self.batch = batch_of(values, lengths)

    def as_given(self, gradient: np.ndarray) -> Gradient:
        """A gradient [B, T, D] in the form in which the series were given."""
        if isinstance(self.form, list):
            return [g[: shape[0]].reshape(shape) for g, shape in zip(gradient, self.form)]
        return gradient if len(self.form) == 3 else gradient.reshape(self.form)

    @property
    def longest(self) -> int:
        """Steps of the longest series."""
        return self.values.shape[1] if self.lengths is None else int(self.lengths.max())

    @property
    def univariate(self) -> bool:
        """Whether a set of series was given without an axis for their dimensions."""
        return len(self.form[0]) == 1 if isinstance(self.form, list) else len(self.form) == 2


def read_pair(x: SeriesLike, y: SeriesLike) -> tuple[Series, Series, bool]:
    """Two series, or as many pairs as both batches have series; and whether they are two series."""
    a, b = _numbers("x", x), _numbers("y", y)
    dtype = _common_type(a, b)
    first, second = _series("x", a, dtype), _series("y", b, dtype)
    one = _is_one(a)
    if one is not _is_one(b):
        raise ValueError(f"x and y: expected two series or two batches, found {_described(a)} and {_described(b)}")
    _check_same("series", first, second, axis=0)
    _check_same("dimensions", first, second, axis=2)
    return first, second, one


def read_sets(x: SeriesLike, y: Optional[SeriesLike] = None) -> tuple[Series, Optional[Series]]:
    """One or two sets of series; here an array [N, T] is N series of one dimension."""
    a = _numbers("x", x)
    if y is None:
        return _set("x", a, _common_type(a)), None
    b = _numbers("y", y)
    dtype = _common_type(a, b)
    first, second = _set("x", a, dtype), _set("y", b, dtype)
    _check_same("dimensions", first, second, axis=2)
    return first, second


def read_array(name: str, x: Any, dtype: np.dtype, shape: Sequence[int]) -> np.ndarray:
    """An array of numbers of one shape, in C order."""
    array = _in_memory(_array(name, x), dtype)
    if array.shape != tuple(shape):
        raise ValueError(f"{name}: expected an array of shape {tuple(shape)}, found {array.shape}")
    return array


def read_matrices(name: str, x: Any) -> np.ndarray:
    """An array [n, m] or [B, n, m] of float32 or float64, in C order."""
    array = _array(name, x)
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"{name}: expected an array [n, m] or [B, n, m], none of them 0, found {_described(array)}")
    return _in_memory(array, _common_type(array))


def _check_same(what: str, x: Series, y: Series, axis: int) -> None:
    a, b = x.values.shape[axis], y.values.shape[axis]
    if a != b:
        raise ValueError(f"x and y: expected as many {what} in both, found {a} and {b}")


def _numbers(name: str, x: SeriesLike) -> _Raw:
    """What was given, as an array or, for a list of series, a list of arrays."""
    if type(x) is np.ndarray and x.dtype in TYPES:  # most often
        return x
    if isinstance(x, (list, tuple)) and len(x) and (isinstance(x[0], (list, tuple)) or np.ndim(x[0])):
        return [_array(f"{name}: series {i}", series) for i, series in enumerate(x, 1)]
    return _array(name, x)


def _array(name: str, x: Any) -> np.ndarray:
    """An array of real numbers."""
    if type(x) is not np.ndarray:
        if isinstance(x, np.ma.MaskedArray):
            raise TypeError(f"{name}: expected an array without a mask, found a masked one; fill it with NaN")
        try:
            x = np.asarray(x)
        except ValueError:  # lists of unequal lengths
            raise ValueError(f"{name}: expected an array of numbers, found lists that make none") from None
    if x.dtype.kind not in "fiub":
        raise TypeError(f"{name}: expected real numbers, found an array of {x.dtype}")
    return x


def _common_type(*given: _Raw) -> np.dtype:
    """float32 if all is float32, else float64."""
    for raw in given:
        if any(array.dtype != _FLOAT32 for array in raw) if isinstance(raw, list) else raw.dtype != _FLOAT32:
            return _FLOAT64
    return _FLOAT32


def _is_one(raw: _Raw) -> bool:
    return not isinstance(raw, list) and raw.ndim < 3


def _described(raw: _Raw) -> str:
    return f"a list of {len(raw)} series" if isinstance(raw, list) else f"an array of shape {raw.shape}"


def _series(name: str, raw: _Raw, dtype: np.dtype) -> Series:
    if isinstance(raw, list):
        values = _padded(name, raw, dtype)
        return Series(values, _lengths(name, values), [array.shape for array in raw])
    form = raw.shape
    if not 1 <= len(form) <= 3:
        raise ValueError(f"{name}: expected an array of 1, 2 or 3 axes, found {_described(raw)}")
    if 0 in form:
        raise ValueError(f"{name}: expected at least one series, step and dimension, found {_described(raw)}")
    values = _in_memory(raw, dtype)
    if len(form) == 2:
        values = values[np.newaxis]
    elif len(form) == 1:
        values = values[np.newaxis, :, np.newaxis]
    return Series(values, _lengths(name, values), form)


def _set(name: str, raw: _Raw, dtype: np.dtype) -> Series:
    """A set of series, in which [N, T] is [N, T, 1]."""
    if isinstance(raw, list):
        return _series(name, raw, dtype)
    if raw.ndim not in (2, 3):
        raise ValueError(f"{name}: expected an array [N, T] or [N, T, D], or a list of series; found {_described(raw)}")
    series = _series(name, raw[:, :, np.newaxis] if raw.ndim == 2 else raw, dtype)
    series.form = raw.shape
    return series


def _in_memory(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The array as the library reads it: itself, or a copy."""
    flags = array.flags
    if array.dtype == dtype and flags.c_contiguous and flags.aligned:
        return array
    if array.size * dtype.itemsize > LARGE_COPY:
        _warn_of_copy(array, dtype)
    return np.array(array, dtype=dtype, order="C")


def _warn_of_copy(array: np.ndarray, dtype: np.dtype) -> None:
    reason = f"of {array.dtype}, not {dtype}" if array.dtype != dtype else "not in C order"
    level, frame = 1, sys._getframe()
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] == "softwarp":
        level, frame = level + 1, frame.f_back
    warnings.warn(
        f"an array of shape {array.shape} is copied in each call, as it is {reason}; np.ascontiguousarray(array, "
        f"np.{dtype}) copies it once",
        CopyWarning,
        stacklevel=level,
    )


def _padded(name: str, series: list[np.ndarray], dtype: np.dtype) -> np.ndarray:
    """Series of unequal lengths as one array [B, T, D], padded with NaN."""
    columns = []
    for i, one in enumerate(series, 1):
        if one.ndim not in (1, 2) or 0 in one.shape:
            raise ValueError(f"{name}: series {i}: expected [T] or [T, D], none of them 0, found {_described(one)}")
        columns.append(one.reshape(len(one), -1))
        if columns[-1].shape[1] != columns[0].shape[1]:
            dims = f"{columns[0].shape[1]} as in series 1, found {columns[-1].shape[1]}"
            raise ValueError(f"{name}: series {i}: expected series of as many dimensions, {dims}")
    values = np.full((len(columns), max(map(len, columns)), columns[0].shape[1]), np.nan, dtype)
    for row, one in zip(values, columns):
        row[: len(one)] = one
    return values


def _lengths(name: str, values: np.ndarray) -> Optional[np.ndarray]:
    """Steps of each series before those of NaN at its end, or None if no series ends so.

    Cost: one look at each series, unless some end in NaN.
    """
    if not (math.isnan(values.item(-1)) if len(values) == 1 else np.count_nonzero(np.isnan(values[:, -1, -1]))):
        return None
    steps = values.shape[1]
    present = ~np.isnan(values).all(axis=2)
    empty = ~present.any(axis=1)
    if empty.any():
        raise ValueError(f"{name}: series {empty.argmax() + 1}: expected numbers, found only NaN")
    lengths = steps - present[:, ::-1].argmax(axis=1)
    return None if (lengths == steps).all() else lengths.astype(np.int64)
