"""Forecasts of ECG200 after 30 and 3000 epochs, from random weights and from the Euclidean network; by `train`."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import softwarp
from archive import PRINTED, cut, folder
from fast_dtw import mean_fast_dtw

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(os.environ.get("SOFTWARP_BIN", ROOT / "build" / "bin"))
SEEDS = 5
PROTOCOLS = {
    "the paper's example, 30 epochs (10 units, one series per step)": ("--epochs", "30"),
    "the same, 3000 epochs": ("--epochs", "3000"),
    "the report's network, 3000 epochs (64 units, all series in each step)":
        ("--epochs", "3000", "--hidden", "64", "--batch-size", "100"),
}


def _run(program, *arguments):
    run = subprocess.run([PROGRAMS / program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         env={"SOFTWARP_SIMD": "SSE4", **os.environ}, check=False)
    if run.returncode != 0:
        sys.exit(f"reproductions: {program}: {run.stderr.strip()}")
    return run.stdout


def forecasts_of(loss, gamma, init, seed, options):
    """The test forecasts of one training. Shape: [100, 38]."""
    with tempfile.TemporaryDirectory() as scratch:
        model = str(Path(scratch) / "model.safetensors")
        chosen = ["--loss", loss, "--init", init] + (["--gamma", f"{gamma:g}"] if gamma else [])
        _run("train", "--data", str(folder()), "--preset", "paper", *chosen, "--seed", str(seed), *options, "--quiet",
             "--save", model)
        report = json.loads(_run("predict", "--model", model, "--data", str(folder()), "--json", "-"))
    return np.array(report["forecasts"])


def measure():
    _, targets = cut("TEST", 58)
    found = {}
    for name, options in PROTOCOLS.items():
        for loss, gamma in PRINTED:
            for init in ("random", "euclidean") if gamma else ("random",):
                runs = [forecasts_of(loss, gamma, init, seed, options) for seed in range(SEEDS)]
                found[name, loss, gamma, init] = (
                    [float(np.mean(softwarp.dtw(run[:, :, None], targets[:, :, None]))) for run in runs],
                    [mean_fast_dtw(run, targets) for run in runs])
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def _cell(values):
    return f"{statistics.mean(values):.2f} ± {statistics.stdev(values):.2f}"


def lines(found):
    """Means ± standard deviations over the seeds, and in how many seeds random weights were the better start."""
    for name in PROTOCOLS:
        yield name
        yield ("                    mean DTW                              in the report's unit                  "
               "printed")
        yield ("loss       gamma    random        Euclidean     better    random        Euclidean     better    "
               "random   Euclidean")
        for (loss, gamma), printed in PRINTED.items():
            text = f"{loss:9}  {'-' if gamma is None else format(gamma, 'g'):>5}"
            for unit in (0, 1):
                random = found[name, loss, gamma, "random"][unit]
                text += f"    {_cell(random):11}"
                if gamma is None:
                    text += "   -             -     "
                else:
                    other = found[name, loss, gamma, "euclidean"][unit]
                    text += f"   {_cell(other):11}   {sum(a < b for a, b in zip(random, other))} of {SEEDS}"
            yield f"{text}    {printed[0]:6g}   {printed[1]:9g}"
