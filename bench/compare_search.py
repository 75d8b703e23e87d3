#!/usr/bin/env python3
"""bench/compare_search.py ARCHIVE [SET…]: nearest neighbours under DTW with lower bounds and without, one thread.

Needs the built bench_search (scripts/setup), sets of the UCR archive with its DataSummary.csv in the folder ARCHIVE,
and packages of the Python index:

    python3 -m venv build/public
    build/public/bin/pip install aeon dtaidistance
    build/public/bin/python bench/compare_search.py ARCHIVE

Packages that are not installed are skipped. bench_search checks that the search finds what all pairs give, to the last
bit. The packages take the first --queries test series and must find the same neighbours; their time is multiplied to
that of all. Prints CPU seconds for the test series, shares of the pairs that bounds spared, and errors beside those of
DataSummary.csv: without a band DTW (w=100); in a band of 10 % there is none.
"""
import argparse
import csv
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import time

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

try:
    import numpy as np
except ModuleNotFoundError:
    sys.exit("compare_search: skipped: expected the Python package numpy, found none; --help says how to install it")

ROOT = pathlib.Path(__file__).resolve().parent.parent
SETS = ("Adiac", "CBF", "CricketZ", "ECG200", "FaceAll", "FiftyWords", "MedicalImages", "Strawberry", "SwedishLeaf",
        "WordSynonyms")


def aeon_all_pairs():
    from aeon.distances import dtw_pairwise_distance

    def nearest(queries, train, radius):
        # Its window is a share of the length, of which it takes the whole steps.
        window = None if radius is None else (radius + 0.5) / train.shape[1]
        return dtw_pairwise_distance(queries[:, None], train[:, None], window=window).argmin(axis=1)
    return nearest


def dtaidistance_all_pairs():
    from dtaidistance import dtw

    def nearest(queries, train, radius):
        count = len(queries)
        block = ((0, count), (count, count + len(train)))
        distances = dtw.distance_matrix_fast(np.vstack([queries, train]), block=block, parallel=False,
                                             window=None if radius is None else radius + 1)
        return distances[:count, count:].argmin(axis=1)
    return nearest


def dtaidistance_search():
    from dtaidistance.subsequence.subsequencesearch import SubsequenceSearch

    def nearest(queries, train, radius):
        options = {} if radius is None else {"window": radius + 1}
        # It writes into the options, hence a copy for each query.
        return np.array([SubsequenceSearch(query, train, dists_options=dict(options), use_lb=True, use_c=True)
                         .best_match_fast().idx for query in queries])
    return nearest


PACKAGES = (("aeon", "aeon", aeon_all_pairs), ("dtaidistance", "dtaidistance", dtaidistance_all_pairs),
            ("dtaidistance, bounds", "dtaidistance", dtaidistance_search))


def installed():
    for name, package, make in PACKAGES:
        try:
            yield f"{name} {importlib.metadata.version(package)}", make()
        except (ModuleNotFoundError, ImportError) as error:
            print(f"compare_search: {name}: skipped: {error}", file=sys.stderr)


def read(archive, name, part):
    return np.loadtxt(archive / name / f"{name}_{part}.tsv")[:, 1:]


def of_package(nearest, archive, name, radius, expected, count):
    """CPU seconds for all test series, or None where a neighbour is another."""
    train, test = read(archive, name, "TRAIN"), read(archive, name, "TEST")
    nearest(test[:1], train, radius)  # compiles
    queries = test[:count]
    start = time.process_time()
    found = nearest(queries, train, radius)
    seconds = (time.process_time() - start) * len(test) / len(queries)
    other = np.flatnonzero(found != np.array(expected[:len(queries)]))
    if len(other) > 0:
        print(f"compare_search: {name}: {len(other)} of {len(queries)} neighbours are others", file=sys.stderr)
        return None
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=pathlib.Path)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--queries", type=int, default=20, help="for the packages, 1 to 100 (default: %(default)s)")
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/bin", help="(default: %(default)s)")
    options = parser.parse_args()
    with open(options.archive / "DataSummary.csv", encoding="utf-8") as file:
        summary = {row["Name"]: {key.strip(): value for key, value in row.items()} for row in csv.DictReader(file)}
    packages = list(installed())
    for band in ("10%", None):
        loss = "dtw" if band is None else f"dtw(band={band})"
        print(f"\n{loss}\n\n| set | pairs | n | all pairs | search | | Kim | Keogh | Improved | "
              + "".join(f"{name} | " for name, _ in packages) + "error | ED | DTW learned w | DTW w=100 |")
        print("| --- |" + " ---: |" * (12 + len(packages)))
        for name in options.sets:
            run = subprocess.run([options.programs / "bench_search", options.archive, loss, name], check=True,
                                 capture_output=True, text=True)
            result = json.loads(run.stdout)
            radius = None if band is None else -(-result["length"] // 10)
            row = [name, f"{result['train'] * result['test'] / 1000:.0f}k", str(result["length"]),
                   f"{result['all_pairs']:.3f}", f"{result['search']:.3f}",
                   f"{result['all_pairs'] / result['search']:.1f}×",
                   *(f"{100 * result[bound]:.1f} %" for bound in ("kim", "keogh", "improved"))]
            for _, nearest in packages:
                seconds = of_package(nearest, options.archive, name, radius, result["nearest"], options.queries)
                row.append("other" if seconds is None else f"{seconds:.2f} ({seconds / result['search']:.0f}×)")
            published = summary[name]
            row += [f"{result['error']:.4f}", published["ED (w=0)"], published["DTW (learned_w)"],
                    published["DTW (w=100)"]]
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
