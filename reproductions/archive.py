"""ECG200 of the archive, cut as the experiments do, and what a report on the paper printed for it."""
import os
import sys
from pathlib import Path

import numpy as np

# I. Bacry, T. Basseras, Data Analysis with Soft-DTW, report for the MVA course, 2025, Table 1: "DTW test error for
# multistep prediction on ECG200"; (loss, gamma): (random initialisation, Euclidean initialisation).
PRINTED = {("euclidean", None): (6.3, 7.1), ("softdtw", 1.0): (5.9, 6.02), ("softdtw", 0.1): (5.4, 5.8),
           ("softdtw", 0.01): (4.8, 5.6), ("softdtw", 0.001): (5.7, 6.1)}


def folder():
    """Where ECG200 is; ends with the status of a skipped test if UCR_ARCHIVE does not say."""
    path = Path(os.environ.get("UCR_ARCHIVE") or ".") / "ECG200"
    if not os.environ.get("UCR_ARCHIVE") or not path.is_dir():
        print("reproductions: skipped: expected UCR_ARCHIVE to name the archive with ECG200, found none; "
              "scripts/fetch-ucr downloads it")
        sys.exit(77)
    return path


def cut(part, steps):
    """Inputs [100, steps] and targets [100, 96 − steps] of part TRAIN or TEST, without the labels."""
    rows = np.loadtxt(folder() / f"ECG200_{part}.tsv")[:, 1:]
    return rows[:, :steps], rows[:, steps:]
