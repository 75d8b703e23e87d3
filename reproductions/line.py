"""The objective of a barycenter along the line through two of its series: not convex, and convex for a large γ."""
import numpy as np

import softwarp
from made_up import bumps
from picture import BLUE, GREEN, ORANGE, VIOLET, panels

SERIES = bumps(10, 50)
FROM, TO = SERIES[0], SERIES[1]
GAMMAS = (0.01, 1.0, 10.0, 100.0)
T = np.linspace(-0.5, 1.5, 401)
H = T[1] - T[0]


def points():
    """x(t) = (1 − t) FROM + t TO. Shape: [len(T), steps]."""
    return (1 - T[:, None]) * FROM + T[:, None] * TO


def objective(gamma):
    """F(x(t)) = (1/N) Σ_i dtw_γ(x(t), y_i) and its derivative along the line. Shapes: [len(T)]."""
    x = points()[:, :, None]
    value, slope = np.zeros(len(T)), np.zeros(len(T))
    for y in SERIES:
        values, dx = softwarp.soft_dtw_with_grad(x, np.broadcast_to(y[:, None], x.shape).copy(), gamma)
        value += values / len(SERIES)
        slope += dx[:, :, 0] @ (TO - FROM) / len(SERIES)
    return value, slope


def curvature(values):
    """Second differences over H². Shape: [len(T) − 2]."""
    return (values[2:] - 2 * values[1:-1] + values[:-2]) / H ** 2


def local_minima(values):
    return int(np.sum((values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])))


def smallest_convex():
    """The γ above which no second difference is negative, by bisection of its logarithm."""
    low, high = 0.01, 1000.0
    while high / low > 1.001:
        middle = np.sqrt(low * high)
        low, high = (low, middle) if curvature(objective(middle)[0]).min() >= 0 else (middle, high)
    return float(high)


def measure():
    rows = []
    for gamma in GAMMAS:
        values, slope = objective(gamma)
        bent = curvature(values)
        rows.append({"gamma": gamma, "values": values, "slope": slope, "curvature": float(bent.min()),
                     "concave": float(np.mean(bent < 0)), "minima": local_minima(values)})
    return {"rows": rows, "threshold": smallest_convex()}


def lines(found):
    yield "gamma   smallest second difference / h²   share of the line that is concave   local minima"
    for row in found["rows"]:
        yield (f"{row['gamma']:5g}   {row['curvature']:31.3f}   {100 * row['concave']:32.1f} %   {row['minima']:12d}")
    yield f"no second difference is negative from gamma = {found['threshold']:.2g}"


def draw(found, path):
    with panels(path, len(GAMMAS), width=2.35, height=2.5) as axes:
        for panel, row, colour in zip(axes, found["rows"], (BLUE, GREEN, ORANGE, VIOLET)):
            panel.plot(T, row["values"], color=colour)
            panel.set(title=f"γ = {row['gamma']:g}", xlabel="t")
        axes[0].set(ylabel="F((1 − t) y₁ + t y₂)")
