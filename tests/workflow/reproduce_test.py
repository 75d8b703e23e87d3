"""scripts/reproduce with the built programs on a small archive: continuing after a stop, failures, wrong usage.

The environment variable SOFTWARP_BIN names the folder of the programs."""
import fcntl
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
PROGRAM = Path(__file__).resolve().parents[2] / "scripts" / "reproduce"
BIN = Path(os.environ["SOFTWARP_BIN"]).resolve()


class ReproduceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        # Names that mean something to YAML, Snakemake, a shell, Python and gnuplot.
        self.folder = Path(folder.name) / "a b: on {x} #1"
        self.archive = self.folder / "{y} \"it's\" $(false) `false` %s #2"
        # Two sets that the paper has and one that it lacks.
        for name in ("CBF", "Coffee", "Chinatown"):
            write_set(self.archive, name)

    def command(self, out, *arguments):
        return [PROGRAM, "--bin", BIN, "--archive", self.archive, "--out", self.folder / out, "--cores", "2",
                "--fast", *arguments]

    def run_to_end(self, out, *arguments):
        return subprocess.run(self.command(out, *arguments), capture_output=True, text=True, check=False)

    def results(self, out):
        """{result: time of writing} of the complete results."""
        return {str(path.relative_to(self.folder / out)): path.stat().st_mtime_ns
                for path in (self.folder / out / "results").glob("*/*.json")}

    def wait_for_the_lock(self, out, seconds=60):
        with open(self.folder / out / "lock", "ab") as lock:
            deadline = time.monotonic() + seconds
            while True:
                try:
                    return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)

    def test_a_killed_run_continues_and_ends_with_the_same_tables(self):
        whole = self.run_to_end("whole", "--tables", "2,3,4")
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertEqual({path.split("/")[-1] for path in self.results("whole")}, {"CBF.json", "Coffee.json"})
        # Killed with everything it started, as by a power cut.
        process = subprocess.Popen(self.command("killed", "--tables", "2,3,4"), start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while len(self.results("killed")) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.wait_for_the_lock("killed")  # what was killed may take a moment to end
        before = self.results("killed")
        self.assertTrue(0 < len(before) < len(self.results("whole")), before)
        again = self.run_to_end("killed", "--tables", "2,3,4")
        self.assertEqual(again.returncode, 0, again.stderr)
        after = self.results("killed")
        self.assertEqual(set(after), set(self.results("whole")))
        # At most two jobs, whose end Snakemake had not seen when it was killed, are run again; no others.
        self.assertLessEqual(len([path for path in before if after[path] != before[path]]), 2)
        for name in ("tables.md", "tables.html", "K.svg", "centroid.svg", "clusters.svg"):
            self.assertEqual((self.folder / "killed" / name).read_bytes(), (self.folder / "whole" / name).read_bytes())
        # Nothing remains to be done.
        self.assertEqual(self.run_to_end("killed", "--tables", "2,3,4").returncode, 0)
        self.assertEqual(self.results("killed"), after)

    def test_a_failed_job_is_named_and_the_others_continue(self):
        (self.archive / "Coffee" / "Coffee_TEST.tsv").write_text("1\t2\tx\n")
        result = self.run_to_end("failed", "--tables", "3")
        self.assertEqual(result.returncode, 1)
        for job in ("forecasting_random", "forecasting_euclidean"):
            self.assertIn(f"failed: results/{job}/Coffee.json: train: {self.archive}/Coffee/Coffee_TEST.tsv:1:3: "
                          'expected a number, found "x"', result.stderr)
        self.assertEqual(len(self.results("failed")), 2)
        text = (self.folder / "failed" / "tables.md").read_text()
        self.assertIn("1 of 76 sets", text)
        self.assertRegex(text, r"Sets without a result here: [^.]*\bCoffee")

    def test_a_second_run_in_the_same_folder_is_rejected(self):
        (self.folder / "busy").mkdir()
        with subprocess.Popen(["flock", self.folder / "busy" / "lock", "cat"], stdin=subprocess.PIPE) as holder:
            time.sleep(0.2)
            result = self.run_to_end("busy", "--tables", "3")
            holder.communicate()
        self.assertEqual(result.returncode, 1)
        self.assertIn("found one at work", result.stderr)

    def test_wrong_usage_and_missing_data(self):
        environment = {key: value for key, value in os.environ.items() if key != "UCR_ARCHIVE"}
        cases = ((["--tables", "1,5"], 2, 'found "1,5"'), (["--fats"], 2, "unknown option --fats"),
                 (["--out"], 2, "--out: expected a value"), (["--cores", "0"], 2, 'found "0"'),
                 (["--tolerance", "1e-"], 2, 'found "1e-"'),
                 ([], 1, "scripts/fetch-ucr downloads it"), (["--archive", "/nowhere"], 1, "/nowhere: expected"),
                 (["--archive", self.archive, "--bin", self.archive], 1, "expected the built program average"),
                 (["--archive", self.archive, "--profile", "/nowhere"], 1, "folder with config.yaml"))
        for arguments, status, message in cases:
            result = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, env=environment)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertIn(message, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)


if __name__ == "__main__":
    unittest.main()
