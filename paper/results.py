"""Our figures, from the JSON files that the programs wrote."""
from dataclasses import dataclass, field

from runs import number_at, read_runs


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
                runs += read_runs(path, found.programs)
        if not runs:
            continue
        found.seeds[name], found.figures[name], found.own[name] = {}, {}, {}
        for column, fields in comparison.columns.items():
            chosen = [run for run in runs if fields.items() <= run.items()]
            values = [comparison.factor * number_at(run, comparison.measure) for run in chosen]
            if values:
                found.seeds[name][column] = values
                found.figures[name][column] = sum(values) / len(values)
            if values and comparison.own:
                values = [number_at(run, comparison.own[1]) for run in chosen]
                found.own[name][column] = sum(values) / len(values)
    return found
