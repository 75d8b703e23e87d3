"""workflow/ranking.py against examples computed by hand."""
import sys
import unittest
from pathlib import Path

from packages import need

need(modules=("scipy",))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "workflow"))
sys.dont_write_bytecode = True

from ranking import cliques, holm, pairwise  # noqa: E402


class RankingTest(unittest.TestCase):
    def test_holm(self):
        # 3 × 0.01, then 2 × 0.04; 0.03 × 1 stays at the 0.06 of the one before... in order: 0.01, 0.03, 0.04.
        self.assertEqual(holm({"a": 0.01, "b": 0.04, "c": 0.03}), {"a": 0.03, "c": 0.06, "b": 0.06})
        self.assertEqual(holm({"a": 0.9, "b": 0.6}), {"b": 1.0, "a": 1.0})
        self.assertEqual(holm({"a": None, "b": 0.001}), {"b": 0.002, "a": 1.0})
        self.assertEqual(holm({}), {})

    def test_pairwise_is_the_exact_signed_rank_test(self):
        # b exceeds a on all of six sets: of the 2^6 signs, two are as extreme. c is a with one difference.
        rows = {str(k): {"a": k, "b": k + 1 + k / 10, "c": k + (k == 3)} for k in range(6)}
        p = pairwise(rows, ["a", "b", "c"])
        self.assertAlmostEqual(p["a", "b"], min(1, 3 * 2 / 2 ** 6))
        self.assertEqual(p["a", "c"], 1)

    def test_differences_and_ratios(self):
        # One set of large figures, where a is worse: by difference the first in rank of six, by ratio the last.
        rows = {"0": {"a": 1000.0, "b": 999.0}} | {str(k): {"a": 1.0, "b": 1.5 + k / 100} for k in range(1, 6)}
        self.assertAlmostEqual(pairwise(rows, ["a", "b"])["a", "b"], 2 * 14 / 64)  # 14 of 64 signs have W ≤ 6
        self.assertAlmostEqual(pairwise(rows, ["a", "b"], ratio=True)["a", "b"], 2 * 2 / 64)  # 2 have W ≤ 1

    def test_cliques_are_the_longest_runs_without_a_difference(self):
        p = {("a", "b"): 0.5, ("a", "c"): 0.01, ("a", "d"): 0.01, ("b", "c"): 0.2, ("b", "d"): 0.06, ("c", "d"): 0.9}
        self.assertEqual(cliques(["a", "b", "c", "d"], p), [["a", "b"], ["b", "c", "d"]])
        p["b", "d"] = 0.04
        self.assertEqual(cliques(["a", "b", "c", "d"], p), [["a", "b"], ["b", "c"], ["c", "d"]])
        self.assertEqual(cliques(["a", "b"], {("b", "a"): 0.01}), [])
        self.assertEqual(cliques(["a", "b"], {("b", "a"): 0.05}), [["a", "b"]])


if __name__ == "__main__":
    unittest.main()
