"""Between two series: weighted averages step by step, and barycenters under soft-DTW."""
import numpy as np

import softwarp
from made_up import plateau
from picture import BLACK, BLUE, GREEN, GREY, ORANGE, panels

STEPS, GAMMA = 120, 1.0
WEIGHTS = (0.25, 0.5, 0.75)
NARROW = plateau(STEPS, 50, 70, 2.0)
WIDE = plateau(STEPS, 22, 98, 1.0)


def width(series):
    """Steps above the middle between the lowest and the highest value."""
    return int(np.sum(series > (series.min() + series.max()) / 2))


def objective(x, weight):
    """Σ λ_i dtw_γ(x, y_i)."""
    return ((1 - weight) * softwarp.soft_dtw(x, NARROW, GAMMA) + weight * softwarp.soft_dtw(x, WIDE, GAMMA))


def measure():
    rows = []
    for weight in WEIGHTS:
        mean = (1 - weight) * NARROW + weight * WIDE
        average = softwarp.barycenter(np.stack([NARROW, WIDE]), gamma=GAMMA, weights=[1 - weight, weight],
                                      max_iter=500, tol=1e-8)
        rows.append({"weight": weight, "mean": mean, "average": average, "widths": (width(mean), width(average)),
                     "objectives": (objective(mean, weight), objective(average, weight))})
    return {"ends": (width(NARROW), width(WIDE)), "rows": rows}


def lines(found):
    yield f"width: {found['ends'][0]} steps of the narrow series, {found['ends'][1]} of the wide one"
    yield "weight of the wide one   width: Euclidean   soft-DTW   objective: Euclidean   soft-DTW"
    for row in found["rows"]:
        yield (f"{row['weight']:22g}   {row['widths'][0]:16d}   {row['widths'][1]:8d}   "
               f"{row['objectives'][0]:20.2f}   {row['objectives'][1]:8.2f}")


def draw(found, path):
    with panels(path, 2, width=3.6, sharey=True) as axes:
        for panel, kind, title in zip(axes, ("mean", "average"), ("Euclidean", f"soft-DTW, γ = {GAMMA:g}")):
            panel.plot(NARROW, color=BLACK, label="narrow")
            for row, colour in zip(found["rows"], (BLUE, GREEN, ORANGE)):
                panel.plot(row[kind], color=colour, label=f"{1 - row['weight']:g} : {row['weight']:g}")
            panel.plot(WIDE, color=GREY, label="wide")
            panel.set(title=title, xlabel="step")
        axes[0].set(ylabel="value", ylim=(-0.1, 3.2))
        axes[1].legend(loc="upper right", fontsize=8, ncol=2)
