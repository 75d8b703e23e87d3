"""The critical-difference diagram: mean ranks on a line, bars over settings that do not differ significantly."""
import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "softwarp"  # the same element names, and so the same bytes, each time
from matplotlib import pyplot  # noqa: E402


def rank_diagram(path, ranks, cliques, title):
    """ranks: {setting: mean rank}; cliques: lists of settings."""
    ordered = sorted(ranks, key=ranks.get)
    count, half = len(ordered), (len(ordered) + 1) // 2
    step, below_bars = 0.55, 0.35 + 0.3 * len(cliques)
    figure, axes = pyplot.subplots(figsize=(9, 1.3 + 0.3 * len(cliques) + 0.42 * half))
    low, high = 1, max(count, 2)
    axes.set(xlim=(low - 0.02, high + 0.02), ylim=(-(below_bars + step * half + 0.2), 0.9))
    axes.axis("off")
    axes.plot((low, high), (0, 0), color="black", linewidth=1)
    for rank in range(low, high + 1):
        axes.plot((rank, rank), (0, 0.18), color="black", linewidth=1)
        axes.text(rank, 0.28, str(rank), ha="center", va="bottom")
    # Names of the better half at the left, from the top down; of the others at the right, from the bottom up.
    for place, setting in enumerate(ordered):
        left = place < half
        y = -(below_bars + step * (place if left else count - 1 - place)) - 0.1
        edge = low if left else high
        axes.plot((ranks[setting], ranks[setting], edge), (0, y, y), color="black", linewidth=0.8)
        axes.text(edge, y, f"{setting}  {ranks[setting]:.2f} " if left else f" {ranks[setting]:.2f}  {setting}",
                  ha="right" if left else "left", va="center")
    for place, clique in enumerate(cliques):
        y = -(0.3 + 0.3 * place)
        axes.plot((min(ranks[s] for s in clique) - 0.02, max(ranks[s] for s in clique) + 0.02), (y, y), color="black",
                  linewidth=3.5, solid_capstyle="butt")
    axes.set_title(title, fontsize=11)
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
