#!/usr/bin/python3
"""bench/draw_alignment.py [--output FILE.svg] [OPTION…]: time per cell of the alignment against the length, as a picture.

Runs build/bin/bench_alignment (scripts/setup) for value and gradient of soft-DTW at γ = 1 on one thread: every SIMD
target of this machine but the scalar one, float and double, batches of 64 pairs and single pairs, and the plain
reference; each case some times, in random order. Draws ns per cell and pair, medians, and prints them as a table of Markdown, with the speed over
the reference of the same run in brackets. Takes about three minutes. Needs python3-matplotlib.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LENGTHS = (16, 38, 64, 128, 256, 512, 1024, 2048, 4096)
COLOURS = {"AVX3": "tab:blue", "AVX2": "tab:orange", "SSE4": "tab:green", "NEON": "tab:blue"}


def measured(program, repetitions):
    """{(precision, target, batch): {length: ns per cell}} of the gradient."""
    lengths = "|".join(map(str, LENGTHS))
    run = subprocess.run(
        [program, "--benchmark_format=json", "--benchmark_min_time=0.02", f"--benchmark_repetitions={repetitions}",
         "--benchmark_enable_random_interleaving=true",
         f"--benchmark_filter=^gradient/(float|double)/(AVX3[_A-Z]*|AVX2|SSE4|NEON)/(1|64)/({lengths})/1$"
         f"|^gradient/double/reference/1/({lengths})/1$"],
        stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"draw_alignment: {program} failed")
    times = {}
    for case in json.loads(run.stdout)["benchmarks"]:
        if "error_message" in case:
            sys.exit(f"draw_alignment: {case['name']}: {case['error_message']}")
        if case.get("run_type") == "iteration":
            _, precision, target, batch, length, _ = case["name"].split("/")
            of_case = times.setdefault((precision, target, int(batch)), {}).setdefault(int(length), [])
            of_case.append(1e9 / case["cells_per_second"])
    return {key: {length: statistics.median(all_) for length, all_ in sorted(of_case.items())}
            for key, of_case in times.items()}


def table(times):
    reference = times["double", "reference", 1]
    rows = [["precision, target, batch", *(f"n = {n}" for n in LENGTHS)], ["---"] + ["---:"] * len(LENGTHS)]
    for (precision, target, batch), of_case in sorted(
            times.items(), key=lambda item: (item[0][1] == "reference", item[0][0] == "double", min(item[1].values()))):
        name = "reference, double" if target == "reference" else f"{precision}, {target}, {batch}"
        cells = []
        for n in LENGTHS:
            ns = of_case.get(n)
            ratio = f" ({reference[n] / ns:.0f}×)" if ns and target != "reference" and n in reference else ""
            cells.append(f"{ns:.3g}{ratio}" if ns else "")
        rows.append([name, *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def draw(times, path):
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "softwarp"
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, 2, figsize=(10, 4.6), sharex=True, sharey=True)
    for panel, precision in zip(panels, ("float", "double")):
        for (of_precision, target, batch), of_case in sorted(times.items()):
            if target == "reference":
                panel.plot(*zip(*of_case.items()), color="grey", linestyle=":", label="plain reference, double")
            elif of_precision == precision:
                panel.plot(*zip(*of_case.items()), color=COLOURS.get(target), marker="o" if batch == 64 else "x",
                           linestyle="-" if batch == 64 else "--", markersize=4,
                           label=f"{target}, {'batch of 64' if batch == 64 else 'one pair'}")
        panel.set(xscale="log", yscale="log", title=precision, xlabel="length n of both series")
        panel.set_xticks(LENGTHS, map(str, LENGTHS), rotation=45)
        panel.grid(alpha=0.3, which="both")
        panel.minorticks_off()
    ticks = (0.2, 0.5, 1, 2, 5, 10, 20, 50)
    panels[0].set_yticks(ticks, map(str, ticks))
    panels[0].set_ylabel("value and gradient, ns per cell and pair")
    handles = {label: handle for panel in panels for handle, label in zip(*panel.get_legend_handles_labels())}
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncol=5,
                  frameon=False)
    figure.tight_layout(rect=(0, 0.12, 1, 1))
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/bin", help="folder of bench_alignment")
    parser.add_argument("--repetitions", type=int, default=3, help="of each case (default: 3)")
    parser.add_argument("--output", default="alignment_speed.svg", help="picture (default: alignment_speed.svg)")
    options = parser.parse_args()
    times = measured(options.bin / "bench_alignment", options.repetitions)
    print(table(times))
    draw(times, options.output)


if __name__ == "__main__":
    main()
