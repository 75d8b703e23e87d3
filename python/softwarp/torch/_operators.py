"""The losses as differentiable functions of tensors.

A call computes the values of a batch and all gradients at once; backward() only scales them. The gradients have no
derivatives of their own: backward(create_graph=True) is an error, as the sum of a loss and of something that is made of
its gradient would otherwise silently lose the derivatives of the latter.

There are two ways into automatic differentiation, and both compute the same: a torch.autograd.Function, and, since
PyTorch 2.4, operators, which torch.compile() and torch.export() can see. Where nothing is compiled, operators take
longer: a step of training on one pair of 8 steps takes 1.7 times as long. So they serve only there.
"""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref, c_double
from typing import Any, Optional

import numpy as np
import torch
from torch import Tensor

from .._errors import NotFiniteError
from .._library import TYPES, Batch, call, lib, loss_handle

_NUMPY = {torch.float32: np.dtype(np.float32), torch.float64: np.dtype(np.float64)}
_LARGEST_FLOAT32 = torch.finfo(torch.float32).max
_TYPES = {dtype: TYPES[numpy] for dtype, numpy in _NUMPY.items()}  # softwarp_type


def loss_of_pairs(
    x: Tensor, y: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor], loss: str, reduction: str = "none"
) -> Tensor:
    """The value [B] of a loss, by its text, of each pair of series; or their mean or sum.

    Shapes: x [B, n, D] and y [B, m, D], both of float32 or of float64; lengths [B] of int64.
    """
    recording = torch.is_grad_enabled()
    grad_x, grad_y = recording and x.requires_grad, recording and y.requires_grad
    if _is_traced(x):
        return _pairs_operator(x, y, lengths_x, lengths_y, loss, reduction, grad_x, grad_y)[0]
    if recording:
        return _Pairs.apply(x, y, lengths_x, lengths_y, loss, reduction, grad_x, grad_y)
    return _pairs(x, y, lengths_x, lengths_y, loss, reduction, grad_x, grad_y)[0]


def alignment_of_costs(
    costs: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor], alignment: str
) -> Tensor:
    """The value [B] of an alignment, by its text, for each matrix of costs.

    Shapes: costs [B, n, m] of float32 or float64; lengths [B] of int64.
    """
    recording = torch.is_grad_enabled()
    grad = recording and costs.requires_grad
    if _is_traced(costs):
        return _costs_operator(costs, lengths_x, lengths_y, alignment, grad)[0]
    if recording:
        return _Costs.apply(costs, lengths_x, lengths_y, alignment, grad)
    return _costs(costs, lengths_x, lengths_y, alignment, grad)[0]


def lengths_of_mask(name: str, mask: Tensor) -> Tensor:
    """Steps of each series, [B] of int64, of a mask [B, T] that is True there and False at the padding behind them."""
    return _mask_operator(mask, name) if _is_traced(mask) else _lengths(mask, name)


def _batch(values: Tensor, lengths: Optional[Tensor]) -> Batch:
    """The batch of contiguous tensors, which the caller keeps."""
    count, steps, dims = values.shape
    where = None if lengths is None else lengths.data_ptr()
    return Batch(values.data_ptr(), count, steps, dims, where, _TYPES[values.dtype])


def _pairs(
    x: Tensor,
    y: Tensor,
    lengths_x: Optional[Tensor],
    lengths_y: Optional[Tensor],
    loss: str,
    reduction: str,
    grad_x: bool,
    grad_y: bool,
) -> tuple[Tensor, Optional[Tensor], Optional[Tensor]]:
    """Values [B], or what becomes of them, and the gradients of the values that are asked for."""
    x, y = x.contiguous(), y.contiguous()
    values = (c_double * x.shape[0])()
    dx = torch.empty_like(x) if grad_x else None
    dy = torch.empty_like(y) if grad_y else None
    call(
        lib.softwarp_loss_pairs,
        loss_handle(loss, _NUMPY[x.dtype]),
        byref(_batch(x, lengths_x)),
        byref(_batch(y, lengths_y)),
        values,
        dx.data_ptr() if grad_x else None,
        dy.data_ptr() if grad_y else None,
        cells=x.numel() * y.shape[1],
    )
    return _result(values, reduction, x.dtype), dx, dy


def _result(values: Sequence[float], reduction: str, dtype: torch.dtype) -> Tensor:
    """Values, an array of ctypes, or their mean or sum, in another type.

    For small batches Python sums them in a third of the time that PyTorch takes, a tenth of a step of training.
    """
    if dtype is torch.float32 and max(map(abs, values), default=0) * len(values) > _LARGEST_FLOAT32:
        raise NotFiniteError("loss: expected values that float32 can hold, found larger ones; convert with .double()")
    if reduction == "none":
        return torch.frombuffer(values, dtype=torch.float64).to(dtype)
    total = sum(values)
    return torch.full((), total / len(values) if reduction == "mean" else total, dtype=dtype, device="cpu")


def _costs(
    costs: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor], alignment: str, grad: bool
) -> tuple[Tensor, Optional[Tensor]]:
    """Values [B] and, if asked for, expected alignments, which are the gradients."""
    if lengths_x is None and lengths_y is None:
        return _whole_costs(costs, alignment, grad)
    count, n, m = costs.shape
    whole = [torch.full((count,), steps, device="cpu") for steps in (n, m)]
    pairs = torch.stack([w if of is None else of for w, of in zip(whole, (lengths_x, lengths_y))], dim=1)
    values = costs.new_empty(count)
    E = costs.new_zeros(costs.shape) if grad else None
    for a, b in torch.unique(pairs, dim=0).tolist():  # the library takes matrices of one size
        if not (1 <= a <= n and 1 <= b <= m):
            raise ValueError(f"lengths: expected at least 1, and at most {n} of x and {m} of y; found {a} and {b}")
        same = (pairs[:, 0] == a) & (pairs[:, 1] == b)
        values[same], alignments = _whole_costs(costs[same, :a, :b], alignment, grad)
        if grad:
            E[same, :a, :b] = alignments
    return values, E


def _whole_costs(costs: Tensor, alignment: str, grad: bool) -> tuple[Tensor, Optional[Tensor]]:
    costs = costs.contiguous()
    count, n, m = costs.shape
    values = (c_double * count)()
    E = torch.empty_like(costs) if grad else None
    # The library's matrices lie column by column: in its eyes these are transposed, and so are their alignments.
    call(
        lib.softwarp_align_costs,
        alignment.encode(),
        _TYPES[costs.dtype],
        count,
        m,
        n,
        costs.data_ptr(),
        values,
        E.data_ptr() if grad else None,
        cells=costs.numel(),
    )
    return _result(values, "none", costs.dtype), E


def _lengths(mask: Tensor, name: str) -> Tensor:
    lengths = mask.sum(dim=1)
    if not torch.equal(mask, torch.arange(mask.shape[1], device=mask.device) < lengths[:, None]):
        raise ValueError(f"{name}: expected True at the steps of each series, and then False; found True behind False")
    return lengths


def _keep(ctx: Any, arguments: Sequence[Any], gradients: Sequence[Optional[Tensor]]) -> None:
    """Leaves the gradients of the values, and how many there are of which the mean was taken, for _scaled()."""
    ctx.save_for_backward(*gradients)
    ctx.mean_of = arguments[0].shape[0] if len(arguments) == _PAIRS and arguments[5] == "mean" else 1


_PAIRS, _COSTS = 8, 5  # arguments of _pairs() and _costs()


def _scaled(ctx: Any, grad: Optional[Tensor], arguments: int) -> tuple[Optional[Tensor], ...]:
    """The gradients, times that of the result, for as many arguments."""
    if torch.is_grad_enabled():
        raise RuntimeError("softwarp: the gradients of its losses cannot be differentiated; omit create_graph=True")
    if grad is None:
        return (None,) * arguments
    if ctx.mean_of > 1:
        grad = grad / ctx.mean_of
    if grad.dim():
        grad = grad[:, None, None]
    scaled = [gradient * grad if needed else None for gradient, needed in zip(ctx.saved_tensors, ctx.needs_input_grad)]
    return (*scaled, *[None] * (arguments - len(scaled)))


class _Pairs(torch.autograd.Function):
    """_pairs() as a function of x and y."""

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> Tensor:
        result, *gradients = _pairs(*arguments)
        _keep(ctx, arguments, gradients)
        return result

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Optional[Tensor], ...]:
        return _scaled(ctx, grad, _PAIRS)


class _Costs(torch.autograd.Function):
    """_costs() as a function of the costs."""

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> Tensor:
        values, E = _costs(*arguments)
        _keep(ctx, arguments, [E])
        return values

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Optional[Tensor], ...]:
        return _scaled(ctx, grad, _COSTS)


def _is_traced(x: Tensor) -> bool:
    """Whether a tensor holds no numbers, as while torch.compile() or torch.export() look at the program."""
    return HAS_OPERATORS and (torch.compiler.is_compiling() or x.is_meta or type(x) not in _WITH_NUMBERS)


_WITH_NUMBERS = (Tensor, torch.nn.Parameter)
HAS_OPERATORS = hasattr(torch.library, "custom_op")  # PyTorch 2.4

if HAS_OPERATORS:

    def _differentiable(operator: Any, arguments: int) -> None:
        """Makes the results of an operator behind its first one the gradients of that one."""

        def set_up(ctx: Any, inputs: tuple[Any, ...], output: tuple[Tensor, ...]) -> None:
            ctx.mark_non_differentiable(*output[1:])
            ctx.set_materialize_grads(False)
            _keep(ctx, inputs, output[1:])

        def backward(ctx: Any, grad: Optional[Tensor], *_: Any) -> tuple[Optional[Tensor], ...]:
            return _scaled(ctx, grad, arguments)

        operator.register_autograd(backward, setup_context=set_up)

    def _or_empty(gradient: Optional[Tensor], like: Tensor) -> Tensor:
        """Operators have no optional results."""
        return like.new_empty(0) if gradient is None else gradient

    # PyTorch 2.4 does not read schemas from annotations that are strings.
    @torch.library.custom_op(
        "softwarp::loss_of_pairs",
        mutates_args=(),
        device_types="cpu",
        schema="(Tensor x, Tensor y, Tensor? lengths_x, Tensor? lengths_y, str loss, str reduction, "
        "bool grad_x, bool grad_y) -> (Tensor, Tensor, Tensor)",
    )
    def _pairs_operator(
        x: Tensor, y: Tensor, lengths_x: Any, lengths_y: Any, loss: str, reduction: str, grad_x: bool, grad_y: bool
    ) -> tuple[Tensor, ...]:
        values, dx, dy = _pairs(x, y, lengths_x, lengths_y, loss, reduction, grad_x, grad_y)
        return values, _or_empty(dx, x), _or_empty(dy, y)

    @_pairs_operator.register_fake
    def _(
        x: Tensor, y: Tensor, lengths_x: Any, lengths_y: Any, loss: str, reduction: str, grad_x: bool, grad_y: bool
    ) -> tuple[Tensor, ...]:
        values = x.new_empty(x.shape[0] if reduction == "none" else ())
        return values, x.new_empty(x.shape if grad_x else 0), y.new_empty(y.shape if grad_y else 0)

    @torch.library.custom_op(
        "softwarp::alignment_of_costs",
        mutates_args=(),
        device_types="cpu",
        schema="(Tensor costs, Tensor? lengths_x, Tensor? lengths_y, str alignment, bool grad) -> (Tensor, Tensor)",
    )
    def _costs_operator(
        costs: Tensor, lengths_x: Any, lengths_y: Any, alignment: str, grad: bool
    ) -> tuple[Tensor, ...]:
        values, E = _costs(costs, lengths_x, lengths_y, alignment, grad)
        return values, _or_empty(E, costs)

    @_costs_operator.register_fake
    def _(costs: Tensor, lengths_x: Any, lengths_y: Any, alignment: str, grad: bool) -> tuple[Tensor, ...]:
        return costs.new_empty(costs.shape[0]), costs.new_empty(costs.shape if grad else 0)

    @torch.library.custom_op(
        "softwarp::lengths_of_mask", mutates_args=(), device_types="cpu", schema="(Tensor mask, str name) -> Tensor"
    )
    def _mask_operator(mask: Tensor, name: str) -> Tensor:
        return _lengths(mask, name)

    @_mask_operator.register_fake
    def _(mask: Tensor, name: str) -> Tensor:
        return mask.new_empty(mask.shape[0], dtype=torch.int64)

    _differentiable(_pairs_operator, _PAIRS)
    _differentiable(_costs_operator, _COSTS)
