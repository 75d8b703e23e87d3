"""Settings compared over data sets as in J. Demšar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR
7, 2006, with Wilcoxon's signed-rank test for each two settings and Holm's correction, after A. Benavoli, G. Corani, F.
Mangili, Should We Really Use Post-Hoc Tests Based on Mean-Ranks?, JMLR 17, 2016."""
import itertools

from comparison import pairs, signed_rank_p


def holm(p_values):
    """{key: p} corrected for as many tests: the k-th smallest of m is multiplied by m − k + 1, none is below one before
    it, and none above 1. A test without a p (no differences) has 1."""
    ordered = sorted((1.0 if p is None else p, key) for key, p in p_values.items())
    corrected, most = {}, 0.0
    for k, (p, key) in enumerate(ordered):
        most = max(most, min(1.0, p * (len(ordered) - k)))
        corrected[key] = most
    return corrected


def pairwise(rows, settings, ratio=False):
    """{(a, b): p}, a before b in settings, of the differences, or of the logarithms of the ratios, on the rows that have
    both, corrected."""
    return holm({(a, b): signed_rank_p(pairs(rows, a, b), ratio) for a, b in itertools.combinations(settings, 2)})


def cliques(ranked, p_values, level=0.05):
    """The longest runs of settings, in the order of their ranks, of which no two differ at this level."""
    def alike(a, b):
        return p_values.get((a, b), p_values.get((b, a))) >= level
    runs = []
    for first in range(len(ranked)):
        last = first
        while last + 1 < len(ranked) and all(alike(ranked[k], ranked[last + 1]) for k in range(first, last + 1)):
            last += 1
        if last > first and not any(begin <= first and last <= end for begin, end in runs):
            runs.append((first, last))
    return [ranked[begin:end + 1] for begin, end in runs]
