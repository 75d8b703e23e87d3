"""The picture of a comparison: our figures against the published ones, one point per set."""
import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "softwarp"  # the same element names, and so the same bytes, each time
from matplotlib import pyplot  # noqa: E402


def scatter(path, columns, x_label, y_label, logarithmic):
    """columns: {name: [(theirs, ours)]}; points on the diagonal agree."""
    figure, axes = pyplot.subplots(figsize=(6, 6))
    # Columns differ in their markers, too: not everybody can tell them apart by colour.
    for marker, (name, points) in zip("os^Dvx+", columns.items()):
        if points:
            axes.plot(*zip(*points), marker, markersize=4, alpha=0.7, label=name)
    if logarithmic:
        axes.set(xscale="log", yscale="log")
    low, high = min(axes.get_xlim()[0], axes.get_ylim()[0]), max(axes.get_xlim()[1], axes.get_ylim()[1])
    axes.plot((low, high), (low, high), color="grey", linewidth=0.8, zorder=0)
    axes.set(xlim=(low, high), ylim=(low, high), xlabel=x_label, ylabel=y_label, aspect="equal")
    axes.legend(frameon=False)
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
