"""Trained forecasters."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_int64, c_void_p
from typing import Any

import numpy as np

from ._library import TYPES, batch_of, call, lib, pointer


class Model:
    """A network that forecasts `target` steps after `input` steps of `dims` values.

    Made by train() or read(); pickled as the bytes of its file, which are those that the program train saves.
    """

    def __init__(self, handle: c_void_p) -> None:
        self._as_parameter_ = handle.value  # what ctypes passes
        shape = [c_int64(), c_int64(), c_int64()]
        lib.softwarp_model_shape(self, *map(byref, shape))
        self.input, self.target, self.dims = (size.value for size in shape)

    @classmethod
    def train(cls, options: dict[str, str], series: np.ndarray, input: int, dtype: np.dtype) -> Model:
        """Trains on series whose first `input` steps are seen and whose others are forecast; NaN is a missing value.

        Options are those of the program train, without "--". Shapes: series [N, input + target, D] of float64.
        """
        names, values = ((c_char_p * len(options))(*map(str.encode, text)) for text in (options, options.values()))
        handle = c_void_p()
        call(
            lib.softwarp_train, names, values, len(options), byref(batch_of(series)), input, TYPES[dtype], byref(handle)
        )
        return cls(handle)

    @classmethod
    def read(cls, content: bytes, name: str = "model") -> Model:
        """The model of a file; `name` is what messages call it."""
        handle = c_void_p()
        call(lib.softwarp_model_read, content, len(content), name.encode(), byref(handle), cells=0)
        return cls(handle)

    def to_bytes(self) -> bytes:
        """The file of this model."""
        start, size = c_void_p(), c_int64()
        call(lib.softwarp_model_bytes, self, byref(start), byref(size), cells=0)
        return ctypes.string_at(start, size.value)

    def predict(self, series: np.ndarray) -> np.ndarray:
        """What follows each series; NaN is a missing value.

        Shapes: series [N, T, D] of float64, T at least `input`; forecast [N, target, D].
        """
        forecast = np.empty((len(series), self.target, self.dims))
        call(lib.softwarp_model_predict, self, byref(batch_of(series)), pointer(forecast))
        return forecast

    def __reduce__(self) -> Any:
        return Model.read, (self.to_bytes(),)

    def __del__(self, free: Any = lib.softwarp_model_free) -> None:  # `lib` may be gone when the interpreter ends
        free(getattr(self, "_as_parameter_", None))
