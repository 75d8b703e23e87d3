#!/usr/bin/env python3
"""bench/compare_python.py: the Python package softwarp beside public ones, on one thread.

Needs the built library libsoftwarp, and packages of the Python index; what is not installed is skipped with a message:

    python3 -m venv build/public
    build/public/bin/pip install torch tslearn pysdtw
    SOFTWARP_LIBRARY=build/lib/libsoftwarp.so.0 PYTHONPATH=python build/public/bin/python bench/compare_python.py

Packages that are not on the index, such as pytorch-softdtw-cuda, or other versions of those that are, are read from the
folders that --source names: checkouts, the folders that hold the module.

Measured are, each as the median of --repetitions runs, all implementations in turn: the losses of PyTorch, forward and
backward; what softwarp.torch and the NumPy functions cost beside the call of the library; distances between all series
of a set, a k-means and an average. Values and gradients are compared first. Times are CPU times of the whole process.
Sets are read from --archive, the UCR archive unpacked; without it, or if it has no such set, they are made up.
"""
import argparse
import ctypes
import importlib.metadata
import pathlib
import statistics
import sys

try:
    import public_packages as public  # before the packages that it limits to one thread
    import numpy as np
except ModuleNotFoundError:
    sys.exit("compare_python: skipped: expected the Python package numpy, found none; --help says how to install it")

import softwarp
from softwarp._library import TYPES, Batch, lib, loss_handle

DTYPES = {"float32": np.float32, "float64": np.float64}
PARTS = ("losses", "overhead", "distances", "clusters", "average")


# ---- What is compared -----------------------------------------------------------------------------------------------

def softwarp_torch():
    from softwarp.torch import SoftDTWLossPyTorch
    return public.torch_loss(lambda: SoftDTWLossPyTorch(gamma=public.GAMMA))


def softwarp_numpy():
    def prepare(x, y):
        x, y = x[:, :, None], y[:, :, None]

        def run():
            values, gradients = softwarp.soft_dtw_with_grad(x, y, public.GAMMA)
            return values, gradients[:, :, 0]
        return run
    return prepare


def softwarp_c():
    """The function of the library alone, called with arguments that were made before."""
    def prepare(x, y):
        values, gradients = np.empty(len(x)), np.empty_like(x)
        loss = loss_handle(f"softdtw(gamma={public.GAMMA})", x.dtype)
        batches = [Batch(a.ctypes.data, *a.shape, 1, None, TYPES[a.dtype]) for a in (x, y)]
        given = (loss, *map(ctypes.byref, batches), values.ctypes.data, gradients.ctypes.data, None)

        def run(_keep=(x, y, loss, batches)):
            lib.softwarp_loss_pairs(*given)
            return values, gradients
        return run
    return prepare


def squared_error():
    """What PyTorch itself takes for a loss."""
    return public.torch_loss(lambda: lambda x, y: (x - y).square().sum(dim=(1, 2)))


# Name, module, how to make it; the first is what the others are compared with.
LOSSES = (
    ("softwarp.torch", "softwarp", softwarp_torch),
    ("tslearn SoftDTWLossPyTorch", "tslearn", public.tslearn_pytorch),
    ("pysdtw, CPU", "pysdtw", public.pysdtw_cpu),
    ("pytorch-softdtw-cuda, CPU", "soft_dtw_cuda", public.pytorch_softdtw_cuda),
)
CALLS = (
    ("library alone", "softwarp", softwarp_c),
    ("softwarp.soft_dtw_with_grad", "softwarp", softwarp_numpy),
    ("softwarp.torch", "softwarp", softwarp_torch),
    ("squared error, PyTorch", "torch", squared_error),
)


def found(implementations):
    """{name: prepare} of those that can be imported."""
    result = {}
    for name, module, make in implementations:
        try:
            result[name] = make()
        except ImportError as error:
            skip(name, f"expected the Python module {module}, found none ({error})")
    return result


def skip(name, why):
    print(f"compare_python: skipped: {name}: {why}", file=sys.stderr)


# ---- Measuring and printing -----------------------------------------------------------------------------------------

def medians(runs, repetitions):
    """{case: median ms} of functions, each called once per round."""
    times = {case: [] for case in runs}
    for _ in range(repetitions):
        for case, run in runs.items():
            times[case].append(public.milliseconds(run))
    return {case: statistics.median(values) for case, values in times.items()}


def table(title, head, rows):
    print(f"\n{title}\n")
    print("| | " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * len(head))
    for name, cells in rows:
        print(f"| {name} | " + " | ".join(cells) + " |")


def agree(what, expected, result, tolerance):
    """Exits if a result differs, in units of the largest number expected."""
    error = np.abs(np.asarray(result, float) - expected).max() / np.abs(expected).max()
    if not error <= tolerance:
        sys.exit(f"compare_python: {what}: expected results within {tolerance:g} of softwarp's, found {error:.2g}")


# ---- The archive ----------------------------------------------------------------------------------------------------

def ucr(archive, name, part, made_up):
    """Series [N, T] of a file of the UCR archive, or made-up ones."""
    file = archive / name / f"{name}_{part}.tsv" if archive else None
    if file and file.exists():
        return np.loadtxt(file, ndmin=2)[:, 1:], name
    if archive:
        skip(name, f"expected {file}, found none; made-up series are used")
    return made_up, "made-up series"


def bells(count, length=128, seed=1):
    """Cylinders, bells and funnels with random begin and end, z-normalised: [count, length]."""
    rng = np.random.default_rng(seed)
    begin, end = rng.integers(16, 33, (count, 1)), rng.integers(64, 129, (count, 1))
    time = np.arange(length)
    rise = (time - begin) / (end - begin)
    shape = np.choose(rng.integers(0, 3, (count, 1)), [np.ones_like(rise), rise, 1 - rise]) * (0 <= rise) * (rise <= 1)
    series = (6 + rng.normal(size=(count, 1))) * shape + rng.normal(size=(count, length))
    return (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, keepdims=True)


# ---- The comparisons ------------------------------------------------------------------------------------------------

def compare_losses(options):
    implementations = found(LOSSES)
    own = LOSSES[0][0]
    if own not in implementations:
        return
    runs = {}
    for length in options.lengths:
        x, y = public.walks(options.batch, length, 1), public.walks(options.batch, length, 2)
        values, gradients = softwarp.soft_dtw_with_grad(x[:, :, None], y[:, :, None], public.GAMMA)
        for dtype, number in DTYPES.items():
            for name, prepare in implementations.items():
                run = prepare(x.astype(number), y.astype(number))
                found_values, found_gradients = run()  # also compiles
                # All but softwarp round to float32 between forward and backward, also tensors of float64. The
                # gradients then are off by up to exp of the rounding of values / gamma.
                exact = dtype == "float64" and name == own
                agree(f"{name}, {dtype}, n = {length}, values", values, found_values, 1e-12 if exact else 1e-4)
                agree(f"{name}, {dtype}, n = {length}, gradients", gradients[:, :, 0], found_gradients,
                      1e-12 if exact else 0.02)
                runs[name, dtype, length] = run
    times = medians(runs, options.repetitions)

    def cell(name, dtype, length):
        own_time = times[own, dtype, length]
        return f"{times[name, dtype, length]:.3g}" + (
            "" if name == own else f" ({times[name, dtype, length] / own_time:.3g}×)")

    table(f"Forward and backward of {options.batch} pairs, γ = {public.GAMMA:g}, D = 1: ms (relative to softwarp)",
          [f"n = {length}" for length in options.lengths],
          [(f"{name}, {dtype}", [cell(name, dtype, length) for length in options.lengths])
           for dtype in DTYPES for name in implementations])


def compare_overhead(options):
    implementations = found(CALLS)
    runs = {}
    for dtype, number in DTYPES.items():
        for batch, length in ((options.batch, 128), (1, 4)):
            x, y = public.walks(batch, length, 1).astype(number), public.walks(batch, length, 2).astype(number)
            prepared = {name: prepare(x, y) for name, prepare in implementations.items()}
            first = [array.copy() for array in prepared[CALLS[0][0]]()]
            for name, run in prepared.items():
                results = run()
                if name != CALLS[-1][0]:
                    for expected, result in zip(first, results):
                        agree(f"{name}, {dtype}", expected, result, 1e-6 if dtype == "float32" else 1e-12)
                runs[name, dtype, batch] = run
    times = medians(runs, max(options.repetitions, 21))

    def cells(name, dtype):
        ms, alone = times[name, dtype, options.batch], times[CALLS[0][0], dtype, options.batch]
        over = "" if name in (CALLS[0][0], CALLS[-1][0]) else f"{100 * (ms / alone - 1):+.1f} %"
        return [f"{ms:.3g}", over, f"{1000 * times[name, dtype, 1]:.3g}"]

    table("Overhead: value and gradient",
          [f"{options.batch} pairs, n = 128: ms", "over the library", "1 pair, n = 4: µs"],
          [(f"{name}, {dtype}", cells(name, dtype)) for dtype in DTYPES for name in implementations])


def compare_distances(options):
    series = np.concatenate([ucr(options.archive, "CBF", part, bells(300, seed=seed))[0]
                             for seed, part in enumerate(("TRAIN", "TEST"))])[:options.series]
    count, length = series.shape
    runs = {"softwarp.cdist(x)": lambda: softwarp.cdist(series, gamma=public.GAMMA),
            "softwarp.cdist(x, x)": lambda: softwarp.cdist(series, series, gamma=public.GAMMA),
            "softwarp.cdist(x), float32": lambda: softwarp.cdist(series.astype(np.float32), gamma=public.GAMMA)}
    times = medians(runs, options.repetitions)
    try:
        from tslearn.metrics import cdist_soft_dtw
    except ImportError as error:
        skip("distances", f"expected the Python package tslearn, found none ({error})")
    else:
        few = series[:10]
        agree("tslearn, distances", softwarp.cdist(few, gamma=public.GAMMA), cdist_soft_dtw(few, gamma=public.GAMMA),
              1e-9)
        # Once: it takes minutes.
        times["tslearn cdist_soft_dtw(x)"] = public.milliseconds(lambda: cdist_soft_dtw(series, gamma=public.GAMMA))
    own = times["softwarp.cdist(x)"]
    table(f"Distances between {count} series of {length} steps, float64 unless said, γ = {public.GAMMA:g}",
          ["ms", "relative"], [(name, [f"{ms:.4g}", f"{ms / own:.3g}×"]) for name, ms in times.items()])


def compare_clusters(options):
    series, name = ucr(options.archive, "CBF", "TRAIN", bells(30))
    k, rounds, steps = 3, 10, 20
    results = {}

    def own():
        results["softwarp.kmeans"] = softwarp.kmeans(series, k, gamma=public.GAMMA, init="random", restarts=5,
                                                     max_rounds=rounds, max_iter=steps, tol=1e-3)

    runs = {"softwarp.kmeans": own}
    try:
        from tslearn.clustering import TimeSeriesKMeans
    except ImportError as error:
        skip("clusters", f"expected the Python package tslearn, found none ({error})")
    else:
        def other():
            results["tslearn TimeSeriesKMeans"] = TimeSeriesKMeans(
                k, metric="softdtw", metric_params={"gamma": public.GAMMA}, init="random", n_init=5, max_iter=rounds,
                max_iter_barycenter=steps, random_state=0).fit(series)
        runs["tslearn TimeSeriesKMeans"] = other
        other()  # compiles
    times = medians(runs, min(options.repetitions, 3))

    def objective(result):
        """Mean loss between series and nearest centroid: the same measure for both."""
        centroids = result.centroids if isinstance(result, softwarp.KMeans) else result.cluster_centers_[:, :, 0]
        return softwarp.cdist(centroids, series, gamma=public.GAMMA).min(axis=0).mean()

    table(f"k-means of {len(series)} series of {series.shape[1]} steps ({name}), k = {k}, the best of five random "
          f"starts (not the same ones), at most {rounds} rounds, {steps} iterations per average, tolerance 1e-3",
          ["ms", "relative", "mean loss", "rounds of the best"],
          [(case, [f"{ms:.4g}", f"{ms / times['softwarp.kmeans']:.3g}×", f"{objective(results[case]):.5g}",
                   str(getattr(results[case], "rounds", getattr(results[case], "n_iter_", "")))])
           for case, ms in times.items()])


def compare_average(options):
    series, name = ucr(options.archive, "ECG200", "TRAIN", public.walks(10, 96, 1))
    series = series[:10]
    limits = ((50, 1e-3), (200, 1e-8))
    runs = {("softwarp.barycenter", limit): lambda limit=limit: softwarp.barycenter(
        series, gamma=public.GAMMA, max_iter=limit[0], tol=limit[1]) for limit in limits}
    try:
        from tslearn.barycenters import softdtw_barycenter
    except ImportError as error:
        skip("average", f"expected the Python package tslearn, found none ({error})")
    else:
        runs.update({("tslearn softdtw_barycenter", limit): lambda limit=limit: softdtw_barycenter(
            series, gamma=public.GAMMA, max_iter=limit[0], tol=limit[1])[:, 0] for limit in limits})
    averages = {case: run() for case, run in runs.items()}  # also compiles
    times = medians(runs, options.repetitions)

    def objective(average):
        return softwarp.cdist(average[None], series, gamma=public.GAMMA).mean()

    start = objective(series.mean(axis=0))
    table(f"Average of {len(series)} series of {series.shape[1]} steps ({name}), γ = {public.GAMMA:g}; the mean, from "
          f"which both start, has the mean loss {start:.5g}", ["at most", "tolerance", "ms", "relative", "mean loss"],
          [(case[0], [str(case[1][0]), f"{case[1][1]:g}", f"{ms:.4g}",
                      f"{ms / times['softwarp.barycenter', case[1]]:.3g}×", f"{objective(averages[case]):.6g}"])
           for case, ms in sorted(times.items(), key=lambda item: -item[0][1][1])])


def version(package):
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=pathlib.Path, help="the UCR archive: one folder per set")
    parser.add_argument("--source", action="append", default=[], metavar="DIR",
                        help="where to look for modules first; may be given several times")
    parser.add_argument("--parts", default=",".join(PARTS), help="what to compare (default: %(default)s)")
    parser.add_argument("--lengths", default="38,128,512", help="of the series (default: %(default)s)")
    parser.add_argument("--batch", type=int, default=64, help="pairs (default: %(default)s)")
    parser.add_argument("--series", type=int, default=600, help="for the distances (default: %(default)s)")
    parser.add_argument("--repetitions", type=int, default=7, help="(default: %(default)s)")
    options = parser.parse_args()
    options.lengths = [int(length) for length in options.lengths.split(",")]
    parts = options.parts.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"argument --parts: expected some of {', '.join(PARTS)}, found {', '.join(sorted(unknown))}")
    sys.path[:0] = options.source
    softwarp.set_num_threads(1)

    versions = [f"softwarp {softwarp.__version__} ({softwarp.simd()})", *filter(None, map(
        version, ("tslearn", "pysdtw", "torch", "numba", "numpy")))]
    print(f"One thread, CPU times, medians of {options.repetitions}; {', '.join(versions)}.")
    for part in PARTS:
        if part in parts:
            globals()[f"compare_{part}"](options)


if __name__ == "__main__":
    main()
