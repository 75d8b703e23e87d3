"""The JSON reports of the programs."""
import json


class DataError(Exception):
    """One line for the user: where, expected, found."""


def read_runs(path, programs):
    """The runs of a report; what computed it is added to programs."""
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


def number_at(run, path):
    """The number at a path of fields."""
    value = run
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, (int, float)):
        raise DataError(f"{run['file']}: expected a number at {'.'.join(path)}, found {value!r}")
    return value
