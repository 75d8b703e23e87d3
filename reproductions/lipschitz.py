"""How fast gradients may change: of the soft minimum, and of soft-DTW in its costs."""
import numpy as np

import softwarp

GAMMAS = (0.1, 1.0, 10.0)
SIZES = ((2, 2), (5, 5), (8, 12))
TRIALS = 2000


def probabilities(a, gamma):
    """∇min^γ: e^(−a_k/γ) / Σ. Shape as a, [B, N]."""
    e = np.exp(-(a - a.min(axis=1, keepdims=True)) / gamma)
    return e / e.sum(axis=1, keepdims=True)


def soft_minimum_quotients(gamma, count=6, seed=7):
    """The largest quotients of ‖∇min^γ(a) − ∇min^γ(b)‖ and ‖a − b‖: (2-norms, 1-norm over maximum norm)."""
    random = np.random.default_rng(seed)
    a = gamma * random.normal(size=(TRIALS, count)) * random.choice((0.1, 1, 10), (TRIALS, 1))
    direction = random.normal(size=a.shape)
    # The worst case: two smallest numbers that are equal, and one of them moves up as the other moves down.
    a[0], direction[0] = 100 * gamma, 0
    a[0, :2], direction[0, :2] = 0, (1, -1)
    step = gamma * 1e-3 * direction
    change = probabilities(a + step, gamma) - probabilities(a - step, gamma)
    return (float(np.max(np.linalg.norm(change, axis=1) / np.linalg.norm(2 * step, axis=1))),
            float(np.max(np.abs(change).sum(axis=1) / np.abs(2 * step).max(axis=1))))


def two_ways(n, m, gamma):
    """Costs under which only two alignments matter, along the two borders, with a half each; and the direction in which
    E changes fastest, cheaper along one and dearer along the other. Shapes: [n, m]."""
    along = np.zeros((n, m))
    along[0, 1:] = along[1:-1, -1] = 1
    along[1:, 0] = along[-1, 1:-1] = -1
    # Each cell off the borders is dear, and each on them a gain: no shortcut past a corner is as good.
    costs = np.where(along == 0, 100.0, -100.0) * gamma
    costs[0, 0] = costs[-1, -1] = 0
    return costs, along


def soft_dtw_quotients(n, m, gamma, seed=8):
    """The largest quotient of ‖E(Δ) − E(Δ′)‖ and ‖Δ − Δ′‖ (2-norms of all entries): at random, in the worst case."""
    random = np.random.default_rng(seed)
    costs = gamma * random.exponential(size=(TRIALS, n, m)) * random.choice((0.1, 1, 10), (TRIALS, 1, 1))
    direction = random.normal(size=costs.shape)
    costs[-1], direction[-1] = two_ways(n, m, gamma)
    step = gamma * 1e-3 * direction
    change = softwarp.soft_dtw_of_costs(costs + step, gamma)[1] - softwarp.soft_dtw_of_costs(costs - step, gamma)[1]
    quotients = np.linalg.norm(change, axis=(1, 2)) / np.linalg.norm(2 * step, axis=(1, 2))
    return float(quotients[:-1].max()), float(quotients[-1])


def bound(n, m, gamma):
    """(n + m − 3)/(2γ): two alignments share their two ends, so ‖A − B‖² ≤ 2 (n + m − 3); what lies in an interval of
    length ℓ has a variance of at most ℓ²/4; and the Hessian in direction U is −Var_p(⟨A, U⟩)/γ. For n, m ≥ 2."""
    return (n + m - 3) / (2 * gamma)


def x_curvature(distance, gamma):
    """d/dx of ∂dtw_γ/∂x_2 of x = (−distance, x_2, distance), y = (−distance, distance) at x_2 = 0: a step half-way
    between two steps of y."""
    step = 1e-4 * gamma / distance
    x = np.array([[-distance, s, distance] for s in (step, -step)])[:, :, None]
    _, dx = softwarp.soft_dtw_with_grad(x, np.tile([[[-distance], [distance]]], (2, 1, 1)), gamma)
    return float(dx[0, 1, 0] - dx[1, 1, 0]) / (2 * step)


def measure():
    return {"minimum": [(gamma, *soft_minimum_quotients(gamma)) for gamma in GAMMAS],
            "soft_dtw": [(n, m, gamma, *soft_dtw_quotients(n, m, gamma), bound(n, m, gamma))
                         for n, m in SIZES for gamma in GAMMAS],
            "x": [(distance, x_curvature(distance, 1.0)) for distance in (1.0, 2.0, 4.0, 8.0)]}


def lines(found):
    yield "soft minimum of 6 numbers"
    yield "gamma   2-norms   1/(2 gamma)   1-norm / max norm   1/gamma   2/gamma"
    for gamma, two, one in found["minimum"]:
        yield f"{gamma:5g}   {two:7.4f}   {1 / (2 * gamma):11.4f}   {one:17.4f}   {1 / gamma:7.4f}   {2 / gamma:7.4f}"
    yield "E in the costs, 2-norms"
    yield " n × m    gamma   at random   worst case   (n + m - 3)/(2 gamma)"
    for n, m, gamma, ordinary, worst, limit in found["soft_dtw"]:
        yield f"{n:2d} × {m:2d}   {gamma:6g}   {ordinary:9.4f}   {worst:10.4f}   {limit:21.4f}"
    yield "gradient in x, gamma = 1, a step half-way between -d and d"
    yield "  d   derivative of the gradient"
    for distance, value in found["x"]:
        yield f"{distance:3g}   {value:10.2f}"
