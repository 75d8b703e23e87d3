"""The section of a comparison: what was run, a summary, a picture, and every set beside its published figures."""
import math
import statistics

from comparison import (geometric_mean, geometric_mean_ratio, mean_difference, mean_ranks, pairs, signed_rank_p,
                        wins, wins_or_ties)
from report import Picture, Section, Table
from scatter import scatter

_NAMES = {"sdtw_g1": "γ = 1", "sdtw_g0.1": "γ = 0.1", "sdtw_g0.01": "γ = 0.01", "sdtw_g0.001": "γ = 0.001",
          "subgradient": "subgradient", "DBA": "DBA", "euclid_mean": "Euclidean mean", "euclid": "Euclidean",
          "SDTW": "soft-DTW", "SDTWdiv": "divergence", "Sharp": "sharp", "Euc": "Euclidean", "DTW": "DBA"}
_NOTHING = "–"


def _text(value, digits):
    return _NOTHING if value is None else f"{value:.{digits}f}"


def _p_text(p):
    return _NOTHING if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def _beside(ours, theirs):
    return f"{ours} / {theirs}" if theirs != _NOTHING else ours


class _Summary:
    """The lines of the summary, each a statistic of every column, ours beside theirs.

    theirs: the published rows of the sets that we have; published: all published rows, or none."""

    def __init__(self, comparison, found, theirs, published):
        self.comparison, self.found, self.theirs, self.published = comparison, found, theirs, published
        self.columns = list(comparison.columns)
        self.table = Table([""] + [_NAMES[column] for column in self.columns], [])
        self.ratios = not comparison.higher  # accuracies are compared by differences

    def fill(self):
        self._ranks("mean rank", self.found.figures, self.theirs, self.comparison.higher)
        if self.published:
            self._ranks("mean rank, all published sets", self.published, {}, self.comparison.higher)
        if self.comparison.own:
            self._ranks(f"mean rank by {self.comparison.own[0]}", self.found.own, {}, self.comparison.own[2])
        if self.theirs and not self.comparison.logarithms:  # of unknown scale: only ranks and wins are compared
            self._against_theirs()
        self._spread()
        for baseline in self.comparison.baselines:
            self._against(baseline)
        return self.table

    def _line(self, name, cell, *without):
        self.table.rows.append([name] + [_NOTHING if column in without else cell(column) for column in self.columns])

    def _ranks(self, name, ours, theirs, higher):
        our_ranks, count = mean_ranks(ours, self.columns, higher)
        their_ranks, _ = mean_ranks(theirs, self.columns, higher)
        self._line(f"{name} ({count} sets)",
                   lambda column: _beside(_text(our_ranks and our_ranks[column], 2),
                                          _text(their_ranks and their_ranks[column], 2)))

    def _with_theirs(self, figures, column):
        both = pairs({name: {"ours": row.get(column), "theirs": self.theirs[name].get(column)}
                      for name, row in figures.items()}, "ours", "theirs")
        return both if self.ratios else [(self._as_printed(x), y) for x, y in both]

    def _mean(self, both, digits=3):
        return _text(geometric_mean_ratio(both), digits) if self.ratios else _text(mean_difference(both), 2)

    def _against_theirs(self):
        name = "ours over theirs, geometric mean" if self.ratios else "ours minus theirs, mean"
        figures = self.found.figures
        if self.comparison.single_runs:
            name += " over sets and seeds"
            figures = {set_name: {column: geometric_mean(values) for column, values in row.items()}
                       for set_name, row in self.found.seeds.items()}
        self._line(name, lambda column: self._mean(self._with_theirs(figures, column)))
        most = max((len(values) for row in self.found.seeds.values() for values in row.values()), default=0)
        if most > 1:
            def single(column):
                means = []
                for seed in range(most):
                    figures = {name: {column: row[column][seed]} for name, row in self.found.seeds.items()
                               if len(row.get(column, ())) > seed}
                    means.append(self._mean(self._with_theirs(figures, column)))
                means = [mean for mean in means if mean != _NOTHING]
                return f"{min(means, key=float)} to {max(means, key=float)}" if means else _NOTHING
            self._line(f"the same for single seeds ({most})", single)
        self._line("Wilcoxon p, ours against theirs",
                   lambda column: _p_text(signed_rank_p(self._with_theirs(figures, column), self.ratios)))

    def _spread(self):
        def spread(column):
            shares = [statistics.stdev(row[column]) / statistics.mean(row[column])
                      for row in self.found.seeds.values()
                      if len(row.get(column, ())) > 1 and statistics.mean(row[column]) > 0]
            return f"{100 * statistics.median(shares):.1f} %" if shares else _NOTHING
        if any(len(values) > 1 for row in self.found.seeds.values() for values in row.values()):
            self._line("standard deviation between seeds, median over sets", spread)

    def _against(self, baseline):
        higher, name = self.comparison.higher, _NAMES[baseline]
        ours, theirs = self.found.figures, self.theirs
        rounded = {set_name: {column: self._as_printed(value) for column, value in row.items()}
                   for set_name, row in ours.items()}
        self._line(f"{'above' if higher else 'below'} {name}, % of sets",
                   lambda column: _beside(_text(wins(ours, column, baseline, higher), 1),
                                          _text(wins(theirs, column, baseline, higher), 1)), baseline)
        self._line("counted as in the paper: ties and missing values are wins",
                   lambda column: _beside(_text(wins_or_ties(rounded, column, baseline, higher), 1),
                                          _text(wins_or_ties(theirs, column, baseline, higher), 1)), baseline)
        if self.published:
            self._line(f"likewise, all {len(self.published)} published sets",
                       lambda column: _text(wins_or_ties(self.published, column, baseline, higher), 2), baseline)
        self._line(f"{'over' if self.ratios else 'minus'} {name}, {'geometric ' if self.ratios else ''}mean",
                   lambda column: _beside(self._mean(pairs(ours, column, baseline)),
                                          _NOTHING if self.comparison.logarithms
                                          else self._mean(pairs(theirs, column, baseline))), baseline)
        self._line(f"Wilcoxon p, against {name}",
                   lambda column: _beside(_p_text(signed_rank_p(pairs(ours, column, baseline), self.ratios)),
                                          _p_text(signed_rank_p(pairs(theirs, column, baseline),
                                                                self.ratios and not self.comparison.logarithms))),
                   baseline)

    def _as_printed(self, value):
        """Our figure rounded as the published ones are, so that ties arise as they do there."""
        if self.comparison.higher:
            return round(value, 2)
        return round(math.log(value) if self.comparison.logarithms and value > 0 else value, 3)


def _picture(comparison, found, theirs, folder):
    file = f"{comparison.key}.svg"
    points = {}
    for column in comparison.columns:
        if comparison.logarithms:  # of unknown base, but distances to DBA can be compared
            if column == "DBA":
                continue
            points[_NAMES[column]] = [
                (theirs[name][column] - theirs[name]["DBA"], math.log(row[column] / row["DBA"]))
                for name, row in found.figures.items()
                if column in row and row.get("DBA", 0) > 0 and row[column] > 0
                and theirs[name].get(column) is not None and theirs[name].get("DBA") is not None]
        else:
            points[_NAMES[column]] = [
                (theirs[name][column], row[column]) for name, row in found.figures.items()
                if column in row and theirs[name].get(column) is not None
                and (comparison.higher or (0 < theirs[name][column] < math.inf and row[column] > 0))]
    what = ("logarithm less that of DBA" if comparison.logarithms
            else "test accuracy, %" if comparison.higher else "DTW")
    scatter(folder / file, points, f"{what}: published", f"{what}: ours",
            not comparison.higher and not comparison.logarithms)
    return Picture(file, f"{comparison.title}: ours against the published figures, one point per set")


def section_of(comparison, found, reference, folder):
    """Returns the section and writes its picture into the folder."""
    section = Section(f"Table {comparison.table}: {comparison.title}", level=2)
    missing = [name for name in reference if name not in found.figures]
    section.parts.append(f"{len(found.figures)} of {len(reference)} sets. Cells: ours / published, over the same "
                         "sets; a single number is ours unless the row says otherwise.")
    section.parts.append("Sets without a result here: " + (", ".join(missing) if missing else "none") + ".")
    gaps = [f"{name} ({', '.join(_NAMES[column] for column in comparison.columns if column not in row)})"
            for name, row in found.figures.items() if len(row) < len(comparison.columns)]
    if gaps:
        section.parts.append("Sets with partial results: " + ", ".join(gaps) + ".")
    if comparison.note:
        section.parts.append(comparison.note)
    if not found.figures:
        return section
    theirs = {name: reference[name] for name in found.figures} if comparison.source else {}
    section.parts.append(_Summary(comparison, found, theirs, reference if theirs else {}).fill())
    if theirs:
        section.parts.append(_picture(comparison, found, theirs, folder))
    digits = 2 if comparison.higher else 3
    section.parts.append(Table(
        ["set"] + [_NAMES[column] for column in comparison.columns],
        [[name] + [_beside(_text(row.get(column), digits), _text(theirs.get(name, {}).get(column), digits))
                   for column in comparison.columns] for name, row in found.figures.items()]))
    return section
