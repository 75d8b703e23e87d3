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
import argparse
import importlib.metadata
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

try:
    import public_packages as public
    import numpy as np
except ModuleNotFoundError:
    sys.exit("compare_public: skipped: expected the Python package numpy, found none; --help says how to install it")

ROOT = pathlib.Path(__file__).resolve().parent.parent
PRECISIONS = {"float": np.float32, "double": np.float64}


# Name, package, precisions, how to make it.
PUBLIC = (
    ("tslearn, PyTorch loss", "tslearn", ("float",), public.tslearn_pytorch),  # both PyTorch losses round
    ("tslearn, numba", "tslearn", ("double",), public.tslearn_numba),
    ("pysdtw", "pysdtw", ("float",), public.pysdtw_cpu),  # doubles to float
    ("soft-dtw (Blondel)", "soft-dtw", ("double",), public.soft_dtw),
)


def softwarp_value(programs, x, y):
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("x.tsv", "y.tsv")]
        for file, series in zip(files, (x, y)):
            file.write_text("\t".join(map(repr, series.tolist())) + "\n", encoding="utf-8")
        run = subprocess.run([programs / "align", *files, "--gamma", str(public.GAMMA), "--json", "-"], check=True,
                             capture_output=True, text=True)
        return json.loads(run.stdout)["value"]


def softwarp_times(programs, target, batch, length):
    """{precision: ms} of one run."""
    run = subprocess.run(
        [programs / "bench_alignment", "--benchmark_format=json", "--benchmark_min_time=0.1",
         f"--benchmark_filter=^gradient/(float|double)/{target}/{batch}/{length}/{public.GAMMA:g}$"],
        check=True, capture_output=True, text=True)
    cases = json.loads(run.stdout)["benchmarks"]
    if len(cases) != 2 or any("error_message" in case for case in cases):
        sys.exit(f"compare_public: expected two results of bench_alignment for batch {batch}, length {length}, "
                 f"found {run.stdout}")
    return {case["name"].split("/")[1]: case["cpu_time"] / 1000 for case in cases}


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
        x, y = public.walks(options.batch, length, 1), public.walks(options.batch, length, 2)
        value = softwarp_value(options.bin, x[0], y[0])
        runs = [(name, precision, checked(name, prepare, x, y, value, precision)) for name, precision, prepare in found]
        for _ in range(options.repetitions):
            for precision, time_taken in softwarp_times(options.bin, target, options.batch, length).items():
                times.setdefault(("softwarp", precision, length), []).append(time_taken)
            for name, precision, run in runs:
                times.setdefault((name, precision, length), []).append(public.milliseconds(run))

    median = {case: statistics.median(values) for case, values in times.items()}
    print(f"Batch of {options.batch}, gamma {public.GAMMA:g}, {target}, one thread, CPU time in ms, medians of "
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
