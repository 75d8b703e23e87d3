"""Soft-DTW and related losses between time series with their gradients; alignments, averages and clusters.

The losses, and everything else that computes, are in the C++ library softwarp; this package hands it NumPy arrays.

Examples
--------
>>> import numpy as np, softwarp
>>> x, y = np.array([0., 1, 2]), np.array([0., 2, 2])
>>> value, dx = softwarp.soft_dtw_with_grad(x, y, gamma=1)
>>> round(value, 4)
-0.4631

See Also
--------
softwarp.torch : the losses as modules of PyTorch
softwarp.sklearn : clusters and classifiers with the interface of scikit-learn
"""

from ._alignments import alignment, cost_matrix, dtw_path, soft_dtw_of_costs
from ._averages import KMeans, barycenter, kmeans
from ._distances import cdist
from ._errors import CopyWarning, NotFiniteError
from ._losses import (
    dilate,
    dilate_with_grad,
    divergence,
    divergence_with_grad,
    dtw,
    dtw_with_grad,
    euclidean,
    euclidean_with_grad,
    loss,
    loss_with_grad,
    sharp,
    sharp_divergence,
    sharp_divergence_with_grad,
    sharp_with_grad,
    soft_dtw,
    soft_dtw_with_grad,
)
from ._settings import __version__, get_num_threads, set_num_threads, simd

__all__ = [
    "CopyWarning",
    "KMeans",
    "NotFiniteError",
    "__version__",
    "alignment",
    "barycenter",
    "cdist",
    "cost_matrix",
    "dilate",
    "dilate_with_grad",
    "divergence",
    "divergence_with_grad",
    "dtw",
    "dtw_path",
    "dtw_with_grad",
    "euclidean",
    "euclidean_with_grad",
    "get_num_threads",
    "kmeans",
    "loss",
    "loss_with_grad",
    "set_num_threads",
    "sharp",
    "sharp_divergence",
    "sharp_divergence_with_grad",
    "sharp_with_grad",
    "simd",
    "soft_dtw",
    "soft_dtw_of_costs",
    "soft_dtw_with_grad",
]
