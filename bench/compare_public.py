#!/usr/bin/env python3
"""bench/compare_public.py: soft-DTW beside public implementations, value and gradient of a batch, one thread.

Needs the built bench_alignment and align (scripts/setup), and packages of the Python index:

    python3 -m venv build/public
    build/public/bin/pip install torch tslearn pysdtw cython setuptools wheel
    build/public/bin/pip install --no-build-isolation --no-deps soft-dtw        # by an author of the paper
    build/public/bin/python bench/compare_public.py

Implementations that are not installed are skipped with a message. The value of each is first compared with softwarp's;
bench_alignment compares softwarp's value and gradient with its plain reference. Then all are timed in turn,
--repetitions times. Prints the median CPU time in ms and, in brackets, relative to softwarp in the same precision.
"""
import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))  # before imports

import argparse
import importlib.metadata
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
except ModuleNotFoundError:
    sys.exit("compare_public: skipped: expected the Python package numpy, found none; --help says how to install it")

ROOT = pathlib.Path(__file__).resolve().parent.parent
GAMMA = 1.0
PRECISIONS = {"float": np.float32, "double": np.float64}


def torch_loss(make):
    """An implementation from a PyTorch loss of batches [B, n, 1]."""
    import torch
    torch.set_num_threads(1)
    loss = make()

    def prepare(x, y):
        x, y = torch.from_numpy(x)[:, :, None].requires_grad_(), torch.from_numpy(y)[:, :, None]

        def run():
            x.grad = None
            values = loss(x, y)
            values.sum().backward()
            return values.detach().numpy(), x.grad.numpy()[:, :, 0]
        return run
    return prepare


def pair_by_pair(soft_dtw, squared_euclidean):
    """An implementation from the classes of soft-dtw and tslearn, which take one pair [n, 1]."""
    def prepare(x, y):
        def pair(a, b):
            cost = squared_euclidean(a[:, None], b[:, None])
            alignment = soft_dtw(cost, GAMMA)
            value = alignment.compute()
            return value, np.asarray(cost.jacobian_product(alignment.grad()))[:, 0]

        def run():
            values, gradients = zip(*map(pair, x, y))
            return np.array(values), np.array(gradients)
        return run
    return prepare


def tslearn_pytorch():
    from tslearn.metrics import SoftDTWLossPyTorch
    return torch_loss(lambda: SoftDTWLossPyTorch(gamma=GAMMA))


def tslearn_numba():
    from tslearn.metrics.softdtw_variants import SoftDTW, SquaredEuclidean
    return pair_by_pair(SoftDTW, SquaredEuclidean)


def pysdtw_cpu():
    import pysdtw
    return torch_loss(lambda: pysdtw.SoftDTW(gamma=GAMMA, use_cuda=False))


def soft_dtw():
    from sdtw import SoftDTW
    from sdtw.distance import SquaredEuclidean
    return pair_by_pair(SoftDTW, SquaredEuclidean)


# Name, package, precisions, how to make it.
PUBLIC = (
    ("tslearn, PyTorch loss", "tslearn", ("float",), tslearn_pytorch),  # both PyTorch losses round
    ("tslearn, numba", "tslearn", ("double",), tslearn_numba),
    ("pysdtw", "pysdtw", ("float",), pysdtw_cpu),  # doubles to float
    ("soft-dtw (Blondel)", "soft-dtw", ("double",), soft_dtw),
)


def walks(batch, length, seed):
    """z-normalised random walks, as bench_alignment times them."""
    series = np.random.default_rng(seed).normal(size=(batch, length)).cumsum(axis=1)
    series -= series.mean(axis=1, keepdims=True)
    return series / np.sqrt((series**2).mean(axis=1, keepdims=True))


def softwarp_value(programs, x, y):
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("x.tsv", "y.tsv")]
        for file, series in zip(files, (x, y)):
            file.write_text("\t".join(map(repr, series.tolist())) + "\n", encoding="utf-8")
        run = subprocess.run([programs / "align", *files, "--gamma", str(GAMMA), "--json", "-"], check=True,
                             capture_output=True, text=True)
        return json.loads(run.stdout)["value"]


def softwarp_times(programs, target, batch, length):
    """{precision: ms} of one run."""
    run = subprocess.run(
        [programs / "bench_alignment", "--benchmark_format=json", "--benchmark_min_time=0.1",
         f"--benchmark_filter=^gradient/(float|double)/{target}/{batch}/{length}/{GAMMA:g}$"],
        check=True, capture_output=True, text=True)
    cases = json.loads(run.stdout)["benchmarks"]
    if len(cases) != 2 or any("error_message" in case for case in cases):
        sys.exit(f"compare_public: expected two results of bench_alignment for batch {batch}, length {length}, "
                 f"found {run.stdout}")
    return {case["name"].split("/")[1]: case["cpu_time"] / 1000 for case in cases}


def milliseconds(run):
    """CPU time of a call, over as many as take a tenth of a second."""
    calls, start = 0, time.process_time()
    while calls == 0 or time.process_time() - start < 0.1:
        run()
        calls += 1
    return 1000 * (time.process_time() - start) / calls


def checked(name, prepare, x, y, value, precision):
    run = prepare(x.astype(PRECISIONS[precision]), y.astype(PRECISIONS[precision]))
    values, gradients = run()  # also compiles
    tolerance = 1e-3 if precision == "float" else 1e-8
    if not (abs(values[0] - value) < tolerance * max(1, abs(value)) and gradients.shape == x.shape):
        sys.exit(f"compare_public: {name}, {precision}: expected the value {value}, found {values[0]}")
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", default="38,128,512",
                        help="some of 38, 128, 256, 512, 2048 (default: %(default)s)")
    parser.add_argument("--batch", type=int, default=64, help="1, 10 or 64 pairs (default: %(default)s)")
    parser.add_argument("--repetitions", type=int, default=7, help="(default: %(default)s)")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build" / "bin", help="built programs to use")
    options = parser.parse_args()
    lengths = [int(length) for length in options.lengths.split(",")]

    found, versions = [], []
    for name, package, precisions, make in PUBLIC:
        try:
            found += [(name, precision, make()) for precision in precisions]
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except ImportError as error:
            print(f"compare_public: skipped: {name}: expected the Python package {package}, found none ({error})")
    any_run = subprocess.run([options.bin / "bench_alignment", "--benchmark_format=json", "--benchmark_min_time=0.001",
                              "--benchmark_filter=^dtw/.*/38/0$"], check=True, capture_output=True, text=True)
    target = json.loads(any_run.stdout)["context"]["targets"]

    times = {}
    for length in lengths:
        x, y = walks(options.batch, length, 1), walks(options.batch, length, 2)
        value = softwarp_value(options.bin, x[0], y[0])
        runs = [(name, precision, checked(name, prepare, x, y, value, precision)) for name, precision, prepare in found]
        for _ in range(options.repetitions):
            for precision, time_taken in softwarp_times(options.bin, target, options.batch, length).items():
                times.setdefault(("softwarp", precision, length), []).append(time_taken)
            for name, precision, run in runs:
                times.setdefault((name, precision, length), []).append(milliseconds(run))

    median = {case: statistics.median(values) for case, values in times.items()}
    print(f"Batch of {options.batch}, gamma {GAMMA:g}, {target}, one thread, CPU time in ms, medians of "
          f"{options.repetitions}; {', '.join(dict.fromkeys(versions))}.\n")
    print("| | " + " | ".join(f"n = {length}" for length in lengths) + " |")
    print("| --- |" + " ---: |" * len(lengths))
    for name, precision in dict.fromkeys(case[:2] for case in median):
        cells = []
        for length in lengths:
            own = median[name, precision, length]
            ratio = own / median["softwarp", precision, length]
            cells.append(f"{own:.3g}" + ("" if name == "softwarp" else f" ({ratio:.3g}×)"))
        print(f"| {name}, {precision} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
