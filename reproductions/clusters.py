"""k-means of thirty cylinders, bells and funnels under soft-DTW, with three clusters; each series is normalised, as
those of the archive are."""
import itertools

import numpy as np

import softwarp
from made_up import cylinder_bell_funnel
from picture import GREY, ORANGE, panels

K, GAMMA, STARTS = 3, 1.0, 3
RAW, KINDS = cylinder_bell_funnel(30)
SERIES = (RAW - RAW.mean(axis=1, keepdims=True)) / RAW.std(axis=1, keepdims=True)
NAMES = ("cylinders", "bells", "funnels")


def matched(labels):
    """The class of each cluster under the one-to-one match that gets most series right, and their share."""
    return max(((match, float(np.mean(np.array(match)[labels] == KINDS)))
                for match in itertools.permutations(range(K))), key=lambda found: found[1])


def measure():
    found = {}
    for metric in ("softdtw", "mean"):
        clusters = softwarp.kmeans(SERIES, K, metric, **({"gamma": GAMMA} if metric == "softdtw" else {}),
                                   init="random", restarts=STARTS, seed=0)
        match, accuracy = matched(clusters.labels)
        found[metric] = {"clusters": clusters, "match": match, "accuracy": accuracy,
                         "sizes": [int(np.sum(clusters.labels == match.index(kind))) for kind in range(K)]}
    return found


def lines(found):
    yield "method                cylinders   bells   funnels   accuracy"
    for metric, name in (("softdtw", "soft-DTW, gamma 1"), ("mean", "Euclidean")):
        sizes = found[metric]["sizes"]
        yield f"{name:20}   {sizes[0]:8d}   {sizes[1]:5d}   {sizes[2]:7d}   {found[metric]['accuracy']:8.3f}"


def draw(found, path):
    clusters, match = found["softdtw"]["clusters"], found["softdtw"]["match"]
    with panels(path, K, width=2.9, sharey=True) as axes:
        for kind, panel in enumerate(axes):
            cluster = match.index(kind)
            members = SERIES[clusters.labels == cluster]
            panel.plot(members.T, color=GREY, linewidth=0.5)
            panel.plot(clusters.centroids[cluster], color=ORANGE)
            panel.set(title=f"{len(members)} series, mostly {NAMES[kind]}", xlabel="step")
        axes[0].set(ylabel="value")
