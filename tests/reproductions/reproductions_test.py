"""The experiments of docs/reproductions.md: their claims, and that the page prints what they print."""
import importlib.util
import itertools
import math
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from importlib.machinery import SourceFileLoader
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
LOADER = SourceFileLoader("reproductions", str(ROOT / "scripts" / "reproductions"))
program = importlib.util.module_from_spec(importlib.util.spec_from_loader("reproductions", LOADER))
LOADER.exec_module(program)

MODULES = {name: program.experiment(name) for name in (*program.MADE_UP, "over_the_batch", "forecasting")}
FOUND = {name: MODULES[name].measure() for name in program.MADE_UP}

import numpy as np  # noqa: E402

import softwarp  # noqa: E402
from fast_dtw import fast_dtw  # noqa: E402


class PageTest(unittest.TestCase):
    def test_the_page_prints_what_the_experiments_print(self):
        for name, found in FOUND.items():
            with self.subTest(name):
                self.assertEqual(program.stale(name, MODULES[name].lines(found)), [])

    def test_a_changed_figure_is_reported(self):
        lines = list(MODULES["delannoy"].lines(FOUND["delannoy"]))
        self.assertEqual(len(program.stale("delannoy", [lines[0].replace("n-1", "n-2"), *lines[1:]])), 1)
        self.assertEqual(len(program.stale("delannoy", lines[1:])), 1)
        self.assertTrue(program.differs("1.0 e", "1.2 e"))
        self.assertFalse(program.differs("1.0 e", "1.1  e"))

    def test_the_pictures_stand_on_the_page_and_are_small(self):
        page = program.PAGE.read_text(encoding="utf-8")
        for name in program.MADE_UP:
            if hasattr(MODULES[name], "draw"):
                picture = ROOT / "docs" / "pictures" / "reproductions" / f"{name}.svg"
                self.assertIn(f"(pictures/reproductions/{name}.svg)", page)
                self.assertLess(picture.stat().st_size, 150e3)
                xml.etree.ElementTree.parse(picture)

    def test_a_picture_can_be_drawn(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "line.svg"
            MODULES["line"].draw(FOUND["line"], path)
            self.assertGreater(len(list(xml.etree.ElementTree.parse(path).getroot().iter())), 50)


class SoftMinimumTest(unittest.TestCase):
    def test_it_is_the_logarithm_of_the_sum_of_exponentials(self):
        module = MODULES["soft_minimum"]
        a = module.quadratics(np.linspace(-3, 3, 7))
        for gamma in module.GAMMAS:
            values, p = module.soft_minimum(a, gamma)
            e = np.exp(-a / gamma)
            np.testing.assert_allclose(values, -gamma * np.log(e.sum(axis=1)), atol=1e-9)
            np.testing.assert_allclose(p, e / e.sum(axis=1, keepdims=True), atol=1e-9)

    def test_gap_curvature_and_minima(self):
        rows = FOUND["soft_minimum"]["rows"]
        for row in rows:
            self.assertLessEqual(row["gap"], row["bound"])
            second = np.diff(row["values"], 2) / (MODULES["soft_minimum"].X[1] - MODULES["soft_minimum"].X[0]) ** 2
            self.assertAlmostEqual(second.min() / row["curvature"], 1, delta=0.02)  # the formula, beside differences
        self.assertEqual([row["minima"] for row in rows], [3, 2, 1, 1])
        self.assertLess(rows[2]["curvature"], 0)  # one minimum, and yet not convex
        self.assertGreater(rows[3]["curvature"], 0)


class DelannoyTest(unittest.TestCase):
    def test_three_ways_agree_with_the_closed_form(self):
        for row in FOUND["delannoy"]["rows"]:
            a, b = row["n"] - 1, row["m"] - 1
            closed = sum(math.comb(a, k) * math.comb(b, k) * 2 ** k for k in range(min(a, b) + 1))
            self.assertEqual((row["listed"], row["delannoy"]), (closed, closed))
            self.assertAlmostEqual(row["soft_dtw"] / closed, 1, delta=1e-9)
            self.assertNotEqual(row["off_by_one"], closed)
        self.assertAlmostEqual(FOUND["delannoy"]["long"]["log"], FOUND["delannoy"]["long"]["exact"], delta=1e-7)

    def test_listed_alignments_are_all_different_and_valid(self):
        paths = list(MODULES["delannoy"].alignments(4, 3))
        self.assertEqual(len(set(map(tuple, paths))), 25)
        for path in paths:
            self.assertEqual((path[0], path[-1]), ((1, 1), (4, 3)))
            self.assertTrue(all((b[0] - a[0], b[1] - a[1]) in ((0, 1), (1, 0), (1, 1))
                                for a, b in itertools.pairwise(path)))


class AveragesTest(unittest.TestCase):
    def test_soft_dtw_moves_the_edges_where_the_euclidean_average_mixes_levels(self):
        found = FOUND["interpolation"]
        narrow, wide = found["ends"]
        for row in found["rows"]:
            between = narrow + row["weight"] * (wide - narrow)
            self.assertLess(abs(row["widths"][1] - between), 10)
            self.assertLess(row["objectives"][1], row["objectives"][0] - 1)
        self.assertGreater(max(abs(row["widths"][0] - narrow - row["weight"] * (wide - narrow))
                               for row in found["rows"]), 15)

    def test_a_large_gamma_is_smooth_and_a_small_one_close(self):
        (_, _, far, _), (_, _, smooth_dtw, smooth), (_, _, close_dtw, rough) = FOUND["averages"]
        self.assertLess(5 * smooth, rough)
        self.assertLess(close_dtw, smooth_dtw)
        self.assertLess(smooth_dtw, far)

    def test_clusters_are_better_than_chance(self):
        self.assertGreater(FOUND["clusters"]["softdtw"]["accuracy"], FOUND["clusters"]["mean"]["accuracy"])
        self.assertGreater(FOUND["clusters"]["softdtw"]["accuracy"], 0.7)


class ConvexityTest(unittest.TestCase):
    def test_along_the_line(self):
        small, *_, large = FOUND["line"]["rows"]
        self.assertLess(small["curvature"], 0)
        self.assertEqual(small["minima"], 2)
        self.assertGreater(large["curvature"], 0)
        step = MODULES["line"].H
        for row in FOUND["line"]["rows"][1:]:  # the gradient is that of the values
            np.testing.assert_allclose(row["slope"][1:-1], (row["values"][2:] - row["values"][:-2]) / (2 * step),
                                       atol=0.05)

    def test_on_a_bounded_set_and_not_everywhere(self):
        found = FOUND["convexity"]
        self.assertLess(found["bounded"][0][1], 0)
        gamma, smallest = found["bounded"][-1]
        self.assertEqual(gamma, MODULES["convexity"].enough(4, 5, 1))
        self.assertGreaterEqual(smallest, 0)
        curvatures = [value for _, value, _ in found["zeros"]]
        self.assertLess(max(curvatures), -1)
        self.assertLess(max(curvatures) - min(curvatures), 1e-3)  # the same at every γ

    def test_gamma_is_a_scale(self):
        x, y = np.array([0.3, -1, 0.5]), np.array([0.1, 0.4, -0.7, 2])
        for gamma in (0.01, 100):
            self.assertAlmostEqual(softwarp.soft_dtw(math.sqrt(gamma) * x, math.sqrt(gamma) * y, gamma) / gamma,
                                   softwarp.soft_dtw(x, y, 1), delta=1e-9)


class LipschitzTest(unittest.TestCase):
    def test_no_quotient_exceeds_its_bound_and_the_worst_cases_reach_it(self):
        for gamma, two, one in FOUND["lipschitz"]["minimum"]:
            for quotient, bound in ((two, 1 / (2 * gamma)), (one, 1 / gamma)):
                self.assertLessEqual(quotient, bound * (1 + 1e-6))
                self.assertGreater(quotient, 0.99 * bound)
        for _, _, _, ordinary, worst, bound in FOUND["lipschitz"]["soft_dtw"]:
            self.assertLessEqual(max(ordinary, worst), bound * (1 + 1e-6))
            self.assertGreater(worst, 0.99 * bound)

    def test_in_x_there_is_no_constant_of_gamma_alone(self):
        (_, first), *_, (distance, last) = FOUND["lipschitz"]["x"]
        self.assertLess(last, -2 - 3 * distance ** 2)
        self.assertGreater(first, -2)


class AlignmentKernelTest(unittest.TestCase):
    def test_definite_where_the_theorem_says_so(self):
        for _, local, kernel, augmented_local, augmented in FOUND["alignment_kernel"]:
            self.assertGreater(augmented_local, 0)
            self.assertGreater(augmented, 0)
        self.assertLess(min(row[1] for row in FOUND["alignment_kernel"]), -0.01)
        self.assertLess(min(row[2] for row in FOUND["alignment_kernel"]), -0.01)

    def test_it_is_the_sum_over_alignments(self):
        module, x = MODULES["alignment_kernel"], np.array([[0.0, 0.4], [1.0, -0.3], [0.2, 0.2]])

        def kernel(a, b):
            return sum(math.exp(-sum(module.log_augmented(a[i - 1] - b[j - 1]) for i, j in path))
                       for path in MODULES["delannoy"].alignments(2, 2))
        for (i, a), (j, b) in itertools.product(enumerate(x), repeat=2):
            self.assertAlmostEqual(module.gram(module.log_augmented, x)[i, j],
                                   kernel(a, b) / math.sqrt(kernel(a, a) * kernel(b, b)), delta=1e-9)


class RanksTest(unittest.TestCase):
    def test_five_ranks_sum_to_fifteen(self):
        for start, (by_dtw, by_euclidean) in MODULES["ranks"].PRINTED.items():
            found = FOUND["ranks"][start]
            for ranks in (by_dtw, by_euclidean, found["appendix"], found["ours"], found["theirs"]):
                self.assertAlmostEqual(sum(ranks), 15, delta=0.025)
        # Why both stand there: the printed ranks are not those of the appendices.
        self.assertGreater(abs(MODULES["ranks"].PRINTED["K"][0][2] - FOUND["ranks"]["K"]["appendix"][2]), 0.9)


class ForecastsTest(unittest.TestCase):
    """What needs no archive of the experiments on ECG200."""

    def test_fast_dtw_is_an_alignment_and_exact_within_a_wide_radius(self):
        random = np.random.default_rng(0)
        for n, m in ((38, 38), (7, 12), (1, 5), (2, 2)):
            x, y = random.normal(size=n).cumsum(), random.normal(size=m).cumsum()
            exact = softwarp.dtw(x, y, cost="absolute")
            value, path = fast_dtw(list(x), list(y))
            self.assertGreaterEqual(value, exact - 1e-9)
            self.assertAlmostEqual(value, sum(abs(x[i] - y[j]) for i, j in path), delta=1e-9)
            self.assertAlmostEqual(fast_dtw(list(x), list(y), radius=40)[0], exact, delta=1e-9)

    def test_the_network_written_out_has_the_right_gradient(self):
        module = MODULES["over_the_batch"]
        random = np.random.default_rng(1)
        x, targets = random.normal(size=(6, 5)), random.normal(size=(6, 4))
        weights = module.random_weights(5, 4, seed=0)
        loss = module.along_the_batch(1.0)
        forecasts, _ = module.forecast(weights, x)
        value = loss(forecasts, targets)[0]
        self.assertAlmostEqual(value, softwarp.soft_dtw(forecasts, targets, 1.0), delta=1e-9)
        # Adam's first step is the rate times the sign of each gradient.
        trained, losses, _ = module.train(weights, x, targets, loss, 1)
        self.assertAlmostEqual(losses[0], value, delta=1e-9)
        for k, w in enumerate(weights):
            for at in itertools.islice(np.ndindex(w.shape), 5):
                moved = [v.copy() for v in weights]
                moved[k][at] += 1e-6
                slope = (loss(module.forecast(moved, x)[0], targets)[0] - value) / 1e-6
                self.assertAlmostEqual(trained[k][at] - w[at], -1e-3 * np.sign(slope), delta=1e-5)


if __name__ == "__main__":
    unittest.main()
