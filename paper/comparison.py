"""What is said of a table of figures {set: {column: number or None}}: ranks, wins, ratios, tests."""
import math
import warnings

from scipy.stats import rankdata, wilcoxon


def mean_ranks(rows, columns, higher):
    """(mean rank of each column, number of rows), of the rows that have all columns; 1 is best, ties share theirs."""
    full = [[row[column] for column in columns] for row in rows.values()
            if all(row.get(column) is not None for column in columns)]
    if not full:
        return None, 0
    ranks = [rankdata([-value for value in values] if higher else values) for values in full]
    return {column: sum(rank[k] for rank in ranks) / len(ranks) for k, column in enumerate(columns)}, len(full)


def pairs(rows, a, b):
    """The figures of columns a and b in the rows that have both."""
    both = [(row.get(a), row.get(b)) for row in rows.values()]
    return [(x, y) for x, y in both if x is not None and y is not None]


def wins(rows, a, b, higher):
    """Share in % of the rows having both in which a is better than b."""
    both = pairs(rows, a, b)
    return 100 * sum(x > y if higher else x < y for x, y in both) / len(both) if both else None


def wins_or_ties(rows, a, b, higher):
    """Likewise by the paper's way of counting: among all rows, a tie is a win, and so is a row that has no b."""
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
    """Of single runs: their mean would be above what a single run is compared with. 0 where one is."""
    return math.exp(sum(map(math.log, values)) / len(values)) if min(values) > 0 else 0


def signed_rank_p(both, ratio):
    """p of Wilcoxon's signed-rank test, two-sided, on the differences or on the logarithms of the ratios."""
    if ratio:
        differences = [math.log(x / y) for x, y in both if 0 < x < math.inf and 0 < y < math.inf]
    else:
        differences = [x - y for x, y in both if math.isfinite(x) and math.isfinite(y)]
    if not any(differences):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the sample is small: its number stands beside
        return float(wilcoxon(differences).pvalue)
