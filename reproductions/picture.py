"""What all pictures share: colours, fonts, and files that have the same bytes each time."""
import contextlib
import io
import re

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({
    "svg.hashsalt": "softwarp",  # the same element names each time
    "font.size": 9, "axes.titlesize": 10, "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.8, "lines.linewidth": 1.6, "legend.frameon": False, "savefig.facecolor": "white",
    "path.simplify": True, "path.simplify_threshold": 0.3,
})
from matplotlib import pyplot  # noqa: E402

# Blue, orange, green and violet that differ in lightness, too; black for what is exact or given, grey for the many.
BLUE, ORANGE, GREEN, VIOLET = "#2a6fbb", "#e08214", "#1b9e77", "#7b3294"
BLACK, GREY = "#222222", "#b5b5b5"


@contextlib.contextmanager
def panels(path, columns, height=2.7, width=3.4, **options):
    """Axes in a row, written as SVG to the path, a Path."""
    figure, axes = pyplot.subplots(1, columns, figsize=(width * columns, height), squeeze=False, **options)
    yield axes[0]
    figure.tight_layout()
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    # Two decimals of a point are finer than any screen, and half of the bytes.
    path.write_text(re.sub(r' d="[^"]*"', lambda d: re.sub(r"(\.\d\d)\d+", r"\1", d[0]), text.getvalue()),
                    encoding="utf-8")
