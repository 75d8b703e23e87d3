"""exp(−dtw_γ/γ), the global alignment kernel: positive definite under a condition that the squared cost violates."""
import itertools

import numpy as np

import softwarp
from picture import BLUE, ORANGE, GREY, panels

SPACINGS = (0.2, 0.3, 0.5, 0.7, 1.0)
POINTS = 5


def series(spacing):
    """All series of two steps on a grid of five values. Shape: [25, 2]."""
    grid = spacing * (np.arange(POINTS) - POINTS // 2)
    return np.array(list(itertools.product(grid, repeat=2)))


def squared(d):
    """−log κ of the Gaussian kernel κ = e^(−d²): the cost of soft-DTW at γ = 1."""
    return d ** 2


def log_augmented(d):
    """−log κ of κ = f/(1 − f), f = e^(−d²)/2: then κ/(1 + κ) = f. It is 0 at d = 0."""
    return d ** 2 + np.log(2 - np.exp(-d ** 2))


def local_kernel(cost, spacing):
    """κ/(1 + κ) of the values of a fine grid. Shape: [9, 9]."""
    grid = spacing * np.arange(9)
    kappa = np.exp(-cost(grid[:, None] - grid))
    return kappa / (1 + kappa)


def gram(cost, x):
    """K(x, y) = Σ_A Π_A κ = exp(−dtw_1), divided by √(K(x, x) K(y, y)). Shape: [N, N]."""
    count, steps = x.shape
    costs = cost(x[:, None, :, None] - x[None, :, None, :]).reshape(-1, steps, steps)
    logarithm = -softwarp.soft_dtw_of_costs(costs, 1.0)[0].reshape(count, count)
    own = np.diag(logarithm) / 2
    return np.exp(logarithm - own[:, None] - own)


def smallest(matrix):
    return float(np.linalg.eigvalsh((matrix + matrix.T) / 2)[0])


def measure():
    return [(spacing, *[smallest(matrix) for cost in (squared, log_augmented)
                        for matrix in (local_kernel(cost, spacing), gram(cost, series(spacing)))])
            for spacing in SPACINGS]


def lines(found):
    yield "           squared cost                 log-augmented cost"
    yield "spacing    k/(1 + k)   exp(-dtw)        k/(1 + k)   exp(-dtw)"
    for spacing, *values in found:
        yield f"{spacing:7g}    {values[0]:9.1e}   {values[1]:9.1e}        {values[2]:9.1e}   {values[3]:9.1e}"


def draw(_, path):
    spacings = np.linspace(0.1, 0.9, 41)
    with panels(path, 1, width=5.2) as (axes,):
        axes.axhline(0, color=GREY, linewidth=0.8)
        for cost, colour, name in ((squared, BLUE, "squared cost"), (log_augmented, ORANGE, "log-augmented cost")):
            axes.plot(spacings, [smallest(gram(cost, series(s))) for s in spacings], color=colour, label=name)
        axes.set(xlabel="spacing of the values, in √γ", ylabel="smallest eigenvalue", ylim=(-0.02, 0.06))
        axes.legend(loc="upper left")
