"""Our figures, from the JSON files that the programs wrote."""
import json
from dataclasses import dataclass, field

from reference import DataError


@dataclass
class Measured:
    """figures, own: {set: {column: mean over seeds}}; seeds: the single figures; programs: which programs ran."""
    figures: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    seeds: dict = field(default_factory=dict)
    programs: set = field(default_factory=set)


def measured(comparison, names, folder):
    """The results of a comparison's jobs for the named sets; sets without a result are omitted."""
    found = Measured()
    for name in names:
        runs = []
        for job in comparison.jobs:
            path = folder / job / f"{name}.json"
            if path.is_file():
                runs += _runs(path, found.programs)
        if not runs:
            continue
        found.seeds[name], found.figures[name], found.own[name] = {}, {}, {}
        for column, fields in comparison.columns.items():
            chosen = [run for run in runs if fields.items() <= run.items()]
            values = [comparison.factor * _at(run, comparison.measure) for run in chosen]
            if values:
                found.seeds[name][column] = values
                found.figures[name][column] = sum(values) / len(values)
            if values and comparison.own:
                values = [_at(run, comparison.own[1]) for run in chosen]
                found.own[name][column] = sum(values) / len(values)
    return found


def _runs(path, programs):
    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        runs = report["runs"]
        programs.add(f"{report['program']} {report['version']}, {report['simd']}, {report['options']['precision']}")
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: expected the JSON of a program's run, found {error!r}") from error
    if report.get("interrupted"):
        raise DataError(f"{path}: expected a complete run, found one that was interrupted")
    for run in runs:
        run["file"] = path
    return runs


def _at(run, path):
    value = run
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, (int, float)):
        raise DataError(f"{run['file']}: expected a number at {'.'.join(path)}, found {value!r}")
    return value
