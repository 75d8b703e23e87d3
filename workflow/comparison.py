"""Statistics of a table of figures {set: {column: number or None}}: ranks, wins, ratios, tests."""
import math
import warnings

from scipy.stats import rankdata, wilcoxon


def mean_ranks(rows, columns, higher):
    """(mean rank of each column, number of rows) over the rows that have all columns; 1 is best, ties share a rank."""
    full = [[row[column] for column in columns] for row in rows.values()
            if all(row.get(column) is not None for column in columns)]
    if not full:
        return None, 0
    ranks = [rankdata([-value for value in values] if higher else values) for values in full]
    return {column: sum(rank[k] for rank in ranks) / len(ranks) for k, column in enumerate(columns)}, len(full)


def pairs(rows, a, b):
    """The figures in columns a and b of the rows that have both."""
    both = [(row.get(a), row.get(b)) for row in rows.values()]
    return [(x, y) for x, y in both if x is not None and y is not None]


def wins(rows, a, b, higher):
    """Of the rows that have both, the percentage in which a is better than b."""
    both = pairs(rows, a, b)
    return 100 * sum(x > y if higher else x < y for x, y in both) / len(both) if both else None


def wins_or_ties(rows, a, b, higher):
    """Likewise, counted as in the paper: over all rows, with ties and rows without b as wins."""
    def counts(row):
        x, y = row.get(a), row.get(b)
        return y is None or (x is not None and (x >= y if higher else x <= y))
    return 100 * sum(map(counts, rows.values())) / len(rows) if rows else None


def mean_difference(both):
    return sum(x - y for x, y in both) / len(both) if both else None


def geometric_mean_ratio(both):
    logarithms = [math.log(x / y) for x, y in both if 0 < x < math.inf and 0 < y < math.inf]
    return math.exp(sum(logarithms) / len(logarithms)) if logarithms else None


def geometric_mean(values):
    """For single runs: an arithmetic mean would exceed the typical run that it is compared with. 0 if a value is 0."""
    return math.exp(sum(map(math.log, values)) / len(values)) if min(values) > 0 else 0


def signed_rank_p(both, ratio):
    """p of Wilcoxon's two-sided signed-rank test, on the differences or on the logarithms of the ratios."""
    if ratio:
        differences = [math.log(x / y) for x, y in both if 0 < x < math.inf and 0 < y < math.inf]
    else:
        differences = [x - y for x, y in both if math.isfinite(x) and math.isfinite(y)]
    # Without equal figures, as the test is defined; SciPy would keep them and, for that, leave the exact distribution.
    differences = [difference for difference in differences if difference]
    if not differences:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about small samples: their size is reported, too
        return float(wilcoxon(differences).pvalue)
