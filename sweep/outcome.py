"""What a sweep has measured: the figures of each setting on each data set."""
import json
import statistics
import tomllib
from dataclasses import dataclass, field

from runs import number_at, read_runs

# Fields of a run that say which setting it is of, as far as its program has them.
_NAMED_BY = ("network", "method", "metric", "loss", "gamma", "init")


@dataclass(frozen=True)
class Measure:
    """path: of the field of a run.   higher: whether higher is better."""
    key: str
    title: str
    path: tuple
    higher: bool = False


MEASURES = {
    "train": (Measure("dtw", "DTW error", ("test", "dtw")), Measure("euclidean", "Euclidean error", ("test", "euclidean")),
              Measure("scaled_mse", "scaled MSE", ("test", "scaled_mse"))),
    "classify": (Measure("accuracy", "accuracy", ("test_accuracy",), True),),
    "cluster": (Measure("rand_index", "adjusted Rand index", ("rand_index",), True),
                Measure("dtw", "mean DTW to the centroid", ("dtw",))),
    "average": (Measure("dtw", "mean DTW to the average", ("dtw",)),),
}


@dataclass
class Outcome:
    """values: {measure: {set: {setting: [a figure for each seed]}}}; failed: {set: why}; programs: which ran."""
    settings: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    failed: dict = field(default_factory=dict)
    programs: set = field(default_factory=set)

    def means(self, measure):
        """{set: {setting: mean over seeds}} of the sets that did not fail."""
        return {name: {setting: statistics.fmean(values) for setting, values in row.items()}
                for name, row in self.values[measure].items() if name not in self.failed}


def outcome_in(folder):
    """What the jobs of a sweep in its folder have found so far."""
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    options = tomllib.loads((folder / "options.toml").read_text(encoding="utf-8"))
    by_gamma = str(options.get("gamma", "")) != "auto"
    found = Outcome()
    runs = {}
    for job in plan["jobs"]:
        path = folder / "results" / job["name"] / f"{job['set']}.json"
        if path.is_file():
            runs.setdefault(job["set"], []).extend(read_runs(path, found.programs))
        else:
            found.failed[job["set"]] = _why(folder / "logs" / job["name"] / f"{job['set']}.log")
    names = _names([run for of_set in runs.values() for run in of_set], by_gamma)
    program = plan["jobs"][0]["program"]
    for measure in MEASURES[program]:
        rows = {}
        for name, of_set in runs.items():
            if any(_value(run, measure.path) is None for run in of_set):
                continue  # of another kind of data, or without labels
            for run in of_set:
                setting = names(run)
                if setting not in found.settings:
                    found.settings.append(setting)
                rows.setdefault(name, {}).setdefault(setting, []).append(number_at(run, measure.path))
        if rows:
            found.values[measure] = rows
    return found


def _names(runs, by_gamma):
    """The function that names the setting of a run by the fields in which the runs differ."""
    fields = [name for name in _NAMED_BY if (name != "gamma" or by_gamma)
              and len({json.dumps(run.get(name)) for run in runs}) > 1]

    def name(run):
        words = []
        for key in fields:
            value = run.get(key)
            if value is not None:
                words.append(f"γ = {value:g}" if key == "gamma" else f"{value} start" if key == "init" else str(value))
        return ", ".join(words) or "the only setting"
    return name


def _value(run, path):
    for name in path:
        run = run.get(name) if isinstance(run, dict) else None
    return run


def _why(log):
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    return lines[-1] if lines else "not done yet"
