"""The C interface of the library, src/c/softwarp.h, for the other modules: its functions, structures and errors."""

from __future__ import annotations

import ctypes
import math
import operator
import os
import re
import sys
import threading
from _thread import start_new_thread
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_int32, c_int64, c_uint64, c_void_p
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional, Union

import numpy as np

from ._errors import NotFiniteError

ABI = 1  # SOFTWARP_ABI of the header that this module was written after
NAME = "libsoftwarp.so.0"

OK, INVALID, NOT_FINITE, STOPPED, NO_MEMORY, FAILED = range(6)  # softwarp_status
TYPES = {np.dtype(np.float32): 0, np.dtype(np.float64): 1}  # softwarp_type
STARTS = {"random": 0, "mean": 1, "kmeans++": 2}  # softwarp_start

# A call of more cells, about 1 to 3 ns each, is made interruptible, which costs about 0.1 ms.
LONG_CALL = 2e7


class Batch(ctypes.Structure):
    """softwarp_batch: series to read. Made by batch_of()."""

    _fields_ = [
        ("values", c_void_p),
        ("count", c_int64),
        ("steps", c_int64),
        ("dims", c_int64),
        ("lengths", c_void_p),
        ("type", c_int),
    ]


class Averaging(ctypes.Structure):
    """softwarp_averaging: when to stop averaging."""

    _fields_ = [("iterations", c_int64), ("tolerance", c_double)]


class Clustering(ctypes.Structure):
    """softwarp_clustering: how to cluster; `start` is one of the values of STARTS."""

    _fields_ = [
        ("k", c_int64),
        ("steps", c_int64),
        ("rounds", c_int64),
        ("restarts", c_int64),
        ("seed", c_uint64),
        ("start", c_int),
        ("averaging", Averaging),
    ]


_BATCH = POINTER(Batch)
_HANDLE = POINTER(c_void_p)
_INT64 = POINTER(c_int64)

# Result and arguments of each function of the header, in its order. Arrays are void pointers: see pointer().
_FUNCTIONS = {
    "softwarp_abi": (c_int32, []),
    "softwarp_version": (c_char_p, []),
    "softwarp_simd": (c_char_p, []),
    "softwarp_message": (c_char_p, []),
    "softwarp_set_threads": (c_int, [c_int32]),
    "softwarp_threads": (c_int32, []),
    "softwarp_stop_by": (None, [c_void_p]),
    "softwarp_loss_new": (c_int, [c_char_p, c_int, _HANDLE]),
    "softwarp_loss_free": (None, [c_void_p]),
    "softwarp_loss_pairs": (c_int, [c_void_p, _BATCH, _BATCH, c_void_p, c_void_p, c_void_p]),
    "softwarp_loss_cross": (c_int, [c_void_p, _BATCH, _BATCH, c_void_p]),
    "softwarp_align": (c_int, [c_char_p, _BATCH, _BATCH, c_void_p, c_void_p]),
    "softwarp_align_costs": (c_int, [c_char_p, c_int, c_int64, c_int64, c_int64, c_void_p, c_void_p, c_void_p]),
    "softwarp_cost_matrices": (c_int, [c_char_p, _BATCH, _BATCH, c_void_p]),
    "softwarp_best_path": (c_int, [c_char_p, _BATCH, _BATCH, c_void_p, c_void_p, _INT64]),
    "softwarp_average": (
        c_int,
        [c_char_p, _BATCH, c_void_p, c_int64, c_void_p, Averaging, c_void_p, POINTER(c_double), _INT64],
    ),
    "softwarp_cluster": (c_int, [c_char_p, _BATCH, Clustering, c_void_p, c_void_p, POINTER(c_double), _INT64]),
    "softwarp_centroids_new": (c_int, [c_char_p, _BATCH, c_void_p, c_int64, Averaging, _HANDLE]),
    "softwarp_centroids_free": (None, [c_void_p]),
    "softwarp_centroids_values": (c_int, [c_void_p, c_void_p]),
    "softwarp_centroids_predict": (c_int, [c_void_p, _BATCH, c_void_p]),
    "softwarp_train": (
        c_int,
        [POINTER(c_char_p), POINTER(c_char_p), c_int64, _BATCH, c_int64, c_int, _HANDLE],
    ),
    "softwarp_model_read": (c_int, [c_void_p, c_int64, c_char_p, _HANDLE]),
    "softwarp_model_free": (None, [c_void_p]),
    "softwarp_model_bytes": (c_int, [c_void_p, _HANDLE, _INT64]),
    "softwarp_model_shape": (None, [c_void_p, _INT64, _INT64, _INT64]),
    "softwarp_model_predict": (c_int, [c_void_p, _BATCH, c_void_p]),
}


def _load() -> ctypes.CDLL:
    """The library that the environment names, else the one in the package, else the system's."""
    beside = Path(__file__).parent / "lib" / NAME
    path = os.environ.get("SOFTWARP_LIBRARY") or (str(beside) if beside.exists() else NAME)
    try:
        library = ctypes.CDLL(path)
        abi = library.softwarp_abi()
    except (OSError, AttributeError) as error:
        raise ImportError(
            f"softwarp: cannot load its library: {error}; install the library, or name the file {NAME} "
            "in the environment variable SOFTWARP_LIBRARY"
        ) from None
    if abi != ABI:
        raise ImportError(
            f"softwarp: {path} has interface {abi}, this package needs {ABI}: install both from the same version"
        )
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name, None)
        if function is not None:  # new functions leave the number of the interface: an older library may lack some
            function.restype = result
            function.argtypes = arguments
    return library


lib = _load()

# A ctypes array of no bytes: where an array's memory begins, with a reference that keeps it.
_Memory = ctypes.c_char * 0


def pointer(array: Optional[np.ndarray]) -> Any:
    """What to pass for an array in C order, or for none, in an argument of `lib`.

    It keeps the memory while it lives. Cost: 0.3 µs, a quarter of array.ctypes.data.
    """
    if array is None:
        return None
    try:
        return _Memory.from_buffer(array)
    except TypeError:  # read-only
        return array.ctypes.data


def batch_of(array: np.ndarray, lengths: Optional[np.ndarray] = None) -> Batch:
    """The batch of an array in C order.

    Shapes: array [count, steps, dims] of float32 or float64; lengths [count] of int64, or None if every series has
    `steps` steps. The caller keeps both while the batch is in use.
    """
    try:
        values = ctypes.addressof(_Memory.from_buffer(array))
    except TypeError:  # read-only
        values = array.ctypes.data
    count, steps, dims = array.shape
    return Batch(values, count, steps, dims, None if lengths is None else lengths.ctypes.data, TYPES[array.dtype])


_EXCEPTIONS = {INVALID: ValueError, NOT_FINITE: NotFiniteError, NO_MEMORY: MemoryError}


def message() -> str:
    """What the last failed call of this thread reports."""
    return lib.softwarp_message().decode("utf-8", "replace")


def call(function: Any, *arguments: Any, cells: float = math.inf) -> None:
    """Calls a function of `lib` that returns a status, and raises what the status means.

    A long call by the main thread can be interrupted: an exception that a signal handler raises, such as
    KeyboardInterrupt, stops the call and goes on to the caller.

    Parameters
    ----------
    cells
        About how many cells of dynamic programming the call computes; above LONG_CALL it is a long one.

    Raises
    ------
    ValueError
        An argument is not as expected; NotFiniteError: as it, or the results, are not finite.
    MemoryError, RuntimeError
    """
    if cells > LONG_CALL and threading.current_thread() is threading.main_thread() and not sys.is_finalizing():
        status, text = _interruptible(function, arguments)
    else:
        status, text = _directly(function, arguments)
    if status:
        raise _EXCEPTIONS.get(status, RuntimeError)(text)


def _directly(function: Any, arguments: tuple) -> tuple[int, str]:
    """Status and message of a call."""
    status = function(*arguments)
    return status, message() if status else ""


def _interruptible(function: Any, arguments: tuple) -> tuple[int, str]:
    """The same for a call that a thread of its own makes, while this one waits and handles signals.

    A signal handler may raise at any moment. Whatever it interrupts, this returns only when the call has ended or will
    never begin: the call reads and writes what belongs to the caller.
    """
    flag = c_int32(0)
    ticket = [None]  # whoever takes it decides: the thread, that it calls; this one, that nobody does
    outcome: list[tuple[int, str]] = []
    done = threading.Lock()  # released when there is an outcome
    done.acquire()

    def work() -> None:
        try:
            ticket.pop()
        except IndexError:
            return
        lib.softwarp_stop_by(byref(flag))
        outcome.append(_directly(function, arguments))
        done.release()

    try:
        # Not threading.Thread, whose start() and weak references lose exceptions that handlers raise within them.
        try:
            start_new_thread(work, ())
        except RuntimeError as error:  # no more threads, as in exit handlers since Python 3.12
            try:
                ticket.pop()
            except IndexError:
                raise error  # of a handler: there is a thread
            return _directly(function, arguments)
        done.acquire()
        return outcome[0]
    except BaseException:
        flag.value = 1
        try:
            ticket.pop()
        except IndexError:
            while not outcome:
                try:
                    done.acquire()
                except BaseException:  # the exception that is on its way says the same
                    continue
        raise


# What may stand in a text: nothing that would be read as an option, or end it.
_NAME, _COST = re.compile("[a-z-]*"), re.compile("[a-z]*(:[-+.0-9a-z]*)?")


def loss_text(
    name: str,
    gamma: Optional[float] = None,
    band: Optional[int] = None,
    alpha: Optional[float] = None,
    cost: Optional[str] = None,
) -> str:
    """The text by which the library knows a loss, such as "softdtw(gamma=0.1, band=6)"."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"metric: expected the name of a loss, found {name!r}")
    options = []
    if gamma is not None:
        options.append(f"gamma={number('gamma', gamma)!r}")
    if band is not None:
        options.append(f"band={whole('band', band)}")
    if cost is not None:
        options.append(f"cost={cost_text(cost)}")
    if alpha is not None:
        options.append(f"alpha={number('alpha', alpha)!r}")
    return f"{name}({', '.join(options)})" if options else name


def cost_text(cost: str) -> str:
    """The name of a pointwise cost."""
    if not isinstance(cost, str):
        raise TypeError(f"cost: expected the name of a pointwise cost, found {cost!r}")
    if not _COST.fullmatch(cost):
        raise ValueError(f"cost: expected the name of a pointwise cost, such as huber:0.5, found {cost!r}")
    return cost


def number(name: str, value: float) -> float:
    """A number that was given as the argument `name`."""
    if not isinstance(value, (str, bytes)):
        try:
            return float(value)
        except OverflowError:
            raise ValueError(f"{name}: expected a number that a float can hold, found a larger one") from None
        except (TypeError, ValueError):
            pass
    raise TypeError(f"{name}: expected a number, found {value!r}")


def whole(name: str, value: int) -> int:
    """A whole number that was given as the argument `name`, of 64 bits: ctypes would cut off the others."""
    try:
        value = operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: expected a whole number, found {value!r}") from None
    if not -(1 << 63) <= value < 1 << 63:
        raise ValueError(f"{name}: expected a whole number of 64 bits, found {value}")
    return value


class Loss:
    """A loss of the library, by its text. To be passed as it is: a call then keeps it while it uses it."""

    def __init__(self, text: str, dtype: np.dtype) -> None:
        handle = c_void_p()
        call(lib.softwarp_loss_new, text.encode(), TYPES[dtype], byref(handle), cells=0)
        self._as_parameter_ = handle.value  # what ctypes passes

    def __del__(self, free: Any = lib.softwarp_loss_free) -> None:  # `lib` may be gone when the interpreter ends
        free(getattr(self, "_as_parameter_", None))


@lru_cache(maxsize=256)
def _loss(text: str, dtype: np.dtype) -> Loss:
    return Loss(text, dtype)


def loss_handle(text: str, dtype: Union[np.dtype, type]) -> Loss:
    """The loss of a text for arrays of float32 or float64. It serves any number of calls and threads."""
    return _loss(text, np.dtype(dtype))
