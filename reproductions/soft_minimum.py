"""The soft minimum of three quadratics: below the minimum by at most γ log 3, smooth, and convex for a large γ."""
import numpy as np

import softwarp
from picture import BLACK, BLUE, GREEN, GREY, ORANGE, panels

CENTRES, HEIGHTS = np.array([-2.0, 0.5, 2.0]), np.array([0.0, 0.6, 0.3])
GAMMAS = (0.1, 1.0, 4.0, 8.0)
X = np.linspace(-4, 4, 1601)


def quadratics(x):
    """(x − c_k)² + h_k. Shape: [len(x), 3]."""
    return (x[:, None] - CENTRES) ** 2 + HEIGHTS


def soft_minimum(a, gamma):
    """min^γ of each row of a [B, 3], by soft-DTW: two steps have three alignments with two steps, and with the cost 0
    of (1, 1), a_1 of (2, 2), a_2 − a_1 of (1, 2) and a_3 − a_1 of (2, 1), they cost a_1, a_2 and a_3. The expected
    alignment has the probabilities of the second and the third."""
    costs = np.zeros((len(a), 2, 2))
    costs[:, 1, 1], costs[:, 0, 1], costs[:, 1, 0] = a[:, 0], a[:, 1] - a[:, 0], a[:, 2] - a[:, 0]
    values, E = softwarp.soft_dtw_of_costs(costs, gamma)
    return values, np.stack([1 - E[:, 0, 1] - E[:, 1, 0], E[:, 0, 1], E[:, 1, 0]], axis=1)


def curvature(p, gamma):
    """f'' = 2 − Var_p(a')/γ, where a'_k − a'_l = 2 (c_l − c_k)."""
    mean = p @ CENTRES
    return 2 - 4 * (p @ CENTRES ** 2 - mean ** 2) / gamma


def local_minima(values):
    return int(np.sum((values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])))


def measure():
    a = quadratics(X)
    found = []
    for gamma in GAMMAS:
        values, p = soft_minimum(a, gamma)
        found.append({"gamma": gamma, "values": values, "gap": float(np.max(a.min(axis=1) - values)),
                      "bound": gamma * np.log(3), "curvature": float(np.min(curvature(p, gamma))),
                      "minima": local_minima(values)})
    return {"minimum": a.min(axis=1), "rows": found}


def lines(found):
    yield "gamma   largest gap   gamma log 3   smallest curvature   local minima"
    for row in found["rows"]:
        yield (f"{row['gamma']:5g}   {row['gap']:11.4f}   {row['bound']:11.4f}   {row['curvature']:18.2f}   "
               f"{row['minima']:12d}")


def draw(found, path):
    with panels(path, 1, width=5.4, height=3.2) as (axes,):
        axes.plot(X, quadratics(X), color=GREY, linewidth=1)
        for row, colour in zip(found["rows"], (BLUE, GREEN, ORANGE)):
            axes.plot(X, row["values"], color=colour, label=f"γ = {row['gamma']:g}")
        axes.plot(X, found["minimum"], color=BLACK, linewidth=1, linestyle=(0, (4, 3)), label="minimum")
        axes.set(xlabel="x", ylabel="soft minimum of (x − c)² + h", ylim=(-4.2, 4.5), xlim=(-4, 4))
        axes.legend(ncol=2, loc="lower right")
