"""Soft-DTW and related losses as modules of PyTorch.

The values and gradients are computed by the C++ library softwarp on the CPU, for float32 and float64. The gradients of
x and y take one pass that forward() makes; backward() only scales them.

Examples
--------
>>> import torch
>>> from softwarp.torch import SoftDTWLoss
>>> loss = SoftDTWLoss(gamma=0.1)
>>> x, y = torch.zeros(4, 3, 2, requires_grad=True), torch.ones(4, 5, 2)
>>> loss(x, y).backward()
>>> x.grad.shape
torch.Size([4, 3, 2])
"""

from ._modules import DilateLoss, DTWLoss, SharpLoss, SoftDTWDivergenceLoss, SoftDTWLoss, soft_dtw
from ._tslearn import SoftDTWLossPyTorch

__all__ = [
    "DTWLoss",
    "DilateLoss",
    "SharpLoss",
    "SoftDTWDivergenceLoss",
    "SoftDTWLoss",
    "SoftDTWLossPyTorch",
    "soft_dtw",
]
