"""The losses as modules."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np
import torch
from torch import Tensor

from .._library import loss_handle, loss_text
from ._inputs import check_memory, check_type, read_lengths, read_pair, shape
from ._operators import alignment_of_costs, loss_of_pairs

REDUCTIONS = ("mean", "sum", "none")
DistFunc = Callable[[Tensor, Tensor], Tensor]


class _Loss(torch.nn.Module):
    """A loss by its name and options, which may be changed at any time."""

    gamma: Optional[float] = None
    band: Optional[int] = None
    alpha: Optional[float] = None
    cost: Optional[str] = None

    def __init__(self, reduction: str, **options: Any) -> None:
        super().__init__()
        self.reduction = reduction
        for name, value in options.items():
            setattr(self, name, value)
        loss_handle(self._text(), np.float64)  # options are checked here

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "reduction" and value not in REDUCTIONS:
            raise ValueError(f"reduction: expected one of {', '.join(REDUCTIONS)}, found {value!r}")
        if name in ("gamma", "alpha") and isinstance(value, Tensor):
            raise TypeError(f"{name}: expected a number, found a tensor: losses do not learn their options")
        super().__setattr__(name, value)

    @property
    def _name(self) -> str:
        raise NotImplementedError

    def _text(self) -> str:
        return loss_text(self._name, self.gamma, self.band, self.alpha, self.cost)

    def extra_repr(self) -> str:
        names = ("alpha", "gamma", "normalize", "dist_func", "band", "cost", "reduction")
        values = ((name, getattr(self, name, None)) for name in names)
        return ", ".join(f"{name}={value!r}" for name, value in values if value is not None and value is not False)

    def forward(
        self,
        x: Tensor,
        y: Tensor,
        lengths_x: Any = None,
        lengths_y: Any = None,
        mask_x: Optional[Tensor] = None,
        mask_y: Optional[Tensor] = None,
    ) -> Tensor:
        """The loss.

        Parameters
        ----------
        x, y
            Two batches of as many series, tensors [B, n, D] and [B, m, D] of float32 or float64 on the CPU; or two
            series [n, D] and [m, D]. Steps of y that hold NaN are missing: they cost nothing; lengths must then be
            equal.
        lengths_x, lengths_y
            Steps of each series, a tensor [B] or a list of whole numbers; n and m if not given.
        mask_x, mask_y
            The same as tensors [B, n] and [B, m] of bool: True at the steps of a series, False at the padding, which is
            at the end.

        Returns
        -------
        A scalar, the mean or sum over the batch, or [B] if reduction is "none"; always a scalar for two series.
        """
        x, y, one = read_pair(x, y)
        lengths_x = read_lengths("x", x, lengths_x, mask_x)
        lengths_y = read_lengths("y", y, lengths_y, mask_y)
        return self._reduced(x, y, lengths_x, lengths_y, "sum" if one else self.reduction)

    def _reduced(
        self, x: Tensor, y: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor], reduction: str
    ) -> Tensor:
        return loss_of_pairs(x, y, lengths_x, lengths_y, self._text(), reduction)


class SoftDTWLoss(_Loss):
    """Soft-DTW, −gamma · log Σ_A exp(−⟨A, Δ⟩/gamma) over all alignments A.

    It may be negative, even at x = y; with `normalize` it is the soft-DTW divergence.

    Parameters
    ----------
    gamma
        Smoothing, > 0, in units of the cost: by default in squared units of the series.
    normalize
        Whether to take s(x, y) − ½ s(x, x) − ½ s(y, y), s = soft-DTW, which is 0 at x = y.
    dist_func
        A cost of your own: of x [B, n, D] and y [B, m, D] it makes the costs Δ [B, n, m], by differentiable operations.
        Squared Euclidean distances if not given.
    band
        Only alignments within this radius of the line from corner to corner (Sakoe-Chiba), >= 0; all if not given.
    cost
        Of matching two steps, where dist_func is not given: sqeuclidean (if not given), halfsqeuclidean, absolute,
        huber or huber:DELTA.
    reduction
        Over the batch: "mean", "sum" or "none".

    Examples
    --------
    >>> x, y = torch.tensor([[0.], [1.], [2.]]), torch.tensor([[0.], [2.], [2.]])
    >>> SoftDTWLoss()(x, y)
    tensor(-0.4631)
    """

    def __init__(
        self,
        gamma: float = 1.0,
        normalize: bool = False,
        dist_func: Optional[DistFunc] = None,
        *,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        reduction: str = "mean",
    ) -> None:
        if dist_func is not None and cost is not None:
            raise ValueError("cost: expected none beside dist_func")
        super().__init__(reduction, gamma=gamma, normalize=normalize, dist_func=dist_func, band=band, cost=cost)

    @property
    def _name(self) -> str:
        return "softdtw-divergence" if self.normalize else "softdtw"

    def _reduced(
        self, x: Tensor, y: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor], reduction: str
    ) -> Tensor:
        if self.dist_func is None:
            return super()._reduced(x, y, lengths_x, lengths_y, reduction)
        text = loss_text("softdtw", self.gamma, self.band)
        values = of_costs(self.dist_func, x, y, lengths_x, lengths_y, self.normalize, text)
        if reduction == "none":
            return values
        return values.mean() if reduction == "mean" else values.sum()


def of_costs(
    dist_func: DistFunc,
    x: Tensor,
    y: Tensor,
    lengths_x: Optional[Tensor],
    lengths_y: Optional[Tensor],
    normalize: bool,
    alignment: str,
) -> Tensor:
    """The value [B] of an alignment, by its text, or of its divergence, under costs that a function makes."""

    def value(x: Tensor, y: Tensor, lengths_x: Optional[Tensor], lengths_y: Optional[Tensor]) -> Tensor:
        costs = dist_func(x, y)
        if not isinstance(costs, Tensor):
            raise TypeError(f"dist_func: expected to get a tensor, found {type(costs).__name__}")
        expected = (x.shape[0], x.shape[1], y.shape[1])
        if costs.shape != expected:
            raise ValueError(f"dist_func: expected to get costs of shape {expected}, found {shape(costs)}")
        check_memory("dist_func", costs)
        check_type("dist_func", costs)
        return alignment_of_costs(costs, lengths_x, lengths_y, alignment)

    values = value(x, y, lengths_x, lengths_y)
    if normalize:
        values = values - 0.5 * (value(x, x, lengths_x, lengths_x) + value(y, y, lengths_y, lengths_y))
    return values


class SoftDTWDivergenceLoss(_Loss):
    """The soft-DTW divergence s(x, y) − ½ s(x, x) − ½ s(y, y), s = soft-DTW: 0 at x = y. It takes three alignments.

    The parameters are those of SoftDTWLoss.
    """

    _name = "softdtw-divergence"

    def __init__(
        self, gamma: float = 1.0, *, band: Optional[int] = None, cost: Optional[str] = None, reduction: str = "mean"
    ) -> None:
        super().__init__(reduction, gamma=gamma, band=band, cost=cost)


class SharpLoss(_Loss):
    """Sharp soft-DTW ⟨E, Δ⟩, the expected cost of the alignments: never below DTW.

    With `normalize` it is s(x, y) − ½ s(x, x) − ½ s(y, y), s = sharp soft-DTW. The other parameters are those of
    SoftDTWLoss.
    """

    def __init__(
        self,
        gamma: float = 1.0,
        normalize: bool = False,
        *,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, gamma=gamma, normalize=normalize, band=band, cost=cost)

    @property
    def _name(self) -> str:
        return "sharp-divergence" if self.normalize else "sharp"


class DilateLoss(_Loss):
    """DILATE: alpha · soft-DTW + (1 − alpha) · ⟨E, Ω⟩/(n·m), Ω_ij = (i − j)², which penalises being early or late.

    alpha, from 0 to 1, is the weight of the shape. The other parameters are those of SoftDTWLoss.
    """

    _name = "dilate"

    def __init__(
        self,
        alpha: float = 0.5,
        gamma: float = 1.0,
        *,
        band: Optional[int] = None,
        cost: Optional[str] = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, gamma=gamma, alpha=alpha, band=band, cost=cost)


class DTWLoss(_Loss):
    """Dynamic time warping: the cost of the best alignment, of which no root is taken.

    Its gradient is a subgradient, that of one best alignment. The parameters are those of SoftDTWLoss.
    """

    _name = "dtw"

    def __init__(self, *, band: Optional[int] = None, cost: Optional[str] = None, reduction: str = "mean") -> None:
        super().__init__(reduction, band=band, cost=cost)


def soft_dtw(
    x: Tensor,
    y: Tensor,
    gamma: float = 1.0,
    *,
    band: Optional[int] = None,
    cost: Optional[str] = None,
    lengths_x: Any = None,
    lengths_y: Any = None,
    mask_x: Optional[Tensor] = None,
    mask_y: Optional[Tensor] = None,
) -> Tensor:
    """Soft-DTW of each pair, a tensor [B]; a scalar for two series. The arguments are those of SoftDTWLoss."""
    x, y, one = read_pair(x, y)
    lengths_x = read_lengths("x", x, lengths_x, mask_x)
    lengths_y = read_lengths("y", y, lengths_y, mask_y)
    text = loss_text("softdtw", gamma, band, None, cost)
    return loss_of_pairs(x, y, lengths_x, lengths_y, text, "sum" if one else "none")
