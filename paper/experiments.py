"""The paper's experiments: the jobs, and which of their figures are compared with which published table.

A job is one call of a program on one data set: one row of a published table. It writes RESULTS/JOB/SET.json. A drawing
is also one call; it writes RESULTS/drawings/NAME.svg.
"""
from dataclasses import dataclass
from pathlib import Path

from reference import read_reference

REFERENCE = Path(__file__).resolve().parent / "reference"

GAMMAS = {"sdtw_g1": 1, "sdtw_g0.1": 0.1, "sdtw_g0.01": 0.01, "sdtw_g0.001": 0.001}  # by column of the appendices
_GAMMA_LIST = ",".join(str(gamma) for gamma in GAMMAS.values())

# Few and short series, for a trial run of minutes. `--fast` also reduces repeats.
FAST_SETS = ("CBF", "Coffee", "ECG200", "GunPoint", "ItalyPowerDemand", "SonyAIBORobotSurface1")


@dataclass(frozen=True)
class Job:
    """The options of a program; `fast` holds those that differ under --fast."""
    program: str
    options: dict
    fast: dict

    def arguments(self, fast, tolerance=None):
        """The options as one text, which decides whether an existing result is still valid.

        tolerance: replaces the job's own, if it has one."""
        options = {**self.options, **(self.fast if fast else {})}
        if tolerance and "tolerance" in options:
            options["tolerance"] = tolerance
        return " ".join(f"--{name} {value}" for name, value in options.items())


@dataclass(frozen=True)
class Drawing:
    """A picture of one data set, like a published one; it belongs to a table."""
    table: int
    program: str
    set: str
    options: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """One published table and the jobs that measure the same.

    columns: those of the published table, each with the fields that identify its runs in our JSON.
    measure: path of the field of a run that is compared.   factor: converts ours to the unit of the published table.
    baselines: columns with which the others are compared.   higher: whether higher is better.
    logarithms: the published figures are logarithms, on an unknown scale.
    single_runs: the published figures are from one run each, so ours are compared run by run.
    own: another field that only we measure: name, path, whether higher is better.
    note: what a reader needs to know for the comparison.
    """
    key: str
    table: int
    title: str
    source: str | None
    jobs: tuple
    columns: dict
    measure: tuple
    baselines: tuple
    higher: bool = False
    logarithms: bool = False
    factor: float = 1
    single_runs: bool = False
    own: tuple = ()
    note: str = ""


# Tolerances: docs/results.md shows their effect on the results.
_SOFT = {"method": "softdtw", "gamma": _GAMMA_LIST}
_OTHERS = {"method": "subgradient,dba,mean"}
_AVERAGING = {"method": f"softdtw,{_OTHERS['method']}", "gamma": _GAMMA_LIST, "repeats": 10, "tolerance": "1e-4"}
_CLUSTERING = {"restarts": 1, "tolerance": "1e-3"}
_TRAINING = {"preset": "paper", "loss": "all", "gamma": _GAMMA_LIST, "repeats": 3}
_CLASSIFICATION = {"tolerance": "1e-3"}
_CHOICE = {**_CLASSIFICATION, "gamma": "auto"}

JOBS = {
    "averaging_random": Job("average", {**_AVERAGING, "init": "random"}, {"repeats": 2}),
    "averaging_mean": Job("average", {**_AVERAGING, "init": "mean"}, {"repeats": 2}),
    "clustering_random_softdtw": Job("cluster", {**_CLUSTERING, **_SOFT, "init": "random"}, {}),
    "clustering_random_others": Job("cluster", {**_CLUSTERING, **_OTHERS, "init": "random"}, {}),
    "clustering_mean_softdtw": Job("cluster", {**_CLUSTERING, **_SOFT, "init": "mean"}, {}),
    "clustering_mean_others": Job("cluster", {**_CLUSTERING, **_OTHERS, "init": "mean"}, {}),
    "forecasting_random": Job("train", {**_TRAINING, "init": "random"}, {"repeats": 1}),
    "forecasting_euclidean": Job("train", {**_TRAINING, "init": "euclidean"}, {"repeats": 1}),
    "centroid_plain": Job("classify", {**_CLASSIFICATION, "metric": "euclidean,dtw"}, {}),
    "centroid_softdtw": Job("classify", {**_CHOICE, "metric": "softdtw"}, {"splits": 1}),
    "centroid_divergence": Job("classify", {**_CHOICE, "metric": "softdtw-divergence", "splits": 1}, {}),
    "centroid_sharp": Job("classify", {**_CHOICE, "metric": "sharp", "splits": 1}, {}),
    "centroid_paper": Job("classify", {**_CHOICE, "metric": "softdtw,dtw", "protocol": "paper"}, {}),
}

# Like Figures 2 and 3 of a report on the paper from the MVA course.
DRAWINGS = {
    "averages": Drawing(1, "average", "ECG200", "--method softdtw --gamma 1,0.01 --class 1 --count 10",
                        "Soft-DTW averages of ten series of one class of ECG200, starting from the Euclidean mean: "
                        "smooth at γ = 1, with the detail of single series at γ = 0.01."),
    "clusters": Drawing(2, "cluster", "CBF", "--method softdtw --gamma 1",
                        "Clusters of CBF under soft-DTW, γ = 1. A published report finds clusters of 9, 9 and 12 "
                        "series, an accuracy of 0.967."),
}


def _soft(**fields):
    return {column: {**fields, "gamma": gamma} for column, gamma in GAMMAS.items()}


_AVERAGED = {
    "columns": {**_soft(method="softdtw"), "subgradient": {"method": "subgradient"}, "DBA": {"method": "dba"},
                "euclid_mean": {"method": "mean"}},
    "measure": ("dtw",),
    "baselines": ("DBA", "subgradient"),
}
_CLUSTERED = {**_AVERAGED, "logarithms": True, "own": ("adjusted Rand index", ("rand_index",), True),
              "note": "The appendix gives logarithms on an unstated scale: compare only ranks and wins."}
_FORECAST = {
    "columns": {**_soft(loss="softdtw"), "euclid": {"loss": "euclidean"}},
    "measure": ("test", "dtw"),
    "baselines": ("euclid",),
    "single_runs": True,
    "own": ("Euclidean error", ("test", "euclidean"), False),
    "note": "The ranks printed in the paper's Table 3 do not follow from its appendices K and L; those given here are "
            "computed from the appendices. By Euclidean error, Table 3 ranks Euclidean training 1.05 (random start) "
            "and 1.70 (Euclidean start).",
}
_CLASSIFIED = {"measure": ("test_accuracy",), "factor": 100, "higher": True}

COMPARISONS = (
    Comparison("G", 1, "Averaging, random start (appendix G)", "appendix_G.tsv", ("averaging_random",), **_AVERAGED),
    Comparison("H", 1, "Averaging, start from the Euclidean mean (appendix H)", "appendix_H.tsv", ("averaging_mean",),
               **_AVERAGED),
    Comparison("I", 2, "Clustering, random start (appendix I)", "appendix_I.tsv",
               ("clustering_random_softdtw", "clustering_random_others"), **_CLUSTERED),
    Comparison("J", 2, "Clustering, start from the Euclidean mean (appendix J)", "appendix_J.tsv",
               ("clustering_mean_softdtw", "clustering_mean_others"), **_CLUSTERED),
    Comparison("K", 3, "Forecasting, random start (appendix K)", "appendix_K.tsv", ("forecasting_random",),
               **_FORECAST),
    Comparison("L", 3, "Forecasting, start from the Euclidean network (appendix L)", "appendix_L.tsv",
               ("forecasting_euclidean",), **_FORECAST),
    Comparison("centroid", 4, "Nearest centroid, the archive's split (Blondel, Mensch, Vert 2021)",
               "bmv2021_centroid.tsv",
               ("centroid_plain", "centroid_softdtw", "centroid_divergence", "centroid_sharp"), **_CLASSIFIED,
               columns={"SDTW": {"metric": "softdtw"}, "SDTWdiv": {"metric": "softdtw-divergence"},
                        "Sharp": {"metric": "sharp"}, "Euc": {"metric": "euclidean"}, "DTW": {"metric": "dtw"}},
               baselines=("DTW", "Euc"),
               note="Their cost is half of ours: their γ = 1 is γ = 2 here. Both choose γ by validation."),
    Comparison("halves", 4, "Nearest centroid, 50 % train, 25 % choose γ, 25 % test (section 4.3)", None,
               ("centroid_paper",), **_CLASSIFIED,
               columns={"SDTW": {"metric": "softdtw"}, "DTW": {"metric": "dtw"}}, baselines=("DTW",),
               note="The paper gives no table of this; it says that soft-DTW is better than or equal to DBA on 75 % of "
                    "the sets."),
)


def reference_of(comparison):
    """The published figures {set: {column: number or None}}; without a published table, just the sets of table 4."""
    if comparison.source:
        return read_reference(REFERENCE / comparison.source)
    return {name: {} for name in read_reference(REFERENCE / "bmv2021_centroid.tsv")}


def set_files(archive, name):
    """The files of a set; none if the archive lacks it."""
    folder = archive / name
    return sorted(str(path) for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def planned_drawings(archive, tables):
    """The names of the drawings that belong to these tables and whose set is in the archive."""
    return [name for name, drawing in DRAWINGS.items() if drawing.table in tables and set_files(archive, drawing.set)]


def planned(archive, tables, fast):
    """The (job, set) pairs of these tables, for the sets that are in a published table and in the archive."""
    plan = []
    for comparison in COMPARISONS:
        if comparison.table not in tables:
            continue
        sets = [name for name in reference_of(comparison) if set_files(archive, name)]
        if fast:
            sets = [name for name in sets if name in FAST_SETS]
        plan += [(job, name) for job in comparison.jobs for name in sets]
    return plan
