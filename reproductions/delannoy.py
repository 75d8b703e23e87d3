"""How many alignments there are: listed one by one, by the recursion of the Delannoy numbers, and by soft-DTW."""
import math

import numpy as np

import softwarp

SIZES = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (3, 5), (2, 7))


def alignments(n, m):
    """All paths from (1, 1) to (n, m) by steps down, right and diagonally, each as a list of cells."""
    if n < 1 or m < 1:
        return
    if (n, m) == (1, 1):
        yield [(1, 1)]
    for i, j in ((n - 1, m), (n, m - 1), (n - 1, m - 1)):
        for path in alignments(i, j):
            yield path + [(n, m)]


def delannoy(a, b):
    """D(a, b): paths from (0, 0) to (a, b) by the same steps; the recursion of the definition."""
    row = [1] * (b + 1)
    for _ in range(a):
        new = [1]
        for j in range(b):
            new.append(new[j] + row[j] + row[j + 1])
        row = new
    return row[b]


def log_count_by_soft_dtw(n, m, gamma=1.0):
    """log of the number of alignments: of costs 0, dtw_γ = −γ log Σ_A e^0."""
    return -softwarp.soft_dtw_of_costs(np.zeros((n, m)), gamma)[0] / gamma


def measure():
    rows = [{"n": n, "m": m, "listed": sum(1 for _ in alignments(n, m)), "delannoy": delannoy(n - 1, m - 1),
             "soft_dtw": math.exp(log_count_by_soft_dtw(n, m, gamma=0.5)), "off_by_one": delannoy(n, m)}
            for n, m in SIZES]
    long = {"log": log_count_by_soft_dtw(500, 500), "exact": math.log(delannoy(499, 499)),
            "growth": math.exp(log_count_by_soft_dtw(501, 501) - log_count_by_soft_dtw(500, 500))}
    return {"rows": rows, "long": long}


def lines(found):
    yield " n × m   listed   D(n-1, m-1)   exp(-dtw/gamma)   D(n, m)"
    for row in found["rows"]:
        yield (f" {row['n']} × {row['m']}   {row['listed']:6d}   {row['delannoy']:11d}   {row['soft_dtw']:15.6f}   "
               f"{row['off_by_one']:7d}")
    long = found["long"]
    yield f"500 × 500: log of the number {long['log']:.6f} by soft-DTW, {long['exact']:.6f} by the recursion;"
    yield f"501 × 501 steps have {long['growth']:.4f} times as many, (1 + sqrt 2)² = {(1 + math.sqrt(2)) ** 2:.4f}"
