"""paper/tables: its statistics against enumeration and published numbers, and its output for small results."""
import itertools
import json
import math
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from packages import need

need(modules=("scipy", "matplotlib"))
PAPER = Path(__file__).resolve().parents[2] / "paper"
sys.path[:0] = [str(PAPER), str(PAPER.parent / "workflow")]
sys.dont_write_bytecode = True

import comparison  # noqa: E402
import experiments  # noqa: E402
from reference import read_reference  # noqa: E402


class StatisticsTest(unittest.TestCase):
    ROWS = {"A": {"x": 1.0, "y": 2.0, "z": 2.0}, "B": {"x": 3.0, "y": 1.0, "z": math.inf},
            "C": {"x": 1.0, "y": 1.0, "z": None}, "D": {"x": None, "y": 4.0, "z": 1.0}}

    def test_ranks_share_ties_and_skip_incomplete_rows(self):
        ranks, count = comparison.mean_ranks(self.ROWS, ["x", "y", "z"], higher=False)
        self.assertEqual(count, 2)  # A: 1, 2.5, 2.5; B: 2, 1, 3
        self.assertEqual(ranks, {"x": 1.5, "y": 1.75, "z": 2.75})
        ranks, _ = comparison.mean_ranks(self.ROWS, ["x", "y", "z"], higher=True)
        self.assertEqual(ranks, {"x": 2.5, "y": 2.25, "z": 1.25})
        self.assertEqual(comparison.mean_ranks({}, ["x"], False), (None, 0))

    def test_wins(self):
        self.assertAlmostEqual(comparison.wins(self.ROWS, "x", "y", False), 100 / 3)  # A of A, B, C
        self.assertAlmostEqual(comparison.wins(self.ROWS, "x", "y", True), 100 / 3)  # B
        self.assertEqual(comparison.wins_or_ties(self.ROWS, "x", "y", False), 50)  # A, C of all four
        self.assertEqual(comparison.wins_or_ties(self.ROWS, "x", "z", False), 75)  # A, B, and C, which has no z

    def test_the_papers_way_of_counting_gives_its_table_2(self):
        rows = read_reference(experiments.REFERENCE / "appendix_I.tsv")
        printed = {("sdtw_g1", "DBA"): 15.78, ("sdtw_g0.1", "DBA"): 24.56, ("sdtw_g1", "subgradient"): 42.10,
                   ("sdtw_g0.1", "subgradient"): 57.89, ("sdtw_g0.001", "subgradient"): 96.49}
        for (column, baseline), share in printed.items():
            self.assertAlmostEqual(comparison.wins_or_ties(rows, column, baseline, False), share, delta=0.011)

    def test_ratios(self):
        self.assertAlmostEqual(comparison.geometric_mean_ratio([(2, 1), (8, 1), (1, math.inf)]), 4)
        self.assertIsNone(comparison.geometric_mean_ratio([]))
        self.assertEqual(comparison.mean_difference([(2, 1), (8, 1)]), 4)

    def test_signed_rank_p_is_the_share_of_sign_patterns_at_least_as_uneven(self):
        differences = [0.5, -1.1, 1.7, 2.3, 2.9, 3.1, -0.2]
        ranks = {d: 1 + sum(abs(e) < abs(d) for e in differences) for d in differences}
        total = sum(ranks.values())
        seen = sum(rank for d, rank in ranks.items() if d > 0)
        uneven = [abs(2 * sum(rank * sign for rank, sign in zip(ranks.values(), signs)) - total)
                  for signs in itertools.product((0, 1), repeat=len(differences))]
        p = sum(value >= abs(2 * seen - total) for value in uneven) / len(uneven)
        self.assertAlmostEqual(comparison.signed_rank_p([(d, 0) for d in differences], ratio=False), p)
        self.assertAlmostEqual(comparison.signed_rank_p([(math.exp(d), 1) for d in differences], ratio=True), p)
        self.assertIsNone(comparison.signed_rank_p([(1, 1)], ratio=True))


class ReferenceTest(unittest.TestCase):
    def test_a_tolerance_replaces_only_one_that_a_job_has(self):
        averaging, training = experiments.JOBS["averaging_mean"], experiments.JOBS["forecasting_random"]
        self.assertIn("--tolerance 1e-4 ", averaging.arguments(False) + " ")
        self.assertIn("--tolerance 1e-5 ", averaging.arguments(True, "1e-5") + " ")
        self.assertEqual(training.arguments(False, "1e-5"), training.arguments(False))

    def test_every_column_that_is_compared_is_in_the_published_table(self):
        sizes = {"G": 79, "H": 79, "I": 57, "J": 58, "K": 76, "L": 76, "centroid": 85}
        for each in experiments.COMPARISONS:
            rows = experiments.reference_of(each)
            self.assertEqual(len(rows), sizes.get(each.key, 85))
            if each.source:
                self.assertTrue(all(set(each.columns) <= set(row) for row in rows.values()), each.key)


class TablesTest(unittest.TestCase):
    """Forecasts of two sets of appendix K, which says: CBF 12.868 (Euclidean), 10.802 (γ = 1); for Coffee see below."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def result(self, name, euclidean, soft, seconds=1.0, job="forecasting_random"):
        """Euclidean and soft-DTW errors, each a list over seeds; soft-DTW has the same for each γ."""
        runs = [{"loss": "euclidean", "gamma": None, "seed": seed, "seconds": seconds,
                 "test": {"dtw": value, "euclidean": 10 * value}} for seed, value in enumerate(euclidean)]
        runs += [{"loss": "softdtw", "gamma": gamma, "seed": seed, "seconds": seconds,
                  "test": {"dtw": value, "euclidean": 20 * value}}
                 for gamma in (1.0, 0.1, 0.01, 0.001) for seed, value in enumerate(soft)]
        report = {"schema": 1, "program": "train", "version": "1", "simd": "X", "options": {"precision": "float"},
                  "runs": runs}
        path = self.folder / "results" / job / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report))
        return path

    def tables(self, out="out", tables="3"):
        return subprocess.run(["/usr/bin/python3", "-B", PAPER / "tables", self.folder / "results", self.folder / out,
                               "--tables", tables], capture_output=True, text=True, check=False)

    def rows(self, out="out"):
        """{first cell: other cells} of the tables for appendix K, and their text."""
        text = (self.folder / out / "tables.md").read_text().split("## ")[1]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
        return {row[0]: row[1:] for row in cells}, text

    def test_ours_beside_theirs(self):
        # Twice and half the values of the appendix: a geometric mean of 1, also over the seeds.
        rows = read_reference(experiments.REFERENCE / "appendix_K.tsv")
        self.result("CBF", [12.868, 4 * 12.868], [2 * rows["CBF"]["sdtw_g1"]] * 2)
        self.result("Coffee", [rows["Coffee"]["euclid"] / 2] * 2, [rows["Coffee"]["sdtw_g1"] / 2] * 2)
        result = self.tables()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        table, text = self.rows()
        self.assertEqual(table["CBF"][4], "32.170 / 12.868")
        self.assertEqual(table["CBF"][0], "21.604 / 10.802")
        ratios = table["ours over theirs, geometric mean over sets and seeds"]
        self.assertEqual((ratios[0], ratios[4]), ("1.000", "1.000"))
        self.assertEqual(table["the same for single seeds (2)"][4],
                         f"{math.sqrt(1 / 2):.3f} to {math.sqrt(4 / 2):.3f}")
        # CBF: soft-DTW is lower; Coffee: as in the appendix. Euclidean errors are 20 and 10 times the DTW errors.
        coffee = rows["Coffee"]
        strict = 50 + 50 * (coffee["sdtw_g1"] < coffee["euclid"])
        self.assertEqual(table["below Euclidean, % of sets"][0].split(" / ")[0], f"{strict:.1f}")
        self.assertEqual(table["below Euclidean, % of sets"][4], "–")
        self.assertEqual(table["mean rank by Euclidean error (2 sets)"][4], "1.00")
        self.assertIn("2 of 76 sets", text)
        # Computed separately from appendix K: γ = 1, 0.1, 0.01, 0.001, Euclidean.
        self.assertEqual(table["mean rank, all published sets (76 sets)"], ["3.68", "2.39", "2.53", "2.50", "3.89"])
        missing = re.search(r"Sets without a result here: ([^.]*)\.", text)[1].replace("\n", " ").split(", ")
        self.assertEqual(len(missing), 74)
        self.assertFalse({"CBF", "Coffee"} & set(missing))
        page = (self.folder / "out" / "tables.html").read_text()
        self.assertIn("<td>32.170 / 12.868</td>", page)
        self.assertEqual(page.count("<img "), 1)

    def test_the_same_results_give_the_same_bytes_whatever_the_time(self):
        files = []
        for out, seconds in (("one", 1.0), ("two", 2.0)):
            self.result("CBF", [12.0], [11.0], seconds)
            self.result("CBF", [12.0], [9.0], seconds, "forecasting_euclidean")
            self.assertEqual(self.tables(out).returncode, 0)
            files.append({path.name: path.read_bytes() for path in (self.folder / out).iterdir()})
        self.assertEqual(files[0], files[1])
        self.assertEqual(sorted(files[0]), ["K.svg", "L.svg", "tables.html", "tables.md"])

    def test_partial_results_are_reported_as_partial(self):
        path = self.result("CBF", [12.0], [11.0])
        report = json.loads(path.read_text())
        report["runs"] = report["runs"][:2]
        path.write_text(json.dumps(report))
        self.assertEqual(self.tables().returncode, 0)
        table, text = self.rows()
        self.assertIn("CBF (γ = 0.1, γ = 0.01, γ = 0.001)", text)
        self.assertEqual(table["CBF"][1], "– / 9.263")

    def test_bad_results_are_one_line(self):
        path = self.result("CBF", [12.0], [11.0])
        whole = json.loads(path.read_text())
        cases = ((lambda report: None, "expected the JSON of a program's run"),
                 (lambda report: {**report, "interrupted": True}, "found one that was interrupted"),
                 (lambda report: {**report, "runs": [{"loss": "euclidean", "test": {"dtw": "x"}}]},
                  "expected a number at test.dtw, found 'x'"))
        for change, message in cases:
            path.write_text(json.dumps(change(whole)))
            result = self.tables()
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"{path}: ", result.stderr)
            self.assertIn(message, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1)
        path.write_text("{")
        self.assertEqual(self.tables().returncode, 1)
        self.assertFalse((self.folder / "out" / "tables.md").exists())

    def test_wrong_usage(self):
        self.result("CBF", [12.0], [11.0])
        self.assertEqual(self.tables(tables="5").returncode, 2)


if __name__ == "__main__":
    unittest.main()
