"""What holds of convexity for a large γ: on a bounded set, and not on all series."""
import numpy as np

import softwarp

RANDOM_SERIES = 200  # of random points at which the curvature is measured
N, M, BOUND = 4, 5, 1.0  # steps of x and y, whose values lie in [−BOUND/2, BOUND/2]
GAMMAS = (0.001, 0.01, 0.1, 1.0)
FAR = 12  # steps of a series of zeros


def hessian(x, y, gamma, step=1e-5):
    """∂²dtw_γ/∂x² by central differences of the library's gradient. Shape: [n, n]."""
    moved = np.concatenate([x + step * np.eye(len(x)), x - step * np.eye(len(x))])[:, :, None]
    _, dx = softwarp.soft_dtw_with_grad(moved, np.repeat(y[None, :, None], len(moved), axis=0), gamma)
    half = (dx[:len(x), :, 0] - dx[len(x):, :, 0]) / (2 * step)
    return (half + half.T) / 2


def enough(n, m, difference):
    """A γ from which dtw_γ is convex in x where all |x_i − y_j| are at most `difference`.

    The Hessian is 2 diag(E 1) − (4/γ) Cov_p(g), g_i = Σ_j A_ij (x_i − y_j), and E 1 ≥ 1. No eigenvalue of Cov_p(g)
    exceeds the mean of ‖g‖² ≤ difference² Σ_i c_i², where c_i ≥ 1 cells of row i are visited and Σ_i c_i ≤ n + m − 1,
    so that Σ_i c_i² ≤ n − 1 + m²."""
    return 2 * difference ** 2 * (n - 1 + m ** 2)


def smallest_eigenvalue(gamma, seed=5):
    """Over random x and y in the bounded set."""
    random = np.random.default_rng(seed)
    pairs = random.uniform(-BOUND / 2, BOUND / 2, (RANDOM_SERIES, N + M))
    return min(float(np.linalg.eigvalsh(hessian(pair[:N], pair[N:], gamma, 1e-5 * np.sqrt(gamma)))[0])
               for pair in pairs)


def along_zeros(gamma):
    """The smallest second difference of v → dtw_γ((v, 0), (0, …, 0)) and the v where it is, in units of √γ."""
    v = np.linspace(0, 3, 601)
    x = np.sqrt(gamma) * np.stack([v, np.zeros_like(v)], axis=1)[:, :, None]
    values = softwarp.soft_dtw(x, np.zeros((len(v), FAR, 1)), gamma)
    bent = (values[2:] - 2 * values[1:-1] + values[:-2]) / (gamma * (v[1] - v[0]) ** 2)
    return float(bent.min()), float(v[1 + bent.argmin()])


def measure():
    return {"bounded": [(gamma, smallest_eigenvalue(gamma)) for gamma in (*GAMMAS, enough(N, M, BOUND))],
            "zeros": [(gamma, *along_zeros(gamma)) for gamma in (0.01, 1.0, 100.0, 10000.0)]}


def lines(found):
    yield f"x of {N} steps and y of {M} in [-{BOUND / 2:g}, {BOUND / 2:g}], {RANDOM_SERIES} random pairs"
    yield "gamma   smallest eigenvalue of the Hessian in x"
    for gamma, value in found["bounded"]:
        yield f"{gamma:5g}   {value:10.3f}"
    yield f"x = (v sqrt(gamma), 0), y = {FAR} zeros"
    yield "gamma   smallest second derivative in x_1   at v"
    for gamma, value, v in found["zeros"]:
        yield f"{gamma:5g}   {value:31.3f}   {v:4.2f}"
