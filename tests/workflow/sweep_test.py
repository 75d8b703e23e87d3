"""scripts/sweep with the built programs on a small archive: its table, a broken set, continuing, wrong usage.

The environment variable SOFTWARP_BIN names the folder of the programs."""
import csv
import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from packages import need
from small_archive import write_set

need(modules=("scipy", "matplotlib", "snakemake"), programs=("flock",))
PROGRAM = Path(__file__).resolve().parents[2] / "scripts" / "sweep"
BIN = Path(os.environ["SOFTWARP_BIN"]).resolve()
OPTIONS = 'loss = "euclidean,softdtw"\ngamma = "1,0.1"\nepochs = 2\nrepeats = 2\nseed = 3\n'


class SweepTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "a b: {x} #1"
        self.archive = self.folder / "{y} \"it's\" $(false) %s"
        for name in ("One", "Two", "Three"):
            write_set(self.archive, name)
        (self.folder / "options.toml").write_text(OPTIONS)

    def command(self, out, *arguments, data=None, options="options.toml"):
        return [PROGRAM, "--bin", BIN, "--data", data or self.archive, "--options", self.folder / options, "--out",
                self.folder / out, *arguments]

    def run_to_end(self, *arguments, **more):
        return subprocess.run(self.command(*arguments, **more), capture_output=True, text=True, check=False)

    def files(self, out):
        return {path.name: path.read_bytes() for path in sorted((self.folder / out).glob("*"))
                if path.suffix in (".md", ".html", ".csv", ".svg") and path.name != "times.md"}

    def results(self, out):
        return {str(path.relative_to(self.folder / out)): path.stat().st_mtime_ns
                for path in (self.folder / out / "results").glob("*/*.json")}

    def test_the_table_is_that_of_single_calls_and_of_any_number_of_cores(self):
        whole = self.run_to_end("whole", "--cores", "2")
        self.assertEqual(whole.returncode, 0, whole.stderr)
        files = self.files("whole")
        self.assertEqual(set(files), {"sweep.md", "sweep.html", "sweep.csv", "ranks_dtw.svg", "ranks_euclidean.svg"})
        rows = list(csv.DictReader(files["sweep.csv"].decode().splitlines()))
        self.assertEqual(len(rows), 2 * 3 * 3)  # measures, sets, settings
        report = self.folder / "two.json"
        subprocess.run([BIN / "train", "--data", self.archive / "Two", "--loss", "euclidean,softdtw", "--gamma", "1,0.1",
                        "--epochs", "2", "--repeats", "2", "--seed", "3", "--quiet", "--json", report], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        errors = [run["test"]["dtw"] for run in json.loads(report.read_text())["runs"] if run["gamma"] == 0.1]
        self.assertEqual(len(errors), 2)
        row = next(row for row in rows if (row["measure"], row["set"], row["setting"]) == ("dtw", "Two", "softdtw, γ = 0.1"))
        self.assertEqual(float(row["mean"]), sum(errors) / 2)
        self.assertEqual(row["seeds"], "2")
        self.assertIn("Over 3 data sets", files["sweep.md"].decode())
        one = self.run_to_end("one", "--cores", "1")
        self.assertEqual(one.returncode, 0, one.stderr)
        self.assertEqual(self.files("one"), files)

    def test_a_broken_set_is_named_and_the_others_are_ranked(self):
        (self.archive / "Two" / "Two_TEST.tsv").write_text("1\t2\tx\n")
        result = self.run_to_end("broken", "--program", "classify", options=self.file("c.toml", 'metric = "euclidean,dtw"'))
        self.assertEqual(result.returncode, 1)
        why = f'classify: {self.archive}/Two/Two_TEST.tsv:1:3: expected a number, found "x"'
        self.assertIn("failed: results/seed-0/Two.json: " + why, result.stderr)
        text = (self.folder / "broken" / "sweep.md").read_text()
        self.assertIn(why, text)
        self.assertIn("Over 2 data sets", text)
        self.assertIn("| euclidean |", text)

    def file(self, name, text):
        (self.folder / name).write_text(text + "\n")
        return name

    def test_a_killed_sweep_continues_and_changed_options_begin_again(self):
        process = subprocess.Popen(self.command("killed", "--cores", "1"), start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not self.results("killed") and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(0.5)
        before = self.results("killed")
        again = self.run_to_end("killed")
        self.assertEqual(again.returncode, 0, again.stderr)
        after = self.results("killed")
        self.assertEqual(len(after), 6)
        self.assertLessEqual(len([path for path in before if after[path] != before[path]]), 2)
        self.assertEqual(self.run_to_end("killed").returncode, 0)
        self.assertEqual(self.results("killed"), after)
        self.file("options.toml", OPTIONS + "hidden = 3")
        self.assertEqual(self.run_to_end("killed").returncode, 0)
        self.assertTrue(all(self.results("killed")[path] != time_ for path, time_ in after.items()))

    def test_wrong_usage_and_data(self):
        toml = self.file
        cases = (({"data": "Nowhere"}, 1, "sweep: --data: expected a folder, a file or the name of a set"),
                 ({"options": "none.toml"}, 1, "none.toml: expected a file of options, found none"),
                 ({"options": toml("a.toml", "epochs = -1")}, 2, "train: --epochs: expected"),
                 ({"options": toml("b.toml", 'data = "x"')}, 1, "expected no data, which is of one run"),
                 ({"options": toml("d.toml", 'plot = "p.svg"')}, 1, "expected no plot, which is of one run"),
                 ({"options": toml("c.toml", 'gamma = "auto,1"\nloss = "softdtw"')}, None, "auto"),
                 ({"data": f"{self.archive}/One,{self.archive}/One"}, 1, "expected names that differ, found One"))
        for more, status, message in cases:
            result = self.run_to_end("wrong", **more)
            if status is not None:
                self.assertEqual(result.returncode, status, result.stderr)
            self.assertIn(message, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        for arguments, message in ((["--program", "predict"], 'found "predict"'), (["--cores", "0"], 'found "0"'),
                                   (["--dta", "x"], "unknown option --dta"), (["--out"], "--out: expected a value")):
            result = self.run_to_end("wrong", *arguments)
            self.assertEqual(result.returncode, 2)
            self.assertIn(message, result.stderr)
        self.assertFalse(self.results("wrong"))


if __name__ == "__main__":
    unittest.main()
