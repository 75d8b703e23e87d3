"""Soft-DTW with the interface of tslearn, for programs that were written for it."""

from __future__ import annotations

import math
from typing import Optional

import numpy as np
import torch
from torch import Tensor

from .._library import loss_handle, loss_text
from ._inputs import read_pair
from ._modules import DistFunc, of_costs
from ._operators import loss_of_pairs

CONSTRAINTS = (None, "", "itakura", "sakoe_chiba")


class SoftDTWLossPyTorch(torch.nn.Module):
    """Soft-DTW with the arguments and values of tslearn.metrics.SoftDTWLossPyTorch (tslearn 0.9 and later).

    Without a constraint, or with series of one length in a Sakoe-Chiba band, it costs what SoftDTWLoss does.

    Parameters
    ----------
    gamma
        Smoothing, > 0, in units of the cost: by default in squared units of the series.
    normalize
        Whether to take the soft-DTW divergence s(x, y) − ½ s(x, x) − ½ s(y, y), s = soft-DTW.
    dist_func
        Of x [B, n, D] and y [B, m, D] it makes the costs [B, n, m], by differentiable operations. Squared Euclidean
        distances if not given.
    global_constraint
        "itakura", "sakoe_chiba" or None: the constraint whose parameter is given.
    sakoe_chiba_radius
        Cells this far from the diagonal are allowed, and |n − m| more on the side of the longer series; 1 if not given.
    itakura_max_slope
        The steepest slope of the parallelogram of cells that are allowed, > 1; 2 if not given.
    """

    def __init__(
        self,
        gamma: float = 1.0,
        normalize: bool = False,
        dist_func: Optional[DistFunc] = None,
        global_constraint: Optional[str] = None,
        sakoe_chiba_radius: Optional[int] = None,
        itakura_max_slope: Optional[float] = None,
    ) -> None:
        super().__init__()
        if global_constraint not in CONSTRAINTS:
            raise ValueError(f"global_constraint: expected itakura, sakoe_chiba or None, found {global_constraint!r}")
        if not global_constraint and sakoe_chiba_radius is not None and itakura_max_slope is not None:
            raise ValueError(
                "global_constraint: expected one beside both sakoe_chiba_radius and itakura_max_slope, found none"
            )
        self.gamma = gamma
        self.normalize = normalize
        self.dist_func = dist_func
        self.global_constraint = global_constraint
        self.sakoe_chiba_radius = sakoe_chiba_radius
        self.itakura_max_slope = itakura_max_slope
        loss_handle(loss_text("softdtw", gamma, sakoe_chiba_radius), np.float64)  # checks them

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """The value [B] of each pair of series of x [B, n, D] and y [B, m, D]."""
        x, y, one = read_pair(x, y)
        if one:
            raise ValueError("x and y: expected batches [B, T, D], found series [T, D]")
        sakoe_chiba = self.global_constraint == "sakoe_chiba" or (
            not self.global_constraint and self.sakoe_chiba_radius is not None
        )
        itakura = self.global_constraint == "itakura" or (
            not self.global_constraint and self.itakura_max_slope is not None
        )
        band = (1 if self.sakoe_chiba_radius is None else self.sakoe_chiba_radius) if sakoe_chiba else None
        square = x.shape[1] == y.shape[1]
        # Of two lengths, the library's band follows the line from corner to corner, and has another width.
        if itakura or (sakoe_chiba and not square):
            def dist_func(x: Tensor, y: Tensor) -> Tensor:
                costs = (self.dist_func or squared_distances)(x, y)
                n, m = x.shape[1], y.shape[1]
                mask = itakura_mask(n, m, self.itakura_max_slope or 2.0) if itakura else sakoe_chiba_mask(n, m, band)
                return without(costs, mask, self.gamma)

            return of_costs(dist_func, x, y, None, None, self.normalize, loss_text("softdtw", self.gamma))
        if self.dist_func is not None:
            alignment = loss_text("softdtw", self.gamma, band)
            return of_costs(self.dist_func, x, y, None, None, self.normalize, alignment)
        name = "softdtw-divergence" if self.normalize else "softdtw"
        return loss_of_pairs(x, y, None, None, loss_text(name, self.gamma, band))


def squared_distances(x: Tensor, y: Tensor) -> Tensor:
    """‖x_i − y_j‖², [B, n, m]."""
    return (x[:, :, None] - y[:, None]).square().sum(3)


def without(costs: Tensor, mask: Tensor, gamma: float) -> Tensor:
    """Costs [B, n, m] of which alignments use only the cells where the mask [n, m] is True.

    The others cost so much, but not infinitely, that an alignment through one of them weighs less than e⁻¹⁰⁰, all of
    them together, compared with those that avoid them: the 2.42^(n + m) alignments cost up to (n + m) · max|Δ|.
    """
    steps = mask.shape[0] + mask.shape[1]
    high = 2 * steps * costs.detach().abs().max() + gamma * (100 + steps)
    return torch.where(mask, costs, high)


def sakoe_chiba_mask(n: int, m: int, radius: int) -> Tensor:
    """The cells [n, m] of tslearn's band: j − i from −radius to radius + m − n for n <= m; the transpose for n > m."""
    ahead = torch.arange(m, device="cpu") - torch.arange(n, device="cpu")[:, None]
    return (ahead >= min(0, m - n) - radius) & (ahead <= max(0, m - n) + radius)


def itakura_mask(n: int, m: int, max_slope: float) -> Tensor:
    """The cells [n, m] of tslearn's parallelogram."""
    slope, flat = max_slope * n / m, n / m / max_slope
    mask = torch.zeros(n, m, dtype=torch.bool, device="cpu")
    for j in range(m):
        low = max(round(flat * j, 2), round(n - 1 - slope * (m - 1) + slope * j, 2))
        high = min(round(slope * j, 2), round(n - 1 - flat * (m - 1) + flat * j, 2))
        mask[max(0, math.ceil(low)) : max(0, math.floor(high + 1)), j] = True
    if not (mask.any(0).all() and mask.any(1).all()):
        raise ValueError(
            f"itakura_max_slope: expected one that leaves an alignment of {n} and {m} steps, found {max_slope}"
        )
    return mask
