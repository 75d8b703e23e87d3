#!/usr/bin/python3
"""The playground in a browser: its numbers against the native library's, and what a page must do.

SOFTWARP_LIBRARY names libsoftwarp and SOFTWARP_BIN the folder of the program train. PLAYGROUND_PICTURES may name a
folder for pictures of the page. Skipped, with the reason, where the page or a browser is missing.
"""
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
from browser import ROOT, Browser, Keys, np  # noqa: E402

sys.path.insert(0, str(ROOT / "python"))
import softwarp  # noqa: E402

TABS = ("align", "train", "one-step")
PRECISION = 1e-6
browser = None


def setUpModule():
    global browser
    browser = Browser()


def tearDownModule():
    browser.quit()


class PageTest(unittest.TestCase):
    def tearDown(self):
        browser.read_logs()
        self.assertEqual([url[:80] for url in browser.requests if not url.startswith("file:///")], [])
        self.assertEqual(len(browser.requests), 1, browser.requests)
        self.assertEqual([message[:300] for message in browser.messages], [])
        browser.messages.clear()

    def assert_close(self, found, expected, what):
        found, expected = np.asarray(found, float), np.asarray(expected, float)
        self.assertEqual(found.shape, expected.shape, what)
        scale = max(np.abs(expected).max(), 1e-3)
        self.assertLess(np.abs(found - expected).max() / scale, PRECISION, what)


class AlignTest(PageTest):
    def check_numbers(self):
        """Everything that is shown follows from the two series that are shown. → x, y, γ"""
        x, y = browser.matrix("align.x"), browser.matrix("align.y")
        gamma = 10 ** float(browser.element("gamma").get_attribute("value"))
        band = int(browser.element("band").get_attribute("value"))
        band = None if band >= len(x) - 1 else band
        result = lambda name: browser.matrix(f"align.results['{name}']")  # noqa: E731
        value, dx = softwarp.soft_dtw_with_grad(x, y, gamma, band=band)
        E, cost = softwarp.alignment(x, y, gamma, band=band), softwarp.cost_matrix(x, y)
        self.assert_close(result("soft-dtw"), value, "soft-DTW")
        self.assert_close(result("dx").ravel(), dx, "gradient")
        self.assert_close(result("E"), E, "E")
        self.assert_close(result("dtw"), softwarp.dtw(x, y, band=band), "DTW")
        self.assert_close(result("euclidean"), softwarp.euclidean(x, y), "Euclidean")
        self.assert_close(result("divergence"), softwarp.divergence(x, y, gamma, band=band), "divergence")
        self.assert_close(result("entropy"), ((E * cost).sum() - value) / gamma, "entropy")
        inside = np.isfinite(result("cost"))
        self.assertEqual(inside.all(), band is None)
        self.assert_close(result("cost")[inside], cost[inside], "Δ")
        path = result("path").T.astype(int)
        self.assert_close(sum(cost[i, j] for i, j in path), softwarp.dtw(x, y, band=band), "path")
        self.assertTrue(inside[tuple(path.T)].all())
        r, n = result("r"), len(x)
        self.assert_close(r[-1, -1], value, "r of all steps")
        if band is None:
            for i, j in ((0, 0), (0, n - 1), (n // 2, n // 3), (n - 2, n // 2)):
                self.assert_close(r[i, j], softwarp.soft_dtw(x[: i + 1], y[: j + 1], gamma), f"r {i}, {j}")
        shown = float(browser.text("value-soft-dtw").replace("−", "-"))
        self.assertLess(abs(shown - value), 1e-3 * max(1, abs(value)))
        return x, y, gamma

    def test_numbers_are_those_of_the_native_library(self):
        browser.open()
        for steps in ("8", "32", "128"):
            browser.choose("length", steps)
            for preset in browser.run("return [...document.getElementById('preset').options].map(({value}) => value)"):
                browser.choose("preset", preset)
                with self.subTest(steps=steps, preset=preset):
                    self.check_numbers()

    def test_mouse_draws_on_the_nearer_series(self):
        browser.open()
        x, y, _ = self.check_numbers()
        browser.drag("series", [(200, 60), (300, 60), (420, 60)])
        x_drawn, y_drawn, _ = self.check_numbers()
        moved, other = (x_drawn - x, y_drawn - y) if (x_drawn != x).any() else (y_drawn - y, x_drawn - x)
        self.assertTrue((other == 0).all())
        self.assertGreater((moved != 0).sum(), 5)
        drawn = (x_drawn if (x_drawn != x).any() else y_drawn)[moved != 0]
        self.assertLess(np.ptp(drawn), 1e-9)  # a level line, with no step left out

    def test_finger_draws_too(self):
        browser.open(width=390, height=800, touch=True)
        x, y, _ = self.check_numbers()
        browser.touch("series", [(120, 40), (160, 60), (220, 90)])
        x_drawn, y_drawn, _ = self.check_numbers()
        self.assertGreater((x_drawn != x).sum() + (y_drawn != y).sum(), 5)
        self.assertEqual(browser.run("return scrollX"), 0)

    def test_keys_move_a_point_and_read_a_cell(self):
        browser.open()
        x, _, _ = self.check_numbers()
        browser.press("series-x", Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP, Keys.ARROW_UP)
        moved, _, _ = self.check_numbers()
        self.assert_close(moved - x, np.where(np.arange(len(x)) == 2, 0.1, 0), "moved by keys")
        self.assertIn("step 3 of 32", browser.element("series-x").get_attribute("aria-valuetext"))
        browser.press("map-E", Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_RIGHT)
        self.assertIn("Step 2 of x and step 2 of y", browser.text("cell"))

    def test_sliders_change_gamma_and_band(self):
        browser.open()
        browser.press("gamma", *[Keys.ARROW_LEFT] * 12)
        _, _, gamma = self.check_numbers()
        self.assertAlmostEqual(gamma, 10**-1.6, 9)
        browser.press("band", *[Keys.ARROW_LEFT] * 28)
        self.check_numbers()
        self.assertEqual(browser.text("band-value"), "at most 3")

    def test_steps_follow_the_gradient_until_reset(self):
        browser.open()
        x, y, gamma = self.check_numbers()
        for k in (1, 2):
            browser.click("step")
            dx = softwarp.soft_dtw_with_grad(x, y, gamma)[1]
            expected = x - 10 ** float(browser.element("step-size").get_attribute("value")) * dx
            before, (x, _, _) = softwarp.soft_dtw(x, y, gamma), self.check_numbers()
            self.assert_close(x, expected, "one step")
            self.assertLess(softwarp.soft_dtw(x, y, gamma), before)
            self.assertEqual(browser.text("steps-made"), f"steps: {k}")
        browser.click("play")
        browser.wait("return playground.align.steps >= 20")
        browser.click("play")
        played, _, _ = self.check_numbers()
        self.assertLess(softwarp.soft_dtw(played, y, gamma), softwarp.soft_dtw(x, y, gamma))
        browser.click("reset")
        self.assertEqual(browser.text("steps-made"), "steps: 0")

    def test_large_steps_say_that_they_are_too_large(self):
        browser.open()
        browser.press("step-size", Keys.END)
        browser.press("gamma", Keys.HOME)
        browser.choose("length", "128")
        browser.choose("preset", "flat")
        browser.click("play")
        browser.wait("return playground.align.steps >= 40 || document.getElementById('align-error').textContent")
        browser.click("reset")
        self.check_numbers()


class TrainTest(PageTest):
    LEARNERS = {"euclidean": "euclidean", "softdtw": "softdtw(gamma=0.1)"}

    def native(self, data, split, rate, epochs):
        """Test errors and training losses by the program train, in the page's order of learners."""
        with tempfile.TemporaryDirectory() as folder:
            report, history = Path(folder, "report.json"), Path(folder, "history.csv")
            subprocess.run(
                [Path(os.environ["SOFTWARP_BIN"], "train"), "--data", data, "--split", split, "--epochs", str(epochs),
                 "--learning-rate", rate, "--hidden", "10", "--loss", "euclidean,softdtw", "--gamma", "0.1",
                 "--precision", "double", "--schedule", "constant", "--weight-decay", "0", "--scale", "none",
                 "--base", "none", "--quiet", "--json", report, "--history", history],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            runs = json.loads(report.read_text())["runs"]
            with history.open() as rows:
                losses = [float(row["loss"] if "train_loss" not in row else row["train_loss"])
                          for row in csv.DictReader(line for line in rows if not line.startswith("#"))]
        return [run["test"] for run in runs], np.reshape(losses, (2, epochs))

    def test_epochs_are_those_of_the_program_train(self):
        for data, split, rate, epochs in (("spikes", "0.5", "0.003", 3), ("cbf", "0.6", "0.01", 4)):
            browser.open("train")
            browser.choose("data", data)
            browser.choose("rate", rate)
            for _ in range(epochs):
                browser.click("one-epoch")
            errors, losses = self.native(data, split, rate, epochs)
            for k, learner in enumerate(self.LEARNERS):
                with self.subTest(data=data, learner=learner):
                    self.assert_close(browser.matrix(f"train.learners.{learner}.losses"), losses[k], "losses")
                    for error in ("dtw", "euclidean"):
                        self.assert_close(browser.matrix(f"train.learners.{learner}.judged.at(-1).{error}"),
                                          errors[k][error], error)

    def test_training_runs_beside_the_page_until_it_is_done(self):
        browser.open("train")
        first = browser.matrix("train.learners.softdtw.judged.at(-1).dtw")
        browser.run("document.getElementById('epochs').value = 100000")
        browser.click("start")
        browser.wait("return playground.train.learners.softdtw.losses.length >= 5")
        browser.click("start")
        paused = browser.run("return playground.train.learners.softdtw.losses.length")
        browser.settle()
        self.assertEqual(browser.run("return playground.train.learners.softdtw.losses.length"), paused)
        wanted = paused + 40
        browser.run(f"document.getElementById('epochs').value = {wanted}")
        browser.click("start")
        browser.wait("return !playground.train.running", 120)
        self.assertEqual(browser.text("epochs-done"), f"epochs: {wanted}")
        errors = {name: browser.matrix(f"train.learners.{name}.judged.at(-1).dtw") for name in self.LEARNERS}
        self.assertLess(errors["softdtw"], errors["euclidean"])  # what the tab is there to show
        self.assertLess(errors["softdtw"], first / 4)
        target = browser.matrix("train.forecasts.target").ravel()
        self.assertEqual(len(target), 20)
        browser.press("test-series", Keys.ARROW_RIGHT)
        self.assertFalse(np.array_equal(target, browser.matrix("train.forecasts.target").ravel()))
        browser.click("restart")
        self.assertEqual(browser.text("epochs-done"), "epochs: 0")


class StepTest(PageTest):
    def step(self, name):
        value = browser.matrix(f"step.results['{name}']")
        return np.atleast_2d(value).reshape(1, 1) if np.ndim(value) == 0 else value

    def check_step(self, loss, gamma, rate):
        """Forward, loss, backward and step once more, in NumPy with the native loss. → the weights after it"""
        x, y = self.step("x"), self.step("target")
        W0, b0, W2, b2 = (self.step(f"{part}.before") for part in ("0.weight", "0.bias", "2.weight", "2.bias"))
        b0, b2 = b0.reshape(-1, 1), b2.reshape(-1, 1)
        a = W0 @ x + b0
        h = 1 / (1 + np.exp(-a))
        forecast = W2 @ h + b2
        if loss == "softdtw":
            value, dy = softwarp.soft_dtw_with_grad(forecast.ravel(), y.ravel(), gamma)
        else:
            value, dy = ((forecast - y) ** 2).sum(), 2 * (forecast - y)
        dy = np.reshape(dy, (-1, 1))
        dh = W2.T @ dy
        da = dh * h * (1 - h)
        expected = {"0.y": a, "1.y": h, "2.y": forecast, "forecast": forecast, "dy": dy, "2.dy": dy, "1.dy": dh,
                    "0.dy": da, "2.weight.gradient": dy @ h.T, "0.weight.gradient": da @ x.T}
        for name, numbers in expected.items():
            self.assert_close(self.step(name), numbers, name)
        self.assert_close(self.step("value")[0, 0], value, "value")
        after = {"0.weight": W0 - rate * da @ x.T, "0.bias": b0 - rate * da,
                 "2.weight": W2 - rate * dy @ h.T, "2.bias": b2 - rate * dy}
        for part, numbers in after.items():
            self.assert_close(self.step(f"{part}.after").reshape(numbers.shape), numbers, part)

    def test_every_number_of_a_step(self):
        browser.open("one-step")
        self.check_step("softdtw", 0.1, 0.03)
        first = self.step("0.weight.after")
        browser.click("make-step")
        self.check_step("softdtw", 0.1, 0.03)
        np.testing.assert_array_equal(self.step("0.weight.before"), first)
        browser.choose("step-loss", "euclidean")
        browser.choose("step-hidden", "2")
        browser.choose("step-rate", "0.1")
        self.check_step("euclidean", None, 0.1)
        self.assertEqual(browser.text("step-number"), "step 1")

    def test_tables_hold_what_was_computed(self):
        browser.open("one-step")
        shown = browser.run("return [...document.querySelectorAll('#step-judge td')].map((cell) => Number(cell.title))")
        expected = np.concatenate([self.step(name).ravel() for name in ("forecast", "target", "dy")])
        np.testing.assert_allclose(shown, expected, rtol=1e-15)


class VisitorTest(PageTest):
    def visit(self, tab, **how):
        browser.open(tab, **how)
        if tab == "train":
            browser.click("one-epoch")

    def test_nothing_is_wider_than_the_page(self):
        for width in (320, 390, 1280):
            for language in ("en", "ko"):
                for tab in TABS:
                    with self.subTest(width=width, language=language, tab=tab):
                        self.visit(tab, language=language, width=width)
                        self.assertLessEqual(browser.run("return document.documentElement.scrollWidth"), width)

    def test_both_languages_say_everything(self):
        browser.open()
        self.assertEqual(browser.run("return document.documentElement.lang"), "en")
        texts = "return [...document.querySelectorAll('[data-text]')].map((element) => element.textContent)"
        english = browser.run(texts)
        browser.driver.find_element("css selector", "[data-language=ko]").click()
        browser.settle()
        self.assertEqual(browser.run("return document.documentElement.lang"), "ko")
        self.assertIn("softwarp 놀이터", browser.driver.title)
        self.assertTrue(browser.run("return location.hash").startswith("#ko/"))
        korean = browser.run(texts)
        self.assertTrue(all(english) and all(korean))
        hangul = sum(bool(re.search("[가-힣]", text)) for text in korean)
        self.assertGreater(hangul, 0.9 * len(korean))

    def test_tabs_by_keyboard(self):
        browser.open()
        browser.press("tab-align", Keys.ARROW_RIGHT)
        self.assertTrue(browser.element("train").is_displayed())
        self.assertFalse(browser.element("align").is_displayed())
        browser.press("tab-train", Keys.END)
        self.assertTrue(browser.element("one-step").is_displayed())
        self.assertEqual(browser.run("return document.activeElement.id"), "tab-step")

    def test_everything_that_takes_the_focus_has_a_name(self):
        for tab in TABS:
            for language in ("en", "ko"):
                self.visit(tab, language=language)
                nodes = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
                focusable = [node for node in nodes if not node.get("ignored") and node["role"]["value"] != "RootWebArea"
                             and any(each["name"] == "focusable" and each["value"]["value"]
                                     for each in node.get("properties", []))]
                self.assertGreater(len(focusable), 8)
                unnamed = [node["role"]["value"] for node in focusable if not node.get("name", {}).get("value")]
                self.assertEqual(unnamed, [], tab)

    def test_colours_can_be_told_from_what_is_behind_them(self):
        for dark in (False, True):
            browser.open(dark=dark)
            colour = lambda name: browser.run(  # noqa: E731
                "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0]).trim()", f"--{name}")
            for name, least in [*((name, 4.5) for name in ("text", "quiet", "wrong", "x", "y", "accent")),
                                *((name, 3) for name in ("arrow", "match", "input", "target", "euclidean", "softdtw"))]:
                for ground in ("card", "page"):
                    self.assertGreaterEqual(contrast(colour(name), colour(ground)), least, f"{name} on {ground}, {dark=}")
            self.assertGreaterEqual(contrast(colour("on-accent"), colour("accent")), 4.5)

    def test_play_is_slow_where_less_motion_is_wanted(self):
        browser.open(reduced=True)
        browser.click("play")
        browser.driver.execute_async_script("setTimeout(arguments[0], 500)")
        browser.click("play")
        self.assertLessEqual(browser.run("return playground.align.steps"), 2)

    def test_it_is_quick(self):
        browser.open()
        paint = browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
        print(f"first paint {paint:.0f} ms")
        for steps in ("32", "128"):
            browser.choose("length", steps)
            browser.run("""
              window.latencies = [];
              document.getElementById('series').addEventListener('pointermove', (event) => requestAnimationFrame(() =>
                setTimeout(() => latencies.push(performance.now() - event.timeStamp))));""")
            browser.drag("series", [(100 + 15 * k, 100 + 5 * (k % 7)) for k in range(25)])
            latencies = browser.run("return latencies")
            align = browser.run("const t = performance.now(); for (let k = 0; k < 20; ++k) playground.call('align', 0.1, -1);"
                                "return (performance.now() - t) / 20")
            print(f"{steps} steps: drag to drawn {statistics.median(latencies):.0f} ms in the middle of {len(latencies)}, "
                  f"all numbers {align:.2f} ms, {1e6 * align / int(steps) ** 2:.0f} ns per cell")
            self.assertLess(statistics.median(latencies), 200)

    def test_pictures(self):
        folder = os.environ.get("PLAYGROUND_PICTURES")
        if not folder:
            self.skipTest("PLAYGROUND_PICTURES names no folder for pictures")
        Path(folder).mkdir(parents=True, exist_ok=True)
        for tab in TABS:
            for width in (390, 1280):
                for dark in (False, True):
                    for language in ("en", "ko"):
                        self.visit(tab, width=width, dark=dark, language=language)
                        if tab == "train":
                            browser.click("start")
                            browser.wait("return !playground.train.running", 120)
                            browser.settle()
                        theme = "dark" if dark else "light"
                        browser.picture(Path(folder, f"{tab}-{width}-{theme}-{language}.png"))


def contrast(a, b):
    """Of two colours #rrggbb, as the WCAG define it."""
    def luminance(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


if __name__ == "__main__":
    unittest.main(verbosity=2)
