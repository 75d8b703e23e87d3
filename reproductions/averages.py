"""Ten series and their soft-DTW barycenters at γ = 1 and 0.01: a smooth one, and one closer to the series."""
import numpy as np

import softwarp
from made_up import heartbeats
from picture import GREY, ORANGE, BLACK, panels

SERIES = heartbeats(10, 96)
GAMMAS = (1.0, 0.01)


def roughness(series):
    """Σ of squared second differences."""
    return float(np.sum(np.diff(series, 2) ** 2))


def distance(average):
    """Mean DTW to the series."""
    return float(np.mean([softwarp.dtw(average, y) for y in SERIES]))


def measure():
    averages = {"mean": SERIES.mean(axis=0)}
    averages.update({f"gamma {gamma:g}": softwarp.barycenter(SERIES, gamma=gamma, max_iter=100) for gamma in GAMMAS})
    return [(name, average, distance(average), roughness(average)) for name, average in averages.items()]


def lines(found):
    yield "average      mean DTW   roughness"
    for name, _, dtw, rough in found:
        yield f"{name:10}   {dtw:8.2f}   {rough:9.2f}"


def draw(found, path):
    titles = ("step by step", *(f"soft-DTW, γ = {gamma:g}" for gamma in GAMMAS))
    with panels(path, 3, width=2.9, sharey=True) as axes:
        for panel, (_, average, _, _), title in zip(axes, found, titles):
            panel.plot(SERIES.T, color=GREY, linewidth=0.7)
            panel.plot(average, color=BLACK if title == titles[0] else ORANGE)
            panel.set(title=title, xlabel="step")
        axes[0].set(ylabel="value")
