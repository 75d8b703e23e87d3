"""What the library is, and how many threads it uses."""

from __future__ import annotations

from ._library import call, lib, message, whole

__version__ = lib.softwarp_version().decode()


def set_num_threads(count: int) -> None:
    """Lets calls of this process use up to `count` threads, at least 1. Results do not depend on it.

    The default is one per core.
    """
    count = whole("count", count)
    if not 1 <= count < 1 << 31:
        raise ValueError(f"count: expected at least 1 thread, found {count}")
    call(lib.softwarp_set_threads, count, cells=0)


def get_num_threads() -> int:
    """How many threads calls of this process may use."""
    return lib.softwarp_threads()


def simd() -> str:
    """The SIMD instructions in use, such as "AVX2"; the environment variable SOFTWARP_SIMD may name others."""
    name = lib.softwarp_simd().decode()
    if not name:
        raise ValueError(message())
    return name
