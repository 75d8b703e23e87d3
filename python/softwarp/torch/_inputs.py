"""How tensors, lengths and masks become what the losses compute with."""

from __future__ import annotations

from typing import Any, Optional

import torch
from torch import Tensor

from ._operators import HAS_OPERATORS, lengths_of_mask


def read_pair(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, bool]:
    """Two batches [B, n, D] and [B, m, D] of one type; and whether they were given as two series."""
    _check("x", x)
    _check("y", y)
    if x.dim() != y.dim():
        raise ValueError(
            f"x and y: expected two batches [B, T, D] or two series [T, D], found {shape(x)} and {shape(y)}"
        )
    if x.device != y.device:
        raise ValueError(f"x and y: expected tensors on one device, found {x.device} and {y.device}")
    one = x.dim() == 2
    if one:
        x, y = x.unsqueeze(0), y.unsqueeze(0)
    if x.shape[0] != y.shape[0] or x.shape[2] != y.shape[2]:
        raise ValueError(f"x and y: expected as many series and dimensions in both, found {shape(x)} and {shape(y)}")
    if x.dtype != y.dtype:
        dtype = torch.promote_types(x.dtype, y.dtype)
        x, y = x.to(dtype), y.to(dtype)
    check_type("x and y", x)
    return x, y, one


def check_type(name: str, x: Tensor) -> None:
    if x.dtype is not torch.float32 and x.dtype is not torch.float64:
        raise TypeError(f"{name}: expected float32 or float64, found {x.dtype}; convert with .float() or .double()")


def shape(x: Tensor) -> tuple[int, ...]:
    return tuple(x.shape)


def _check(name: str, x: Tensor) -> None:
    if not isinstance(x, Tensor):
        raise TypeError(f"{name}: expected a tensor, found {type(x).__name__}")
    check_memory(name, x)
    if x.dtype is torch.float16 or x.dtype is torch.bfloat16:  # beside float32 it would be promoted unseen
        raise TypeError(f"{name}: expected float32 or float64, found {x.dtype}; convert it with .float()")
    if x.dim() not in (2, 3):
        raise ValueError(f"{name}: expected a batch [B, T, D] or a series [T, D], found a tensor of shape {shape(x)}")


def check_memory(name: str, x: Tensor) -> None:
    if x.layout is not torch.strided:
        raise ValueError(f"{name}: expected a dense tensor, found {x.layout}; convert it with .to_dense()")
    if not (x.is_cpu or x.is_meta and HAS_OPERATORS):
        raise ValueError(f"{name}: expected a tensor on the CPU, found one on {x.device}; move it with .cpu()")


def read_lengths(name: str, series: Tensor, lengths: Any, mask: Optional[Tensor]) -> Optional[Tensor]:
    """Steps of each series of a batch [B, T, D], [B] of int64; None if all have T."""
    if mask is not None:
        if lengths is not None:
            raise ValueError(f"{name}: expected lengths or a mask, found both")
        return _lengths_of_mask(f"mask_{name}", series, mask)
    if lengths is None:
        return None
    name = f"lengths_{name}"
    lengths = torch.as_tensor(lengths, device="cpu")
    if lengths.dtype.is_floating_point or lengths.dtype.is_complex or lengths.dtype is torch.bool:
        raise TypeError(f"{name}: expected whole numbers, found {lengths.dtype}")
    if lengths.dim() == 0:
        lengths = lengths.unsqueeze(0)
    if lengths.shape != series.shape[:1]:
        raise ValueError(f"{name}: expected one for each of {series.shape[0]} series, found shape {shape(lengths)}")
    return lengths.to(torch.int64).contiguous()


def _lengths_of_mask(name: str, series: Tensor, mask: Tensor) -> Tensor:
    if not isinstance(mask, Tensor) or mask.dtype is not torch.bool:
        found = mask.dtype if isinstance(mask, Tensor) else type(mask).__name__
        raise TypeError(f"{name}: expected a tensor of bool, found {found}")
    if mask.dim() == 1:
        mask = mask.unsqueeze(0)
    if mask.shape != series.shape[:2]:
        raise ValueError(f"{name}: expected shape {shape(series)[:2]}, found {shape(mask)}")
    return lengths_of_mask(name, mask)
